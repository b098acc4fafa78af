"""Wraps every record's key anew. The keys themselves and what they seal stay as they are.

A copy of the database made before holds keys wrapped by the old wrapping key, which nobody has any more: whoever was
erased is then erased in copies too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction

from appealdesk.foundation.crypto import rewrap_key
from appealdesk.foundation.db import execute, fetch_all, fetch_value
from appealdesk.ops.verification import every_scope

__all__ = ["KeyColumn", "key_columns", "older_keys", "other_connections", "rewrap"]

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """A column that holds wrapped keys of records."""

    table: str
    column: str


def key_columns() -> tuple[KeyColumn, ...]:
    """Every column of the product's tables whose name says that it holds a wrapped key."""
    return tuple(
        KeyColumn(model._meta.db_table, str(field.column))
        for model in apps.get_models()
        if model.__module__.startswith("appealdesk.")
        for field in model._meta.concrete_fields
        if field.name.endswith("wrapped_key")
    )


def other_connections() -> int:
    """How many other connections the database has: a running site would not know the new key."""
    # Another role's kind of backend is hidden from us, but only clients have a role.
    statement = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()"
    )
    return int(fetch_value(statement))


def older_keys(version: int) -> int:
    """How many keys are wrapped by another version than this one."""
    total = 0
    for place in key_columns():
        statement = (
            f"SELECT count(*) FROM {place.table}"  # noqa: S608 - names of our own tables
            f" WHERE {place.column} IS NOT NULL AND get_byte({place.column}, 0) <> %s"
        )
        for scope in every_scope():
            with transaction.atomic(), scope():
                total += int(fetch_value(statement, [version]))
    return total


def rewrap(place: KeyColumn, wrapping: Mapping[int, bytes]) -> Iterator[int]:
    """Wrap a column's keys by the newest key, a transaction for each chunk; yields how many. It can be repeated."""
    version = max(wrapping)
    for scope in every_scope():
        with transaction.atomic(), scope():
            last, above = 0, int(fetch_value(f"SELECT coalesce(max(id), 0) FROM {place.table}"))  # noqa: S608 - names of our own tables
        while last < above:
            with transaction.atomic(), scope():
                found = _chunk(place, version, last)
                _store(place, [(key, rewrap_key(wrapped, wrapping)) for key, wrapped in found])
            last = found[-1][0] if found else above
            yield len(found)


def _chunk(place: KeyColumn, version: int, last: int) -> list[tuple[int, bytes]]:
    statement = (
        f"SELECT id, {place.column} FROM {place.table}"  # noqa: S608 - names of our own tables
        f" WHERE id > %s AND {place.column} IS NOT NULL AND get_byte({place.column}, 0) <> %s"
        f" ORDER BY id LIMIT {_CHUNK}"
    )
    return [(int(key), bytes(wrapped)) for key, wrapped in fetch_all(statement, [last, version])]


def _store(place: KeyColumn, rows: list[tuple[int, bytes]]) -> None:
    statement = (
        f"UPDATE {place.table} SET {place.column} = new.wrapped"  # noqa: S608 - names of our own tables
        f" FROM unnest(%s::bigint[], %s::bytea[]) AS new (id, wrapped) WHERE {place.table}.id = new.id"
    )
    execute(statement, [[key for key, _ in rows], [wrapped for _, wrapped in rows]])
