"""Whom the check compares: everything that is known of a donor or was told about a payee, opened for the moment."""

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
from appealdesk.sanctions.inputs import PayeeInput

__all__ = ["donors", "material_token", "payee"]

_ABROAD = ("+", "00", "＋")


def donors(*, actor: Actor, person_ids: Iterable[int]) -> Mapping[int, Subject]:
    """The donors who can be opened, by key; an erased one is left out. One query."""
    opened = statements_of(actor=actor, person_ids=person_ids)
    return {person_id: _donor(said) for person_id, said in opened.items() if said}


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
        countries=frozenset(
            region
            for statement in statements
            for phone in statement.phones
            # Only a number that was written with its country code says which country it is of.
            if phone.strip().startswith(_ABROAD) and (region := normalise_phone(phone, warn=False).region)
        ),
    )
