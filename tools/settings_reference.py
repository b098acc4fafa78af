"""Writes docs/reference/settings.md from the code that reads the environment, so that no setting is undocumented.

Run as `python -m tools.settings_reference`; with `--check` it only compares, and a test does that too.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["FIXED", "MEANINGS", "defaults", "main", "page"]

_PROJECT = Path(__file__).resolve().parents[1]
_PAGE = _PROJECT / "docs" / "reference" / "settings.md"
_SOURCES = ("src/appealdesk", "tools/setup.sh")
_VARIABLE = re.compile(r"\b(?:APPEALDESK_[A-Z_]*[A-Z]|DATABASE_URL)\b")

# What each is for, in the order of the page. What has no default in the code says here what happens without it.
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "Where things are": {
        "APPEALDESK_HOME": "The folder of the keys, the embedded database, the seals and the static files. Without it: "
        "`var` in the checkout; for root a folder of its own below `/var/lib/appealdesk`.",
        "APPEALDESK_KEYS_FILE": "The site's keys; made at the first start, readable by its owner only. "
        "**Whoever has this file and the database can read everything.**",
        "APPEALDESK_SEAL_FILE": "Where the worker writes each seal of the audit log as it is made.",
    },
    "Database": {
        "DATABASE_URL": "The address for the application's role, such as "
        "`postgresql://appealdesk_app:secret@db.example/appealdesk`. Without it the embedded PostgreSQL is started.",
        "APPEALDESK_OWNER_DATABASE_URL": "The address for the role that owns the tables, for `migrate`, `verify` and "
        "`audit`. Without it those use `DATABASE_URL`.",
    },
    "Evidence": {
        "APPEALDESK_EVIDENCE_MAX_BYTES": "Bytes that one document may have. A form takes two of that size.",
        "APPEALDESK_EVIDENCE_MAX_DOCUMENTS": "How many documents are kept for one offer; refused ones do not count.",
    },
    "Giving": {
        "APPEALDESK_GIVING_WORDS_KEPT_DAYS": "Days after which the worker erases what forms left and no donation "
        "needs: offers of goods after they ended, claims after they were settled, gifts by card that were never paid.",
    },
    "Web": {
        "APPEALDESK_PUBLIC_ADDRESS": "What visitors type; it stands in letters, and forms sent from it are accepted "
        "behind a proxy. With `https://` cookies go over TLS only.",
        "APPEALDESK_HOSTS": "The host names that are answered, with commas between.",
        "APPEALDESK_TRUSTED_PROXIES": "The proxies in front, as networks with commas between. What they add to "
        "`X-Forwarded-For` is whom the limits per network count; a proxy that adds nothing makes them count nobody.",
        "APPEALDESK_DEBUG": "`1` shows errors with their code. Never where strangers can see it.",
    },
    "Letters": {
        "APPEALDESK_SENDER": "The sender of every letter.",
        "APPEALDESK_SMTP_HOST": "The mail server.",
        "APPEALDESK_SMTP_PORT": "Its port: 587 with STARTTLS as a rule.",
        "APPEALDESK_SMTP_USER": "The account there, if it wants one.",
        "APPEALDESK_SMTP_PASSWORD": "Its password.",
        "APPEALDESK_SMTP_TLS": "`1` for STARTTLS. Anywhere but on the same machine this has to be set.",
    },
    "Log": {
        "APPEALDESK_LOG_LEVEL": "`DEBUG`, `INFO`, `WARNING` or `ERROR`; the log goes to standard error.",
    },
    "Set by the commands themselves": {
        "APPEALDESK_DATABASE_ROLE": "`owner` makes a command use the owner's address.",
        "APPEALDESK_EMBEDDED": "Says that the database is the embedded one.",
    },
    "Tests": {
        "APPEALDESK_CHROMIUM": "The browser for the browser tests, where it is not called `chromium`.",
    },
}


# What a site cannot change, but an operator asks for at night.
FIXED: Mapping[str, str] = {
    "SESSION_COOKIE_AGE": "seconds until staff sign in again",
    "AXES_FAILURE_LIMIT": "wrong passwords for one login from one address until it is locked",
    "AXES_COOLOFF_TIME": "hours that it stays locked",
    "DATA_UPLOAD_MAX_MEMORY_SIZE": "bytes of a form of the desk, files apart",
    "STATEMENT_MAX_BYTES": "bytes of a statement file",
    "EMAIL_TIMEOUT": "seconds that the worker waits for the mail server",
    "TIME_ZONE": "the zone in which times are shown where no organisation has its own",
}


def defaults(project: Path = _PROJECT) -> dict[str, str]:
    """Every variable that the product reads or sets, with its default as the code has it, or nothing."""
    found: dict[str, str] = {}
    for file in _files(project):
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".py":
            pairs = _in_python(ast.parse(text))
        else:
            pairs = ((name, "") for name in _VARIABLE.findall(text))
        for name, default in pairs:
            found[name] = found.get(name) or default
    # The default in the settings is for Django's own commands; `appealdesk` starts the embedded database.
    return found | {"DATABASE_URL": ""}


def page(project: Path = _PROJECT) -> str:
    """The whole page. Raises KeyError for a variable or a value that the code does not have any more."""
    known, values = defaults(project), _values(project)
    lines = ["# Settings", "", "Each is a variable of the environment.", ""]
    lines.append("`python -m tools.settings_reference` writes this page from the code.")
    for heading, meanings in MEANINGS.items():
        lines += ["", f"## {heading}", "", "| variable | default | meaning |", "| --- | --- | --- |"]
        for name, meaning in meanings.items():
            lines.append(f"| `{name}` | {f'`{known[name]}`' if known[name] else ''} | {meaning} |")
    lines += ["", "## Fixed", "", "Not variables: `config/settings.py` holds them.", ""]
    lines += ["| setting | value | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | `{values[name]}` | {meaning} |" for name, meaning in FIXED.items()]
    return "\n".join([*lines, ""])


def _files(project: Path) -> Iterator[Path]:
    for source in _SOURCES:
        place = project / source
        yield from sorted(place.rglob("*.py")) if place.is_dir() else (place,)


def _in_python(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The strings that are a variable's name; where they are read with a default, that too."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), default]):
                if _VARIABLE.fullmatch(name):
                    yield name, _shown(default)
            case ast.Constant(value=str(name)) if _VARIABLE.fullmatch(name):
                yield name, ""


def _shown(default: ast.expr) -> str:
    match default:
        case ast.Constant(value=value):
            return str(value)
        case ast.BinOp(left=ast.Name(id="HOME"), op=ast.Div(), right=ast.Constant(value=str(name))):
            return f"{name} in the home folder"
        case _:
            return ""


def _values(project: Path) -> dict[str, str]:
    """The plain assignments of the settings, as they are written."""
    tree = ast.parse((project / "src/appealdesk/config/settings.py").read_text(encoding="utf-8"))
    return {
        target.id: ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def main() -> int:
    """Write the page, or say that the one that is kept differs."""
    parser = argparse.ArgumentParser(description="Write docs/reference/settings.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the kept page differs")
    if not parser.parse_args().check:
        _PAGE.parent.mkdir(parents=True, exist_ok=True)
        _PAGE.write_text(page(), encoding="utf-8")
        return 0
    if _PAGE.read_text(encoding="utf-8") == page():
        return 0
    sys.stderr.write("docs/reference/settings.md is old: run `python -m tools.settings_reference`.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
