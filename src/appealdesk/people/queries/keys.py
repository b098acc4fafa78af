"""The keyed tokens of an identity: what is stored to find it, and what is asked to find others like it."""

from collections.abc import Iterable
from dataclasses import dataclass

from appealdesk.core.contact import normalise_mail, normalise_phone
from appealdesk.core.names import keys as plain
from appealdesk.core.text.normalise import fold
from appealdesk.foundation.crypto import token
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import ContactPoint, KeyKind

__all__ = ["Key", "contact_token", "keys_of"]

_KINDS = {
    plain.KeyKind.KANJI: KeyKind.KANJI,
    plain.KeyKind.JAPANESE: KeyKind.JAPANESE,
    plain.KeyKind.EUROPEAN: KeyKind.EUROPEAN,
    plain.KeyKind.PHONE: KeyKind.PHONE,
    plain.KeyKind.MAIL: KeyKind.MAIL,
    plain.KeyKind.NAME_AND_BIRTH: KeyKind.NAME_AND_BIRTH,
}


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
    """Every key of an identity, once; placeholders such as "unknown" or 000-0000-0000 give none."""
    stated = plain.record_keys(name=identity.names, born_on=identity.birth_date)
    contacts = (
        *(key for phone in identity.phones for key in plain.contact_keys(phone=normalise_phone(phone).value)),
        *(key for mail in identity.emails for key in plain.contact_keys(mail=normalise_mail(mail).value)),
    )
    return tuple(dict.fromkeys(_keyed([*stated, *contacts])))


def contact_token(kind: str, address: str) -> bytes:
    """The token of one contact point in its comparable form."""
    if kind == ContactPoint.Kind.EMAIL:
        return token(plain.KeyKind.MAIL.value, normalise_mail(address).value or fold(address))
    if kind == ContactPoint.Kind.PHONE:
        return token(plain.KeyKind.PHONE.value, normalise_phone(address).value or fold(address))
    return token("postal", fold(address))


def _keyed(keys: Iterable[plain.NameKey]) -> Iterable[Key]:
    return (Key(_KINDS[key.kind], token(key.kind.value, key.value), key.rank) for key in keys)
