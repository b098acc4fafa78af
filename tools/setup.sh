#!/bin/sh
# Makes everything that `make demo` and `make test` stand on; a second run finds it made.
#
#   tools/setup.sh venv      the virtual environment with the locked packages and the product itself
#   tools/setup.sh browser   what the browser tests need of the system: Chromium and fonts for three scripts
#   tools/setup.sh printing  what receipts need of the system: the libraries that set them, and the same fonts
#   tools/setup.sh spark     what the test of the second linkage engine needs: Java 17 or later, and pyspark
#
# As root on Debian or Ubuntu missing system packages are installed; an ordinary user is told in one line which they are.
set -eu

cd "$(dirname "$0")/.."
LOG=$(mktemp)
trap 'rm -f "$LOG"' EXIT

say() { printf '%s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# Runs a command quietly; shows what it said only when it fails.
quietly() {
    "$@" >"$LOG" 2>&1 || { tail -n 25 "$LOG" >&2; return 1; }
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
    say "Installing system packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get install -qq -y --no-install-recommends "$@" 2>/dev/null && return
    quietly apt-get update -qq && quietly apt-get install -qq -y --no-install-recommends "$@"
}

is_python() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    for name in python3.11 /usr/bin/python3.11 /usr/local/bin/python3.11 python3 python; do
        if is_python "$name" && { [ -z "${1-}" ] || has_venv "$name"; }; then
            command -v "$name"
            return
        fi
    done
    return 1
}

usable_python() {
    find_python with-venv && return
    if may_install; then
        apt_install python3.11 python3.11-venv >&2 || fail "Python 3.11 could not be installed: install it by hand, then run this again."
        find_python with-venv && return
    fi
    if find_python >/dev/null; then
        fail "Python 3.11 is here without its venv module: install it with 'sudo apt-get install python3.11-venv', then run this again."
    fi
    fail "Python 3.11 is missing: install it with 'sudo apt-get install python3.11 python3.11-venv', then run this again."
}

# The scripts of an environment that was moved or copied run another place's Python, so pip is asked where it is.
venv_is_sound() {
    is_python .venv/bin/python || return 1
    case "$(.venv/bin/pip --version 2>/dev/null)" in
        *" from $PWD/.venv/"*) return 0 ;;
    esac
    return 1
}

make_venv() {
    if ! venv_is_sound; then
        python=$(usable_python)
        say "Making the virtual environment with $python"
        quietly "$python" -m venv --clear .venv || fail "the virtual environment could not be made in $PWD/.venv."
    fi
    printf '%s' "$PWD" >.venv/.place
    pip="quietly .venv/bin/python -m pip --disable-pip-version-check --no-input --quiet"
    say "Installing the locked packages (a minute at most)"
    $pip install --require-hashes -r requirements/dev.txt || fail "the locked packages could not be installed: is the package index reachable?"
    $pip install --no-deps --no-build-isolation --editable . || fail "the product could not be installed into .venv."
    # Else every command would translate the product anew where Python may not write beside it.
    .venv/bin/python -m compileall -q -j 0 src
}

# Ubuntu's package `chromium-browser` is a note that points to snap, so only a browser that answers counts.
find_browser() {
    for name in "${APPEALDESK_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# The packages of the given names that are not installed; none where the system is no Debian.
missing_packages() {
    command -v dpkg-query >/dev/null || return 0
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$name"
    done
}

FONTS="fonts-noto-cjk fonts-noto-core"

have_browser() {
    # The list is split into words on purpose.
    # shellcheck disable=SC2086
    wanted=$(missing_packages $FONTS)
    find_browser >/dev/null || wanted="chromium $wanted"
    [ -n "$wanted" ] || return 0
    if may_install; then
        # The list is split into words on purpose.
        # shellcheck disable=SC2086
        apt_install $wanted || fail "these packages could not be installed: $wanted"
        find_browser >/dev/null && return 0
        fail "Chromium does not run here: install a Chromium or Chrome and name it in APPEALDESK_CHROMIUM."
    fi
    fail "the browser tests need: sudo apt-get install $wanted"
}

# Without HarfBuzz's subset library a page takes twenty seconds instead of a fifth of one; the product then refuses.
have_printing() {
    # The lists are split into words on purpose.
    # shellcheck disable=SC2086
    wanted=$(missing_packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 $FONTS)
    [ -n "$wanted" ] || return 0
    if may_install; then
        # shellcheck disable=SC2086
        apt_install $wanted && return 0
    fi
    fail "receipts cannot be printed here until an administrator runs: sudo apt-get install $wanted"
}

has_java() {
    version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "${version:-0}" -ge 17 ]
}

# What was installed is kept beside it, so that a second run asks nobody.
have_spark() {
    if ! has_java; then
        may_install || fail "the test of Spark needs Java 17 or later: sudo apt-get install default-jre-headless"
        apt_install default-jre-headless || fail "Java could not be installed: install default-jre-headless by hand."
        has_java || fail "the test of Spark needs Java 17 or later: name one in JAVA_HOME."
    fi
    cmp -s requirements/spark.txt .venv/.spark && return 0
    say "Installing pyspark (half a gigabyte)"
    quietly .venv/bin/python -m pip --disable-pip-version-check --no-input --quiet install --require-hashes \
        -r requirements/spark.txt || fail "pyspark could not be installed: is the package index reachable?"
    cp requirements/spark.txt .venv/.spark
}

case "${1-}" in
    venv) make_venv ;;
    browser) have_browser ;;
    printing) have_printing ;;
    spark) have_spark ;;
    *) fail "say 'venv', 'browser', 'printing' or 'spark'." ;;
esac
