"""The database as the product uses it: a transaction that knows its actor, and bulk rows by COPY.

Row-level security reads the setting `appealdesk.organisation`; `acting` sets it for one transaction. Without it no
personal row is visible to the application's role.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connection, transaction
from psycopg import sql

from appealdesk.foundation.actor import Actor

__all__ = ["acting", "copy_rows", "execute", "fetch_all", "fetch_value", "grant_sql", "insert_rows", "row_security"]

_SETTING = "appealdesk.organisation"


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """One transaction in which row-level security shows the rows of the actor's organisation.

    Nested calls join the outer transaction as a savepoint; one for another organisation gives the setting back.
    """
    wanted = "" if actor.organisation_id is None else str(actor.organisation_id)
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _setting() if nested else ""
        if before != wanted:
            _set(wanted)
        yield
        if nested and before != wanted:
            # Deferred checks read through row security, so that they run before the view changes back.
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            execute("SET CONSTRAINTS ALL DEFERRED")
            _set(before)


def _setting() -> str:
    return fetch_value("SELECT current_setting(%s, true)", [_SETTING]) or ""


def _set(value: str) -> None:
    fetch_value("SELECT set_config(%s, %s, true)", [_SETTING, value])


def execute(statement: str, params: Sequence[Any] | dict[str, Any] | None = None) -> int:
    """Run a statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def fetch_all(statement: str, params: Sequence[Any] | dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of a statement as tuples."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def fetch_value(statement: str, params: Sequence[Any] | dict[str, Any] | None = None) -> Any:
    """The first column of the first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        row = cursor.fetchone()
    return row[0] if row else None


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into a table inside the present transaction; returns how many."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Any]", connection.connection)
    count = 0
    # Listeners and doors know Django's errors: a disk that is full while rows are copied is told as in any statement.
    with connection.wrap_database_errors, raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Like copy_rows, for a table under row-level security, which COPY refuses: through a temporary table."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    values = {"stage": sql.Identifier("stage"), "table": sql.Identifier(table), "names": names}
    stage = "CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"
    execute(_text(sql.SQL(stage).format(**values)))
    copy_rows("stage", columns, rows)
    count = execute(_text(sql.SQL("INSERT INTO {table} ({names}) SELECT {names} FROM {stage}").format(**values)))
    execute(_text(sql.SQL("DROP TABLE {stage}").format(**values)))
    return count


def _text(composed: sql.Composed) -> str:
    return composed.as_string(connection.connection)


def row_security(table: str, column: str = "organisation_id") -> str:
    """SQL for a migration: rows are visible and writable only for the organisation of the transaction."""
    rule = f"{column} = nullif(current_setting('{_SETTING}', true), '')::bigint"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY organisation_only ON {table} USING ({rule}) WITH CHECK ({rule});"
    )


def grant_sql(table: str, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> str:
    """SQL for a migration: what the application's role may do with a table; nothing where that role is absent."""
    return (
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'appealdesk_app') THEN "
        f"GRANT {rights} ON {table} TO appealdesk_app; "
        "END IF; END $$;"
    )
