"""The command `appealdesk`: finds its database, starts the embedded one if need be, and runs one command."""

import os
import sys

__all__ = ["main"]

# What an operator meets in the help; Django's own commands work too, but are not for every day.
_COMMANDS = {
    "demo": "load the story 'Tokyo, February and March 2022' and serve it",
    "serve": "run the web server and the worker",
    "organisation": "register an organisation: organisation create --slug NAME --name-ja … --country JP",
    "staff": "make an account for a member of staff: staff create --organisation NAME --login LOGIN --role ROLE",
    "verify": "check every invariant, the ledger and the audit seals",
    "audit": "after a restore: audit begin-epoch --reason TEXT; compare a file of seals: audit check-seals [FILE]",
    "keys": "wrap every record's key anew, so that copies made before open no more: keys rotate",
    "ledger": "write the ledger for accountants: ledger export --organisation NAME --format beancount",
    "rates": "store exchange rates of a central bank's file: rates load --format ecb-csv FILE",
    "statement": "read a bank statement file: statement read FILE [--as FORMAT] [--json]",
    "card": "set up card payments: card set --organisation NAME --provider stripe …; ask anew: card ask --since 3d",
    "advisory": "read or load a file of a travel advisory feed: advisory load --issuer jp-mofa FILE",
    "sanctions": "load a sanctions list: sanctions load --list ofac FILE; see how fresh each is: sanctions status",
    "criteria": "judge facts by criteria (criteria check), or write cases that test them (criteria vectors)",
    "names": "compare names: names score --pairs FILE.csv …; who is who: names link --left FILE.csv …, names resolve …",
    "people": "take in a list of people: people import FILE --organisation NAME --appeal NAME",
    "migrate": "bring the database's tables up to date",
}
_WITHOUT_DATABASE = {
    "statement",
    "criteria",
    "names",
    "makemigrations",
    "collectstatic",
    "help",
    "version",
}
# The owner of the tables changes them, and sees the rows of every organisation.
_OWNER = {"migrate", "verify", "audit", "keys", "makemigrations"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in {"-h", "--help", "help"}:
        sys.stdout.write(_help())
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "appealdesk.config.settings")
    helped = "--help" in given or "-h" in given
    if helped or given[:2] in (["advisory", "read"], ["sanctions", "read"]) or _needs_no_database(given):
        return _run(given)
    return _with_database(given)


def _needs_no_database(given: list[str]) -> bool:
    return given[0] in _WITHOUT_DATABASE and given[:2] not in (["names", "resolve"], ["names", "rekey"])


def _help() -> str:
    width = max(map(len, _COMMANDS))
    lines = [f"  {name:<{width}}  {text}" for name, text in _COMMANDS.items()]
    return "\n".join(
        [
            "appealdesk runs a crisis appeal.",
            "",
            "usage: appealdesk COMMAND [options]      appealdesk COMMAND --help tells more",
            "",
            *lines,
            "",
            "The database is an embedded PostgreSQL below APPEALDESK_HOME; DATABASE_URL names another one.",
            "",
        ]
    )


def _with_database(given: list[str]) -> int:
    if given[0] in _OWNER:
        os.environ.setdefault("APPEALDESK_DATABASE_ROLE", "owner")
    if os.environ.get("DATABASE_URL"):
        return _run(given)
    from appealdesk.foundation.postgres import Cluster, PostgresRefused, default_home

    cluster = Cluster(default_home())
    try:
        started = cluster.ensure_started()
    except PostgresRefused as error:
        return _tell(error)
    os.environ["APPEALDESK_EMBEDDED"] = "1"
    os.environ["DATABASE_URL"] = cluster.dsn("app")
    os.environ["APPEALDESK_OWNER_DATABASE_URL"] = cluster.dsn("owner")
    try:
        return _run(given)
    finally:
        if started:
            cluster.stop()


def _run(given: list[str]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, ManagementUtility
    from django.db import OperationalError, ProgrammingError

    try:
        ManagementUtility(["appealdesk", *_raising(given)]).execute()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except CommandError as error:
        return _tell(error, error.returncode)
    except ImproperlyConfigured as error:
        return _tell(error)
    except (OperationalError, ProgrammingError) as error:
        sentence = _database_sentence(error)
        if not sentence:
            raise
        return _tell(sentence)
    except KeyboardInterrupt:
        return 130
    return 0


def _raising(given: list[str]) -> list[str]:
    """The same for Django, which prints a refusal behind the name of its class unless it is asked to raise it."""
    return given if given[0].startswith("-") else [given[0], "--traceback", *given[1:]]


def _tell(sentence: object, code: int = 1) -> int:
    sys.stderr.write(f"{sentence}\n")
    return code


def _database_sentence(error: Exception) -> str:
    """What an operator can do about the database; empty for what only we can mend."""
    import psycopg

    if isinstance(error.__cause__, psycopg.errors.UndefinedTable):
        return "The database lacks a table. Bring its tables up to date by `appealdesk migrate`, then try again."
    # Whatever a server answers has a class of its own; the bare one means that none does.
    if type(error.__cause__) is psycopg.OperationalError:
        return f"The database does not answer: {str(error).splitlines()[0]}. Is it running, and is DATABASE_URL right?"
    return ""


if __name__ == "__main__":
    sys.exit(main())
