"""The keys by which one person's records find each other, across scripts and channels.

A key is a kind and a value that two records share when they may be of one person. The vault stores only keyed hashes of
them; this module makes the plain values and knows nothing of hashing. Rules 0 to 6 of the identity design:
given kana are exactly one reading; kanji alone give the kanji themselves and no invented reading; Latin and Cyrillic
give coarse skeletons. Names common to thousands (佐藤 ゆうこ) need a second kind, for which the composites are there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Final

from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.placeholders import (
    is_placeholder_birth_date,
    is_placeholder_mail,
    is_placeholder_name,
    is_placeholder_phone,
)
from appealdesk.core.names.readings import candidate_readings
from appealdesk.core.names.skeleton import Rules, japanese, joined, words
from appealdesk.core.names.sounds import prepare
from appealdesk.core.text.kana import to_katakana, to_passport
from appealdesk.core.text.normalise import Script, fold_kanji, scripts, strip_honorifics, tokens

__all__ = [
    "COMPARABLE_FROM",
    "DERIVED",
    "KEYS_VERSION",
    "KeyKind",
    "NameKey",
    "contact_keys",
    "kanji_form",
    "name_keys",
    "record_keys",
]

KEYS_VERSION: Final = 2
"""Of the whole rule set: each stored key names it, and `appealdesk names rekey` brings older records up to it."""

COMPARABLE_FROM: Final = 1
"""The oldest version whose keys are made by the same rules as today's; what was made before is never compared with
them. Version 2 only added the parts of names and contacts that the search asks for."""

DERIVED: Final = 2
"""The rank from which on a key comes from a reading that was worked out: it suggests, and never joins."""

_MOST_DERIVED: Final = 6  # Readings, with two keys each.
_MOST_WORDS = 4  # More words than that would give more pairs than a look-up should ask for.


class KeyKind(StrEnum):
    """What a key was made from. A stored kind is never renamed; a changed rule raises KEYS_VERSION."""

    KANJI = "name.kanji"
    JAPANESE = "name.ja"
    EUROPEAN = "name.eu"
    PHONE = "phone"
    MAIL = "mail"
    NAME_AND_BIRTH = "name+birth"
    NAME_AND_POSTCODE = "name+postcode"
    BIRTH_AND_POSTCODE = "birth+postcode"


@dataclass(frozen=True, slots=True)
class NameKey:
    """`rank` 0 says what the person wrote; 1 leaves something out or turns it round, so it proves less; from DERIVED on
    it comes from a reading that nobody gave, the likeliest first."""

    kind: KeyKind
    value: str
    rank: int


def name_keys(name: PersonName) -> tuple[NameKey, ...]:
    """The keys of a name, without regard to the order of family and given name; a placeholder gives none.

    For two words: the sorted pair, and both ways to run them together, because kana are often written without a
    space. For more words: the sorted whole, and each sorted pair, because middle names, second surnames and
    patronymics come and go. Kanji without kana or letters give the keys of their likeliest readings as well, so that a
    caller who spells out a name finds them.
    """
    keys: dict[tuple[KeyKind, str], int] = {}
    if is_placeholder_name(name.written) and is_placeholder_name(name.reading) and is_placeholder_name(name.latin):
        return ()
    for text in (name.reading, name.written, name.latin):
        for kind, value, rank in _keys_of(text):
            keys[kind, value] = min(rank, keys.get((kind, value), rank))
    if all(kind is KeyKind.KANJI for kind, _ in keys):
        for value, rank in _readable_as(name.written):
            keys.setdefault((KeyKind.JAPANESE, value), rank)
    return tuple(NameKey(kind, value, rank) for (kind, value), rank in keys.items())


def contact_keys(*, phone: str = "", mail: str = "") -> tuple[NameKey, ...]:
    """Keys of an E.164 phone number and of a normalised e-mail address; placeholders give none."""
    keys: list[NameKey] = []
    if phone and not is_placeholder_phone(phone):
        keys.append(NameKey(KeyKind.PHONE, phone, 0))
    if mail and not is_placeholder_mail(mail):
        keys.append(NameKey(KeyKind.MAIL, mail, 0))
    return tuple(keys)


def record_keys(
    *, name: PersonName, born_on: date | None = None, phone: str = "", mail: str = "", postcode: str = ""
) -> tuple[NameKey, ...]:
    """Every key of a record: its name, its contacts, and the composites with birth date and postcode.

    Composites are made from the keys of rank 0 only. `phone` is E.164, `mail` normalised, `postcode` any spelling.
    """
    names = name_keys(name)
    code = "".join(character for character in fold_kanji(postcode) if character.isalnum())
    birth = born_on.isoformat() if born_on and not is_placeholder_birth_date(born_on) else ""
    composites: list[NameKey] = []
    for key in names:
        if key.rank == 0 and birth:
            composites.append(NameKey(KeyKind.NAME_AND_BIRTH, f"{key.kind}|{key.value}|{birth}", 0))
        if key.rank == 0 and code:
            composites.append(NameKey(KeyKind.NAME_AND_POSTCODE, f"{key.kind}|{key.value}|{code}", 0))
    if birth and code:
        composites.append(NameKey(KeyKind.BIRTH_AND_POSTCODE, f"{birth}|{code}", 0))
    return (*names, *contact_keys(phone=phone, mail=mail), *composites)


def kanji_form(text: str) -> str:
    """The written form of a name with kanji, folded and without spaces, kana as katakana; else an empty string."""
    if Script.KANJI not in scripts(text):
        return ""
    return to_katakana("".join(tokens(fold_kanji(strip_honorifics(text)))))


def _keys_of(text: str) -> Iterable[tuple[KeyKind, str, int]]:
    if is_placeholder_name(text):
        return
    if kanji := kanji_form(text):
        yield KeyKind.KANJI, kanji, 0
    kinds = {Rules.JAPANESE: KeyKind.JAPANESE, Rules.EUROPEAN: KeyKind.EUROPEAN}
    for rules, skeletons in words(text).items():
        for value, rank in _arrangements(skeletons, rules):
            yield kinds[rules], value, rank


def _readable_as(written: str) -> Iterable[tuple[str, int]]:
    form = prepare(written)
    for place, reading in enumerate(candidate_readings(form.splits if form else ())[:_MOST_DERIVED]):
        skeletons = [japanese(to_passport(part).lower()) for part in (reading.family, reading.given)]
        yield " ".join(sorted(skeletons)), DERIVED + place
        yield _run_together(skeletons, Rules.JAPANESE), DERIVED + place


def _arrangements(skeletons: tuple[str, ...], rules: Rules) -> Iterable[tuple[str, int]]:
    """Order-free values of the words: see `name_keys`."""
    ordered = sorted(skeletons)
    if len(skeletons) == 1:
        yield skeletons[0], 0
        return
    yield " ".join(ordered), 0
    if len(skeletons) == 2:
        yield _run_together(skeletons, rules), 0
        yield _run_together(reversed(skeletons), rules), 1
    elif len(skeletons) <= _MOST_WORDS:
        for pair in combinations(ordered, 2):
            yield " ".join(pair), 1


def _run_together(skeletons: Iterable[str], rules: Rules) -> str:
    """The words without a space: アオ ウア is heard as アオウア, so that where they meet a vowel may be a long one."""
    together = joined(skeletons)
    return japanese(together) if rules is Rules.JAPANESE else together
