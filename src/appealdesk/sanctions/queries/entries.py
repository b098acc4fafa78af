"""Entries of lists as the core compares them, found by their keys."""

from collections.abc import Iterable, Mapping
from datetime import date

from appealdesk.core.sanctions import Born, EntryKind, ListedName, SanctionsEntry
from appealdesk.core.sanctions.blocking import BlockingKey
from appealdesk.foundation.db import fetch_all
from appealdesk.sanctions.models import EntryKey, ListEntry

__all__ = ["as_entry", "entries_by_keys", "keys_of_entries"]

_MOST = 2_000


def as_entry(row: ListEntry) -> SanctionsEntry:
    """What the list said, as it was read."""
    return SanctionsEntry(
        uid=row.uid,
        kind=EntryKind(row.kind),
        names=tuple(ListedName(text, bool(weak)) for text, weak in row.names),
        births=tuple(Born(date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.births),
        countries=tuple(row.countries),
        programmes=tuple(row.programmes),
    )


def entries_by_keys(wanted: Mapping[int, Iterable[BlockingKey]]) -> Mapping[int, tuple[ListEntry, ...]]:
    """For each number, the entries in force that share one of its keys. Two queries."""
    asked = [(number, kind, value) for number, keys in wanted.items() for kind, value in keys]
    if not asked:
        return {}
    rows = fetch_all(
        """
        SELECT DISTINCT asked.number, held.entry_id
        FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked (number, kind, value)
        JOIN sanctions_entrykey AS held ON held.kind = asked.kind AND held.value = asked.value
        """,
        [[number for number, _, _ in asked], [kind for _, kind, _ in asked], [value for _, _, value in asked]],
    )
    entries = ListEntry.objects.in_bulk({entry for _, entry in rows})
    found: dict[int, list[ListEntry]] = {}
    for number, entry in sorted(rows):
        found.setdefault(number, []).append(entries[entry])
    return {number: tuple(some[:_MOST]) for number, some in found.items()}


def keys_of_entries(entry_ids: Iterable[int]) -> list[tuple[int, str, str]]:
    """Entry, kind and value of every key of the entries."""
    return list(EntryKey.objects.filter(entry_id__in=list(entry_ids)).values_list("entry_id", "kind", "value"))
