"""Opened identities: many persons in one query, each made of everything their records say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.db import fetch_all
from appealdesk.people.access import may_see_people
from appealdesk.people.inputs import IdentityInput

__all__ = ["IdentityPage", "combine", "identities_of", "open_identity", "statements_of"]

# CASE and not COALESCE: under row-level security PostgreSQL trusts only the former to leak nothing, and reads the whole
# table of records for the latter.
_PRESENT = "CASE WHEN person.redirects_to_id IS NULL THEN person.id ELSE person.redirects_to_id END"
_KEPT = (
    "CASE WHEN person.redirects_to_id IS NULL THEN person.{0}"
    " ELSE (SELECT kept.{0} FROM people_person AS kept WHERE kept.id = person.redirects_to_id) END"
)
_ENTRIES = f"""
SELECT person.id, {_KEPT.format("ref")}, {_KEPT.format("language")}, record.ref, record.wrapped_key, record.sealed
FROM people_person AS person
LEFT JOIN people_record AS record ON record.person_id = {_PRESENT}
WHERE person.organisation_id = %(organisation)s AND person.id = ANY(%(ids)s)
  AND (%(all)s OR EXISTS (
    SELECT FROM people_record AS given
    WHERE given.person_id = {_PRESENT} AND given.source = 'donation'))
ORDER BY person.id, record.given_at, record.id
"""  # noqa: S608 - holds no outside text


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPage:
    """Who a person is, newest statement first; all empty once the person is erased. `ref` is their present one."""

    ref: str
    names: PersonName
    birth_date: date | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    address: str
    language: str


def open_identity(
    *, record_ref: str, wrapped_key: bytes | memoryview | None, sealed: bytes | memoryview | None
) -> IdentityInput | None:
    """What one record says, or None once it is erased. Its own words are trusted: they were checked when sealed."""
    if wrapped_key is None or sealed is None:
        return None
    opened = open_json(unwrap_key(wrapped_key), context=f"people.record:{record_ref}", sealed=sealed)
    return IdentityInput.model_construct(
        written=opened["written"],
        reading=opened["reading"],
        latin=opened["latin"],
        birth_date=date.fromisoformat(opened["birth_date"]) if opened["birth_date"] else None,
        emails=tuple(opened["emails"]),
        phones=tuple(opened["phones"]),
        address=opened["address"],
        notes=opened["notes"],
        language=opened["language"],
    )


def combine(*, ref: str, language: str, statements: Iterable[IdentityInput]) -> IdentityPage:
    """One identity from statements in the order of time: the newest form of each fact, every way to reach them."""
    newest_first = list(statements)[::-1]

    def newest(field: str) -> Any:
        return next((value for said in newest_first if (value := getattr(said, field))), None)

    return IdentityPage(
        ref=ref,
        names=PersonName(newest("written") or "", newest("reading") or "", newest("latin") or ""),
        birth_date=newest("birth_date"),
        emails=tuple(dict.fromkeys(email for said in newest_first for email in said.emails)),
        phones=tuple(dict.fromkeys(phone for said in newest_first for phone in said.phones)),
        address=newest("address") or "",
        language=language,
    )


def identities_of(*, actor: Actor, person_ids: Iterable[int]) -> Mapping[int, IdentityPage]:
    """The identities of the persons that the actor may see, by key. One query.

    The caller notes the reading in the audit log, with `people.actions.read.note_reading`, when it shows them.
    """
    persons, statements = _opened(actor, person_ids)
    return {
        person_id: combine(ref=ref, language=language, statements=statements[person_id])
        for person_id, (ref, language) in persons.items()
    }


def statements_of(*, actor: Actor, person_ids: Iterable[int]) -> Mapping[int, tuple[IdentityInput, ...]]:
    """Everything that the records of the persons say, each on its own, the oldest first. One query.

    The caller notes the reading where a person sees it.
    """
    _, statements = _opened(actor, person_ids)
    return {person_id: tuple(said) for person_id, said in statements.items()}


def _opened(
    actor: Actor, person_ids: Iterable[int]
) -> tuple[dict[int, tuple[str, str]], dict[int, list[IdentityInput]]]:
    wanted = sorted(set(person_ids))
    if not wanted or not (may_see_people(actor) or actor.has_role(Role.FINANCE_OFFICER)):
        return {}, {}
    rows = fetch_all(_ENTRIES, {"organisation": actor.organisation_id, "ids": wanted, "all": may_see_people(actor)})
    persons: dict[int, tuple[str, str]] = {}
    statements: dict[int, list[IdentityInput]] = {}
    for person_id, person_ref, language, record_ref, wrapped_key, sealed in rows:
        persons[person_id] = (person_ref, language)
        said = open_identity(record_ref=record_ref, wrapped_key=wrapped_key, sealed=sealed)
        statements.setdefault(person_id, []).extend([said] if said else [])
    return persons, statements
