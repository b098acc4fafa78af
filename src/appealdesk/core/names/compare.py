"""What speaks for and against two records being of one person, each fact with its weight in bits.

One bit doubles the odds. The docstring of a feature is its published explanation: the page that shows a comparison
prints it. Sentences name no personal data, so that an explanation may be stored beside a judgement.

The name weights were fitted on one half of 53,503 name pairs across scripts (`weighing`); the weights of contacts and
dates follow from how many people share such a value by chance (a birth date: one in 25,000, 14 bits) less what
households share. They are constants and not learnt anew, because learning from unlabelled data gets households wrong.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from appealdesk.core.names.frequency import Frequency, shared_keys
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.placeholders import (
    is_placeholder_birth_date,
    is_placeholder_mail,
    is_placeholder_phone,
)
from appealdesk.core.names.similarity import SURE, Footing, Likeness, Shared, name_likeness

__all__ = ["FEATURES", "Evidence", "Feature", "IdentityRecord", "compare", "family_evidence", "name_evidence"]


class IdentityRecord(NamedTuple):
    """What one contact told: `phone` in E.164, `mail` normalised, `postcode` in any spelling; all may be empty."""

    name: PersonName
    born_on: date | None = None
    phone: str = ""
    mail: str = ""
    postcode: str = ""


class Evidence(NamedTuple):
    """What one feature found. `bits` are positive for the same person; a `veto` forbids joining without a person."""

    feature: str
    level: str
    bits: float
    sentence: str
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """A comparison by its stable code; `explanation` is shown to the public."""

    code: str
    explanation: str


_SAID: Final = {"equal": "agree", "alike": "are alike", "different": "differ"}
_BESIDE_KANJI: Final = 2.0  # Equal sounds say little more once the kanji are equal.


# Members of an enumeration are looked up fifty times as slowly as a name of the module.
_ON_KANJI, _ON_KANA, _ON_JAPANESE, _, _ON_FOREIGN, _ON_READING = Footing
_NOTHING_SPECIAL, _SHARED_FAMILY, _SHARED_GIVEN, _SHARED_UNKNOWN = Shared


def written_name(names: tuple[Likeness, ...]) -> Evidence | None:
    """Both names are written in kanji: they are equal once old and variant forms are folded (髙橋 and 高橋), or they
    differ. Different kanji are two people until a person says otherwise, even where they sound alike."""
    found = _on(_ON_KANJI, names)
    return name_evidence(found) if found else None


def sounding_name(names: tuple[Likeness, ...]) -> Evidence | None:
    """The names sound alike: given kana against kana or Latin letters, and Latin against Cyrillic letters, without
    regard to order, spelling system, patronymics and middle names, and with an eye for slips of the keyboard. A
    reading of kanji is never guessed here."""
    heard = [found for found in names if found.footing in SURE and found.footing is not _ON_KANJI]
    if not heard:
        return None
    best = max(heard, key=_bits)
    kanji = _on(_ON_KANJI, names)
    if kanji is not None and best.bits > 0:
        return name_evidence(best._replace(bits=_BESIDE_KANJI if kanji.value == 1.0 else 0.0))
    return name_evidence(best)


def foreign_name(names: tuple[Likeness, ...]) -> Evidence | None:
    """One name is in katakana and the other in Latin or Cyrillic letters, and their consonants are compared. This is
    weak and speaks only where no surer comparison of the names is possible."""
    return _unsure(_ON_FOREIGN, names)


def readable_name(names: tuple[Likeness, ...]) -> Evidence | None:
    """One name is in kanji and the other in kana or letters: whether the kanji are read so in Japanese names, and how
    often. Most kanji can be read in several ways, so this only says where to look; it joins nobody, and speaks only
    where the person gave no reading."""
    return _unsure(_ON_READING, names)


def _unsure(footing: Footing, names: tuple[Likeness, ...]) -> Evidence | None:
    """`name_likeness` tells of an unsure footing only where there is no sure one."""
    found = _on(footing, names)
    return name_evidence(found) if found else None


def name_evidence(found: Likeness) -> Evidence:
    """What a likeness says, by its footing."""
    footing, value, bits, _ = found
    if footing is _ON_KANJI:
        if value == 1.0:
            return Evidence("written_name", "equal", bits, "The names are written with the same kanji.")
        return Evidence("written_name", "different", bits, "The names are written with different kanji.", veto=True)
    if footing is _ON_FOREIGN:
        level = "alike" if bits > 0 else "different"
        sentence = f"A name in katakana and one in other letters are {level} (likeness {value:.2f})."
        return Evidence("foreign_name", level, bits, sentence)
    if footing is _ON_READING:
        level = "readable" if bits > 0 else "unreadable"
        said = "may be read as the other name" if bits > 0 else "are hardly read as the other name"
        return Evidence("readable_name", level, bits, f"The kanji of one name {said}; no reading was given.")
    level = "equal" if value == 1.0 else "alike" if bits > 0 else "different"
    return Evidence("sounding_name", level, bits, f"The names {_SAID[level]} {_by(footing)} (likeness {value:.2f}).")


def other_given_name(names: tuple[Likeness, ...]) -> Evidence | None:
    """One part of the name agrees and the other clearly does not, as between brothers and sisters or a couple. Most
    wrong links are households, so this outweighs a shared phone, mailbox and address."""
    return _OTHER_GIVEN if _shares(names) & {_SHARED_FAMILY, _SHARED_UNKNOWN} else None


def other_family_name(names: tuple[Likeness, ...]) -> Evidence | None:
    """The given name agrees and the family name, which kanji and kana put first, does not: by chance, or since one
    person has married. Only a person can tell."""
    return _OTHER_FAMILY if _shares(names) == {_SHARED_GIVEN} else None


_OTHER_GIVEN: Final = Evidence(
    "other_given_name",
    "family",
    -30.0,
    "One part of the names agrees and the other does not: they may be of one family.",
    veto=True,
)
_OTHER_FAMILY: Final = Evidence(
    "other_family_name",
    "given",
    -6.0,
    "The given names agree and the family names do not: chance, or a name changed by marriage.",
    veto=True,
)


def family_evidence(found: Likeness) -> Evidence | None:
    """What a likeness says about one part of the names."""
    if found.shared is _NOTHING_SPECIAL or found.footing not in SURE:
        return None
    return _OTHER_FAMILY if found.shared is _SHARED_GIVEN else _OTHER_GIVEN


def name_frequency(one: IdentityRecord, other: IdentityRecord, frequency: Frequency) -> Evidence | None:
    """Equal names say more where few of the known people bear them, and less where many do. How many bear a name is
    counted among an organisation's own people each night; with few people known, nothing is made of it."""
    bits = max((frequency(kind, value) for kind, value in shared_keys(one.name, other.name)), default=0.0)
    if bits > 0:
        return Evidence("name_frequency", "rare", bits, "Few of the known people bear this name, so it says more.")
    if bits < 0:
        return Evidence("name_frequency", "common", bits, "Many of the known people bear this name, so it says less.")
    return None


def birth_date(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The dates of birth are equal; or differ by one digit, by two swapped digits or by day and month swapped, as
    slips do; or are different, which forbids joining without a person. Default dates such as 1 January 1970 are left
    out."""
    mine, theirs = one.born_on, other.born_on
    if mine is None or theirs is None or is_placeholder_birth_date(mine) or is_placeholder_birth_date(theirs):
        return None
    if mine == theirs:
        return Evidence("birth_date", "equal", 14.0, "The dates of birth are equal.")
    if (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month):
        return Evidence("birth_date", "swapped", 5.0, "The dates of birth differ by day and month swapped.")
    # A slip changes one of year, month and day, or two that are neighbours.
    near = mine.year == theirs.year or mine.month == theirs.month or mine.day == theirs.day
    if near and _one_slip(mine.isoformat().replace("-", ""), theirs.isoformat().replace("-", "")):
        return Evidence("birth_date", "slip", 4.0, "The dates of birth differ by one slip of the keyboard.")
    return Evidence("birth_date", "different", -12.0, "The dates of birth are different.", veto=True)


def phone(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The phone numbers are equal in international form. Households share landlines, and people have several
    numbers, so a different number says little."""
    mine, theirs = one.phone, other.phone
    if is_placeholder_phone(mine) or is_placeholder_phone(theirs):
        return None
    if mine == theirs:
        return Evidence("phone", "equal", 13.0, "The phone numbers are equal.")
    return Evidence("phone", "different", -1.0, "The phone numbers are different.")


def mail(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The e-mail addresses are equal in lower case. A third of households share a mailbox, and people have several
    addresses, so a different address says little."""
    mine, theirs = one.mail, other.mail
    if is_placeholder_mail(mine) or is_placeholder_mail(theirs):
        return None
    if mine.casefold() == theirs.casefold():
        return Evidence("mail", "equal", 11.0, "The e-mail addresses are equal.")
    return Evidence("mail", "different", -0.5, "The e-mail addresses are different.")


def postcode(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The postcodes are equal. A household shares one, and people move, so it counts little either way."""
    if not one.postcode or not other.postcode:
        return None
    mine, theirs = (
        "".join(character for character in record.postcode if character.isalnum()).upper() for record in (one, other)
    )
    if not mine or not theirs:
        return None
    if mine == theirs:
        return Evidence("postcode", "equal", 5.0, "The postcodes are equal.")
    return Evidence("postcode", "different", -1.0, "The postcodes are different.")


_OF_NAMES: Final = (
    written_name,
    sounding_name,
    foreign_name,
    readable_name,
    other_given_name,
    other_family_name,
)
_OF_FACTS: Final = (birth_date, phone, mail, postcode)

FEATURES: Final = tuple(
    Feature(weigh.__name__, (weigh.__doc__ or "").strip()) for weigh in (*_OF_NAMES, name_frequency, *_OF_FACTS)
)
"""Every comparison, in the order in which a page explains them; each one's docstring is its explanation."""


def compare(one: IdentityRecord, other: IdentityRecord, frequency: Frequency | None = None) -> tuple[Evidence, ...]:
    """The evidence of every feature that both records allow, weightiest first; blank and default values say nothing.

    This is the one comparison, in batch and online alike: equal records give equal evidence, bit for bit, by the same
    `frequency` of names. Without one, each equal name says as much as names do on average.
    """
    found = [*_name_evidence(one.name, other.name)]
    if (
        frequency is not None
        and any(map(_is_equal_name, found))
        and (counted := name_frequency(one, other, frequency)) is not None
    ):
        found.append(counted)
    found += [evidence for weigh_facts in _OF_FACTS if (evidence := weigh_facts(one, other)) is not None]
    found.sort(key=_weight, reverse=True)
    return tuple(found)


# Remembered, because a caller is compared with everybody who bears the name.
@lru_cache(maxsize=4_096)
def _name_evidence(one: PersonName, other: PersonName) -> tuple[Evidence, ...]:
    names = name_likeness(one, other)
    return tuple([evidence for weigh in _OF_NAMES if (evidence := weigh(names)) is not None]) if names else ()


_NO_PART: Final[frozenset[Shared]] = frozenset()


def _is_equal_name(evidence: Evidence) -> bool:
    return evidence.bits > 0 and evidence.level == "equal"


def _weight(evidence: Evidence) -> float:
    return abs(evidence.bits)


def _shares(names: tuple[Likeness, ...]) -> Set[Shared]:
    """Which parts are shared alone, on any sure footing; empty where some sure footing has the whole names equal."""
    for item in names:
        if item.shared is not _NOTHING_SPECIAL:
            break
    else:
        return _NO_PART
    sure = [item for item in names if item.footing in SURE]
    if any(item.value == 1.0 for item in sure):
        return _NO_PART
    return {item.shared for item in sure} - {_NOTHING_SPECIAL}


def _on(footing: Footing, names: tuple[Likeness, ...]) -> Likeness | None:
    for item in names:
        if item.footing is footing:
            return item
    return None


def _by(footing: Footing) -> str:
    if footing is _ON_KANA:
        return "in kana"
    return "by Japanese sounds" if footing is _ON_JAPANESE else "by European sounds"


def _bits(found: Likeness) -> float:
    return found.bits


def _one_slip(one: str, other: str) -> bool:
    """Whether two texts of equal length differ in one character, or in two neighbours swapped."""
    places = [index for index, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] - places[0] == 1
        and one[places[0]] == other[places[1]]
        and one[places[1]] == other[places[0]]
    )
