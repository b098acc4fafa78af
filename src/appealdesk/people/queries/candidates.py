"""Who somebody may be: for the phone desk while a caller still speaks, and for the search box.

One look-up by keyed tokens finds the records; only those found are opened.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.core.names.keys import DERIVED, KEYS_VERSION
from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.people.access import visible_people
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import KeyKind
from appealdesk.people.queries.identities import identities_of, open_identity
from appealdesk.people.queries.keys import Key, keys_of

__all__ = ["CandidatePage", "Found", "candidates", "find_records", "search"]

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
    WHERE held.organisation_id = %(organisation)s AND held.key_version = %(version)s
    GROUP BY held.record_id
    ORDER BY count(DISTINCT held.kind) FILTER (WHERE greatest(asked.rank, held.rank) < %(derived)s) DESC, held.record_id
    LIMIT %(most)s
)
SELECT found.record_id, found.kinds, record.ref, record.person_id, record.wrapped_key, record.sealed, record.given_at
FROM found JOIN people_record AS record ON record.id = found.record_id
ORDER BY record.id
"""

_WEIGHTS = {
    KeyKind.NAME_AND_BIRTH: 8,
    KeyKind.PHONE: 6,
    KeyKind.MAIL: 6,
    KeyKind.KANJI: 4,
    KeyKind.JAPANESE: 3,
    KeyKind.EUROPEAN: 3,
}
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
    of kanji that was worked out led to it."""

    record_id: int
    record_ref: str
    person_id: int
    kinds: frozenset[KeyKind]
    identity: IdentityInput
    given_at: datetime


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
            "version": KEYS_VERSION,
            "most": MOST_RECORDS,
        },
    )
    found = []
    for record_id, kinds, record_ref, person_id, wrapped_key, sealed, given_at in rows:
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
    return _pages(actor, find_records(actor=actor, keys=keys_of(asked)))


def search(*, actor: Actor, text: str) -> tuple[CandidatePage, ...]:
    """Persons by one typed text: a name in any script, an e-mail address, a phone number, or a reference."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed.startswith("P-"):
        return _by_ref(actor, typed)
    if "@" in typed:
        return candidates(actor=actor, email=typed)
    if sum(letter.isdecimal() for letter in typed) >= 7:
        return candidates(actor=actor, phone=typed)
    return candidates(actor=actor, written=typed)


def _pages(actor: Actor, found: Sequence[Found]) -> tuple[CandidatePage, ...]:
    kinds: dict[int, set[KeyKind]] = {}
    heard: dict[int, datetime] = {}
    for record in found:
        kinds.setdefault(record.person_id, set()).update(record.kinds)
        heard[record.person_id] = max(record.given_at, heard.get(record.person_id, record.given_at))
    identities = identities_of(actor=actor, person_ids=kinds)
    likeliest = sorted(identities, key=lambda person_id: (-sum(_WEIGHTS[kind] for kind in kinds[person_id]), person_id))
    return tuple(
        CandidatePage(
            person_id=person_id,
            person_ref=identities[person_id].ref,
            names=identities[person_id].names,
            birth_date=identities[person_id].birth_date,
            emails=identities[person_id].emails,
            phones=identities[person_id].phones,
            language=identities[person_id].language,
            reasons=tuple(sorted({_REASONS[kind] for kind in kinds[person_id]})) or (_READABLE,),
            last_heard_at=heard[person_id],
        )
        for person_id in likeliest[:MOST_SHOWN]
    )


def _by_ref(actor: Actor, ref: str) -> tuple[CandidatePage, ...]:
    person = visible_people(actor).filter(ref=ref).first()
    if person is None:
        return ()
    identity = identities_of(actor=actor, person_ids=[person.pk])[person.pk]
    return (
        CandidatePage(
            person_id=person.pk,
            person_ref=identity.ref,
            names=identity.names,
            birth_date=identity.birth_date,
            emails=identity.emails,
            phones=identity.phones,
            language=identity.language,
            reasons=("reference",),
            last_heard_at=person.created_at,
        ),
    )
