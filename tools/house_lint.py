"""Says where the house's own rules are broken: lengths, names, actions, hidden inputs, templates, words.

Run as `python -m tools.house_lint`; the exit code is 1 when something was found.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.house_rules.actions import check_action
from tools.house_rules.budgets import check_function_budget, check_module_budget, check_template_budget
from tools.house_rules.finding import Finding, Source
from tools.house_rules.pages import check_context, check_template
from tools.house_rules.purity import check_hidden_inputs, check_http, check_save, check_signals
from tools.house_rules.rooms import check_name, check_room, decided_rooms
from tools.house_rules.words import check_ignores, check_print, check_words

Rule = Callable[[Source], Iterator[Finding]]

_PROJECT = Path(__file__).resolve().parents[1]
_PYTHON: tuple[Rule, ...] = (
    check_module_budget,
    check_function_budget,
    check_name,
    check_action,
    check_hidden_inputs,
    check_signals,
    check_http,
    check_save,
    check_context,
    check_print,
    check_ignores,
    check_words,
)
_TEMPLATE: tuple[Rule, ...] = (check_template_budget, check_template, check_words)
_TEXT: tuple[Rule, ...] = (check_words,)
_TEXT_SUFFIXES = {
    ".md",
    ".sh",
    ".css",
    ".js",
    ".sql",
    ".toml",
    ".yml",
    ".yaml",
    ".po",
    ".txt",
    ".in",
    ".cfg",
    ".service",
}
_TEXT_NAMES = {"Makefile", "run", ".importlinter", ".gitignore"}
# Other people's files are kept as they came.
_NOT_OURS = ("tests/data/", "requirements/", "LICENSE", "/vendor/")


def main(project: Path = _PROJECT) -> int:
    """Check every file of the project and print the findings."""
    findings = sorted(check(project))
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    if findings:
        sys.stderr.write(f"{len(findings)} house rules broken.\n")
    return 1 if findings else 0


def check(project: Path) -> Iterator[Finding]:
    """The findings of every rule in every file that git knows or would add."""
    decisions = _decisions(project)
    for file in project_files(project):
        name = file.relative_to(project).as_posix()
        rules = _rules_for(file, name)
        if not rules:
            continue
        source = Source.read(project, file)
        for rule in rules:
            yield from rule(source)
        if file.suffix == ".py":
            yield from check_room(source, decisions)


def project_files(project: Path) -> list[Path]:
    """Every file that git tracks, or that it would track if it were added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=project,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return sorted(path for name in listed.split("\0") if name and (path := project / name).is_file())


def _rules_for(file: Path, name: str) -> tuple[Rule, ...]:
    if any(part in f"/{name}" for part in _NOT_OURS):
        return ()
    if file.suffix == ".py":
        return _PYTHON
    if "templates" in file.parts and file.suffix in {".html", ".txt"}:
        return _TEMPLATE
    return _TEXT if file.suffix in _TEXT_SUFFIXES or file.name in _TEXT_NAMES else ()


def _decisions(project: Path) -> frozenset[str]:
    texts = [file.read_text(encoding="utf-8") for file in (project / "docs" / "decisions").glob("*.md")]
    return frozenset().union(*map(decided_rooms, texts))


if __name__ == "__main__":
    sys.exit(main())
