"""Whom the check compares: everything that is known of a donor or was told about a payee, opened for the moment.

A donor is checked under one row, whoever of those who were found to be the same person gave first: so an answer is
remembered when persons are joined, and when that is taken back.
"""

from collections.abc import Iterable, Mapping

from appealdesk.core.canonical import canonical_bytes
from appealdesk.core.contact import normalise_phone
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.sanctions.match import Subject
from appealdesk.core.text.normalise import fold
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import token
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.queries.identities import statements_of
from appealdesk.people.queries.persons import kept_persons
from appealdesk.sanctions.inputs import PayeeInput
from appealdesk.sanctions.models import Subject as Row

__all__ = ["countries_of", "donors", "material_token", "payee", "rows_of", "rows_that_stand_for"]

_ABROAD = ("+", "00", "＋")


def donors(*, actor: Actor, person_ids: Iterable[int]) -> Mapping[int, Subject]:
    """The donors who can be opened, by key; an erased one is left out. One query."""
    opened = statements_of(actor=actor, person_ids=person_ids)
    return {person_id: _donor(said) for person_id, said in opened.items() if said}


def rows_of(*, actor: Actor, person_ids: Iterable[int]) -> dict[int, Row]:
    """By the key of the person who was kept: the row under which they are checked, where there is one. Two queries.

    Their own, or else the oldest of somebody who was joined to them.
    """
    present = kept_persons(actor=actor, person_ids=person_ids)
    found: dict[int, Row] = {}
    for row in Row.objects.filter(organisation_id=actor.own_organisation, person_id__in=list(present)).order_by("pk"):
        kept = present[row.person_id or 0]
        if row.person_id == kept or kept not in found:
            found[kept] = row
    return found


def rows_that_stand_for(*, actor: Actor, rows: Iterable[Row]) -> dict[int, int]:
    """By its key each row, and each under which the same person was checked before, with the row now. Two queries."""
    now = {row.person_id: row.pk for row in rows if row.person_id is not None}
    present = kept_persons(actor=actor, person_ids=now)
    by_kept = {present[person_id]: row for person_id, row in now.items()}
    earlier = Row.objects.filter(organisation_id=actor.own_organisation, person_id__in=list(present))
    keys = {key: by_kept[present[person_id or 0]] for key, person_id in earlier.values_list("pk", "person_id")}
    return keys | {row.pk: row.pk for row in rows}


def payee(entry: PayeeInput) -> Subject:
    """The payee of a disbursement."""
    return Subject(names=(entry.name, *entry.readings), born_on=entry.born_on, countries=entry.countries)


def material_token(subject: Subject) -> bytes:
    """A keyed token of what tells somebody apart: names, birth date, countries. Equal for equal, and says nothing."""
    names = sorted([fold(name.written), fold(name.reading), fold(name.latin)] for name in subject.names)
    born = subject.born_on.isoformat() if subject.born_on else ""
    said = canonical_bytes([names, born, sorted(subject.countries)])
    return token("sanctions.subject", said.decode())


def _donor(said: Iterable[IdentityInput]) -> Subject:
    statements = list(said)
    names: dict[PersonName, None] = dict.fromkeys(statement.names for statement in statements if statement.has_name)
    born = [statement.birth_date for statement in statements if statement.birth_date]
    return Subject(
        names=tuple(names),
        # The newest statement speaks last.
        born_on=born[-1] if born else None,
        countries=countries_of(phone for statement in statements for phone in statement.phones),
    )


def countries_of(phones: Iterable[str]) -> frozenset[str]:
    """The countries that telephone numbers tell of: of those only that were written with their country code."""
    return frozenset(
        region
        for phone in phones
        if phone.strip().startswith(_ABROAD) and (region := normalise_phone(phone, warn=False).region)
    )
