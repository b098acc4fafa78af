"""Who somebody may be: for the phone desk while a caller still speaks, and for the rule that asks who this is.

One look-up by keyed tokens finds the records; only those found are opened.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from appealdesk.core.names.keys import COMPARABLE_FROM, DERIVED
from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import KeyKind
from appealdesk.people.queries.frequencies import frequency_of
from appealdesk.people.queries.identities import identities_of, open_identity
from appealdesk.people.queries.keys import Key, keys_of
from appealdesk.people.queries.likeness import compare

__all__ = [
    "MOST_RECORDS",
    "MOST_SHOWN",
    "CandidatePage",
    "Found",
    "candidates",
    "find_records",
    "open_found",
    "pages_of",
]

MOST_RECORDS = 50
MOST_SHOWN = 12

_BY_KEYS = """
WITH found AS (
    SELECT held.record_id,
        coalesce(
            array_agg(DISTINCT held.kind) FILTER (WHERE greatest(asked.rank, held.rank) < %(derived)s), '{}'
        ) AS kinds
    FROM unnest(%(kinds)s::smallint[], %(tokens)s::bytea[], %(ranks)s::smallint[]) AS asked (kind, h, rank)
    JOIN people_identitykey AS held ON held.kind = asked.kind AND held.h = asked.h
    WHERE held.organisation_id = %(organisation)s AND held.key_version >= %(since)s
    GROUP BY held.record_id
    ORDER BY count(DISTINCT held.kind) FILTER (WHERE greatest(asked.rank, held.rank) < %(derived)s) DESC, held.record_id
    LIMIT %(most)s
)
SELECT found.record_id, found.kinds, record.ref, record.person_id, record.wrapped_key, record.sealed, record.given_at,
    (
        SELECT ref FROM people_resolution
        WHERE organisation_id = %(organisation)s AND status = 'finished' AND frequencies IS NOT NULL
        ORDER BY id DESC LIMIT 1
    ) AS frequencies
FROM found JOIN people_record AS record ON record.id = found.record_id
ORDER BY record.id
"""

_READABLE = "name.like"
_REASONS = {
    KeyKind.NAME_AND_BIRTH: "birth.same",
    KeyKind.PHONE: "contact.phone",
    KeyKind.MAIL: "contact.mail",
    KeyKind.KANJI: "name.same",
    KeyKind.JAPANESE: "name.same",
    KeyKind.EUROPEAN: "name.same",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that shares keys with what was asked; `identity` is what it says. `kinds` is empty where only a reading
    of kanji that was worked out led to it. `frequencies` is the version of the counted names that is in force."""

    record_id: int
    record_ref: str
    person_id: int
    kinds: frozenset[KeyKind]
    identity: IdentityInput
    given_at: datetime
    frequencies: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePage:
    """A person who may be meant, and why, in code words."""

    person_id: int
    person_ref: str
    names: PersonName
    birth_date: date | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    language: str
    reasons: tuple[str, ...]
    last_heard_at: datetime


def find_records(*, actor: Actor, keys: Sequence[Key]) -> tuple[Found, ...]:
    """The records that share the most kinds of key, opened, oldest first; erased ones have no keys. One query."""
    if not keys:
        return ()
    rows = fetch_all(
        _BY_KEYS,
        {
            "kinds": [int(key.kind) for key in keys],
            "tokens": [key.token for key in keys],
            "ranks": [key.rank for key in keys],
            "derived": DERIVED,
            "organisation": actor.organisation_id,
            "since": COMPARABLE_FROM,
            "most": MOST_RECORDS,
        },
    )
    return open_found(rows)


def open_found(rows: Iterable[Sequence[Any]]) -> tuple[Found, ...]:
    """Rows of a record, the kinds of its keys that were hit, and what is sealed; opened, without those erased. A row
    may end with the version of the counted names."""
    found = []
    for record_id, kinds, record_ref, person_id, wrapped_key, sealed, given_at, *counted in rows:
        identity = open_identity(record_ref=record_ref, wrapped_key=wrapped_key, sealed=sealed)
        if identity is not None:
            found.append(
                Found(
                    record_id=record_id,
                    record_ref=record_ref,
                    person_id=person_id,
                    kinds=frozenset(map(KeyKind, kinds)),
                    identity=identity,
                    given_at=given_at,
                    frequencies=counted[0] if counted else None,
                )
            )
    return tuple(found)


def candidates(
    *, actor: Actor, written: str = "", reading: str = "", latin: str = "", phone: str = "", email: str = ""
) -> tuple[CandidatePage, ...]:
    """Who a caller may be, the likeliest first; half-typed values find nothing rather than fail. Three queries.

    The door notes whose names it showed, with `people.actions.read.note_reading`.
    """
    asked = IdentityInput.model_construct(
        written=written,
        reading=reading,
        latin=latin,
        phones=(phone,) if phone else (),
        emails=(email,) if email else (),
    )
    found = find_records(actor=actor, keys=keys_of(asked))
    # Whom only a reading that was worked out has led to stands behind everybody else.
    frequency = frequency_of(found[0].frequencies) if found else None
    bits = [(record, (bool(record.kinds), float(compare(asked, record.identity, frequency).bits))) for record in found]
    reasons = {record.record_id: _reasons(record) for record in found}
    return pages_of(actor, bits, reasons)


def pages_of(
    actor: Actor, found: Iterable[tuple[Found, tuple[bool, float]]], reasons: Mapping[int, Iterable[str]]
) -> tuple[CandidatePage, ...]:
    """The persons of the records, by the best weight of a record; `reasons` are those of each record. One query."""
    best: dict[int, tuple[bool, float]] = {}
    heard: dict[int, datetime] = {}
    said: dict[int, set[str]] = {}
    for record, weight in found:
        person_id = record.person_id
        best[person_id] = max(weight, best.get(person_id, weight))
        heard[person_id] = max(record.given_at, heard.get(person_id, record.given_at))
        said.setdefault(person_id, set()).update(reasons[record.record_id])
    likeliest = sorted(best, key=lambda person_id: (not best[person_id][0], -best[person_id][1], person_id))[
        :MOST_SHOWN
    ]
    identities = identities_of(actor=actor, person_ids=likeliest)
    return tuple(
        CandidatePage(
            person_id=person_id,
            person_ref=identities[person_id].ref,
            names=identities[person_id].names,
            birth_date=identities[person_id].birth_date,
            emails=identities[person_id].emails,
            phones=identities[person_id].phones,
            language=identities[person_id].language,
            reasons=tuple(sorted(said[person_id])) or (_READABLE,),
            last_heard_at=heard[person_id],
        )
        for person_id in likeliest
        if person_id in identities
    )


def _reasons(record: Found) -> set[str]:
    return {_REASONS[kind] for kind in record.kinds}
