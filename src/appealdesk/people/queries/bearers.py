"""Who bears a name of a public list: by the keys of the names, so that nobody is opened who does not."""

from collections.abc import Iterable, Sequence

from appealdesk.core.names.keys import COMPARABLE_FROM
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import token
from appealdesk.foundation.db import fetch_all
from appealdesk.people.models import KeyKind

__all__ = ["bearers_of", "hard_to_find"]

# The tokens are worked out here and never stored: a table of them beside the public names would be a dictionary with
# which a stolen database could be read.
_BEARERS = """
SELECT DISTINCT asked.place, record.person_id
FROM unnest(%(kinds)s::smallint[], %(tokens)s::bytea[], %(places)s::int[]) AS asked (kind, h, place)
JOIN people_identitykey AS held ON held.kind = asked.kind AND held.h = asked.h
JOIN people_record AS record ON record.id = held.record_id
WHERE held.organisation_id = %(organisation)s AND held.key_version >= %(since)s
"""
_KINDS = {"name.kanji": KeyKind.KANJI, "name.ja": KeyKind.JAPANESE, "name.eu": KeyKind.EUROPEAN}


def bearers_of(*, actor: Actor, keys: Sequence[tuple[int, str, str]]) -> list[tuple[int, int]]:
    """Pairs of a place and a person who bears it. Keys are a place, a kind and a value of `core.names.keys`."""
    asked = [(place, _KINDS[kind], token(kind, value)) for place, kind, value in keys if kind in _KINDS]
    if not asked:
        return []
    rows = fetch_all(
        _BEARERS,
        {
            "kinds": [int(kind) for _, kind, _ in asked],
            "tokens": [held for _, _, held in asked],
            "places": [place for place, _, _ in asked],
            "organisation": actor.own_organisation,
            "since": COMPARABLE_FROM,
        },
    )
    return [(place, person_id) for place, person_id in rows]


def hard_to_find(*, actor: Actor, person_ids: Iterable[int]) -> frozenset[int]:
    """Those whom keys of kanji or letters would not find: named in kana only, or keyed by other rules."""
    rows = fetch_all(
        """
        SELECT asked.id FROM unnest(%(ids)s::bigint[]) AS asked (id)
        WHERE EXISTS (
            SELECT FROM people_record AS record
            WHERE record.person_id = asked.id AND record.sealed IS NOT NULL AND NOT EXISTS (
                SELECT FROM people_identitykey AS held
                WHERE held.record_id = record.id AND held.kind = ANY(%(kinds)s) AND held.key_version >= %(since)s))
        """,
        {
            "ids": sorted(set(person_ids)),
            "kinds": [int(KeyKind.KANJI), int(KeyKind.EUROPEAN)],
            "since": COMPARABLE_FROM,
        },
    )
    return frozenset(person_id for (person_id,) in rows)
