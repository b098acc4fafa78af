# `make demo` shows the product at work; `make test` runs every check. Both set up what they need.
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench messages clean .stands
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
SOURCES := src tests tools deploy $(wildcard bench)
CATALOGUES := $(wildcard src/appealdesk/*/locale/*/LC_MESSAGES/*.po src/appealdesk/*/*/locale/*/LC_MESSAGES/*.po)

help:
	echo "make demo          set up, load the story and serve it"
	echo "make test          set up and run every check"
	echo "make lint          only the checks that run nothing"
	echo "make bench         measure; NAME=... measures one thing"
	echo "make setup         only set up; leaves .venv/bin/appealdesk"
	echo "make clean         remove what the set-up and the checks made; data stays"

# A checkout that was moved is set up again, because a virtual environment does not move with it.
ifneq ($(shell cat .venv/.place 2>/dev/null),$(CURDIR))
.PHONY: .venv/.ready
endif

setup: .venv/.ready .venv/.messages

.venv/.ready: requirements/dev.txt pyproject.toml tools/setup.sh
	tools/setup.sh venv
	touch $@

messages: .venv/.messages

.venv/.messages: $(CATALOGUES) tools/compile_messages.py | .venv/.ready
	$(BIN)/python -m tools.compile_messages
	touch $@

# Everything but receipts works without the libraries that print them.
demo: setup
	tools/setup.sh printing || true
	exec $(BIN)/appealdesk demo $(ARGS)

# mypy loads Django's settings, which keep keys in the home folder; a check must not touch the real one.
lint: export APPEALDESK_HOME := $(CURDIR)/.mypy_cache/home
lint: setup
	echo "Style"
	$(BIN)/ruff check --quiet $(SOURCES)
	$(BIN)/ruff format --quiet --check $(SOURCES) || { echo "Run '$(BIN)/ruff format' to put this right."; exit 1; }
	echo "Types"
	$(BIN)/mypy --no-error-summary
	echo "Import contracts"
	$(BIN)/lint-imports --no-logo >.mypy_cache/imports.txt || { cat .mypy_cache/imports.txt; exit 1; }
	echo "House rules"
	$(BIN)/python -m tools.house_lint
	echo "Translations"
	$(BIN)/python -m tools.compile_messages --check

# What the tests stand on is fetched while the checks that run nothing are at work.
test: setup
	$(MAKE) --jobs 2 lint .stands
	echo "Tests"
	exec $(BIN)/pytest -q -n $(if $(DATABASE_URL),1,2) $(ARGS)

.stands: setup
	tools/setup.sh printing
	tools/setup.sh browser
	tools/setup.sh spark

bench: setup .venv/.peers
	exec $(BIN)/python -m bench $(NAME)

# What we measure ourselves with; nothing of the product and no test needs it.
.venv/.peers: requirements/peers.txt | .venv/.ready
	$(BIN)/python -m pip install --disable-pip-version-check --no-input --quiet --require-hashes -r requirements/peers.txt
	touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build
	find src tests tools bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	find src -name '*.mo' -delete
	rm -rf src/appealdesk.egg-info
	echo "Data stays in var (root: /var/lib/appealdesk); remove it by hand."
