"""The keyed tokens of an identity: what is stored to find it, and what is asked to find others like it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from appealdesk.core.contact import comparable_mail, comparable_phone
from appealdesk.core.names import keys as plain
from appealdesk.core.names.parts import mail_part, name_parts, phone_parts
from appealdesk.core.text.normalise import fold
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import token
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import ContactPoint, KeyKind

__all__ = [
    "OLDER_RECORDS",
    "PARTS",
    "Key",
    "contact_token",
    "key_of_part",
    "keys_of",
    "older_records",
    "stored_keys",
    "stored_plainly",
]

_KINDS = {
    plain.KeyKind.KANJI: KeyKind.KANJI,
    plain.KeyKind.JAPANESE: KeyKind.JAPANESE,
    plain.KeyKind.EUROPEAN: KeyKind.EUROPEAN,
    plain.KeyKind.PHONE: KeyKind.PHONE,
    plain.KeyKind.MAIL: KeyKind.MAIL,
    plain.KeyKind.NAME_AND_BIRTH: KeyKind.NAME_AND_BIRTH,
}


PARTS: Final = {KeyKind.NAME_PART: "part.name", KeyKind.PHONE_PART: "part.phone", KeyKind.MAIL_PART: "part.mail"}
"""What the search asks for, and the word that keeps its tokens apart from all others."""


# A record that says nothing by which it could be found has no keys, and is looked at again each time.
OLDER_RECORDS: Final = """
FROM people_record AS record
WHERE record.organisation_id = %(organisation)s AND record.sealed IS NOT NULL AND record.id > %(after)s
  AND NOT EXISTS (
    SELECT FROM people_identitykey AS held WHERE held.record_id = record.id AND held.key_version = %(version)s)
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A kind and eight keyed bytes; `rank` 1 proves less, so two keys are equal whatever their ranks."""

    kind: KeyKind
    token: bytes
    rank: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and (self.kind, self.token) == (other.kind, other.token)

    def __hash__(self) -> int:
        return hash(self.token)


def keys_of(identity: IdentityInput) -> tuple[Key, ...]:
    """The keys that may join an identity to another, once; placeholders such as "unknown" give none."""
    return tuple(dict.fromkeys(_keyed(_plain_keys(identity))))


def stored_keys(identity: IdentityInput) -> tuple[Key, ...]:
    """Every key under which a record is stored: those that may join it, and the parts that the search asks for."""
    return (*keys_of(identity), *dict.fromkeys(key_of_part(kind, part) for kind, part in _parts(identity)))


def stored_plainly(identity: IdentityInput) -> tuple[tuple[str, str], ...]:
    """What is keyed for a record, as kind and value, for a check that nothing of it can be told from what is stored."""
    return (
        *((key.kind.value, key.value) for key in _plain_keys(identity)),
        *((PARTS[kind], part) for kind, part in _parts(identity)),
    )


def older_records(*, actor: Actor) -> int:
    """How many records have no keys of today's rules. One query."""
    values = {"organisation": actor.own_organisation, "after": 0, "version": plain.KEYS_VERSION}
    with acting(actor):
        return int(fetch_value(f"SELECT count(*) {OLDER_RECORDS}", values))


def key_of_part(kind: KeyKind, part: str) -> Key:
    """The key of a part of a name, a number or an address."""
    return Key(kind, token(PARTS[kind], part))


def _plain_keys(identity: IdentityInput) -> tuple[plain.NameKey, ...]:
    return (
        *plain.record_keys(name=identity.names, born_on=identity.birth_date),
        *(key for phone in identity.phones for key in plain.contact_keys(phone=comparable_phone(phone))),
        *(key for mail in identity.emails for key in plain.contact_keys(mail=comparable_mail(mail))),
    )


def _parts(identity: IdentityInput) -> Iterable[tuple[KeyKind, str]]:
    yield from ((KeyKind.NAME_PART, part) for part in sorted(name_parts(identity.names)))
    for phone in identity.phones:
        yield from ((KeyKind.PHONE_PART, part) for part in sorted(phone_parts(comparable_phone(phone) or phone)))
    yield from ((KeyKind.MAIL_PART, part) for mail in identity.emails if (part := mail_part(mail)))


def contact_token(kind: str, address: str) -> bytes:
    """The token of one contact point in its comparable form."""
    if kind == ContactPoint.Kind.EMAIL:
        return token(plain.KeyKind.MAIL.value, comparable_mail(address) or fold(address))
    if kind == ContactPoint.Kind.PHONE:
        return token(plain.KeyKind.PHONE.value, comparable_phone(address) or fold(address))
    return token("postal", fold(address))


def _keyed(keys: Iterable[plain.NameKey]) -> Iterable[Key]:
    return (Key(_KINDS[key.kind], token(key.kind.value, key.value), key.rank) for key in keys)
