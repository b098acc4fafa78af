"""What speaks for and against two records being of one person, each fact with its weight in bits.

One bit doubles the odds. The docstring of a feature is its published explanation: the page that shows a comparison
prints it. Sentences name no personal data, so that an explanation may be stored beside a judgement.

The name weights were fitted on one half of 53,503 name pairs across scripts (`weighing`); the weights of contacts and
dates follow from how many people share such a value by chance (a birth date: one in 25,000, 14 bits) less what
households share. They are constants and not learnt anew, because learning from unlabelled data gets households wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.placeholders import (
    is_placeholder_birth_date,
    is_placeholder_mail,
    is_placeholder_phone,
)
from appealdesk.core.names.similarity import SURE, Footing, Likeness, Shared, name_likeness

__all__ = ["FEATURES", "Evidence", "Feature", "IdentityRecord", "compare", "family_evidence", "name_evidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRecord:
    """What one contact told: `phone` in E.164, `mail` normalised, `postcode` in any spelling; all may be empty."""

    name: PersonName
    born_on: date | None = None
    phone: str = ""
    mail: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one feature found. `bits` are positive for the same person; a `veto` forbids joining without a person."""

    feature: str
    level: str
    bits: float
    sentence: str
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """A comparison by its stable code; `explanation` is the docstring that is shown to the public."""

    code: str
    weigh: Callable[[IdentityRecord, IdentityRecord], Evidence | None]

    @property
    def explanation(self) -> str:
        return (self.weigh.__doc__ or "").strip()


_BY: Final = {Footing.KANA: "in kana", Footing.JAPANESE: "by Japanese sounds", Footing.EUROPEAN: "by European sounds"}
_BESIDE_KANJI: Final = 2.0  # Equal sounds say little more once the kanji are equal.


def written_name(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """Both names are written in kanji: they are equal once old and variant forms are folded (髙橋 and 高橋), or they
    differ. Different kanji are two people until a person says otherwise, even where they sound alike."""
    found = _on(Footing.KANJI, one, other)
    return name_evidence(found) if found else None


def sounding_name(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The names sound alike: given kana against kana or Latin letters, and Latin against Cyrillic letters, without
    regard to order, spelling system, patronymics and middle names, and with an eye for slips of the keyboard. A
    reading of kanji is never guessed here."""
    likenesses = [found for found in name_likeness(one.name, other.name) if found.footing in SURE - {Footing.KANJI}]
    if not likenesses:
        return None
    best = max(likenesses, key=_bits)
    kanji = _on(Footing.KANJI, one, other)
    if kanji is not None and best.bits > 0:
        return name_evidence(replace(best, bits=_BESIDE_KANJI if kanji.value == 1.0 else 0.0))
    return name_evidence(best)


def foreign_name(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """One name is in katakana and the other in Latin or Cyrillic letters, and their consonants are compared. This is
    weak and speaks only where no surer comparison of the names is possible."""
    return _unsure(Footing.FOREIGN, one, other)


def readable_name(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """One name is in kanji and the other in kana or letters: whether the kanji are read so in Japanese names, and how
    often. Most kanji can be read in several ways, so this only says where to look; it joins nobody, and speaks only
    where the person gave no reading."""
    return _unsure(Footing.READING, one, other)


def _unsure(footing: Footing, one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    likenesses = name_likeness(one.name, other.name)
    if any(found.footing in SURE for found in likenesses):
        return None
    found = _on(footing, one, other)
    return name_evidence(found) if found else None


def name_evidence(found: Likeness) -> Evidence:
    """What a likeness says, by its footing."""
    if found.footing is Footing.KANJI:
        if found.value == 1.0:
            return Evidence("written_name", "equal", found.bits, "The names are written with the same kanji.")
        return Evidence(
            "written_name", "different", found.bits, "The names are written with different kanji.", veto=True
        )
    if found.footing is Footing.FOREIGN:
        level = "alike" if found.bits > 0 else "different"
        sentence = f"A name in katakana and one in other letters are {level} (likeness {found.value:.2f})."
        return Evidence("foreign_name", level, found.bits, sentence)
    if found.footing is Footing.READING:
        level = "readable" if found.bits > 0 else "unreadable"
        said = "may be read as the other name" if found.bits > 0 else "are hardly read as the other name"
        return Evidence("readable_name", level, found.bits, f"The kanji of one name {said}; no reading was given.")
    level = "equal" if found.value == 1.0 else "alike" if found.bits > 0 else "different"
    said = {"equal": "agree", "alike": "are alike", "different": "differ"}[level]
    sentence = f"The names {said} {_BY[found.footing]} (likeness {found.value:.2f})."
    return Evidence("sounding_name", level, found.bits, sentence)


def other_given_name(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """One part of the name agrees and the other clearly does not, as between brothers and sisters or a couple. Most
    wrong links are households, so this outweighs a shared phone, mailbox and address."""
    return _OTHER_GIVEN if _shares(one, other) & {Shared.FAMILY, Shared.UNKNOWN} else None


def other_family_name(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The given name agrees and the family name, which kanji and kana put first, does not: by chance, or since one
    person has married. Only a person can tell."""
    return _OTHER_FAMILY if _shares(one, other) == {Shared.GIVEN} else None


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
    if found.footing not in SURE or found.shared is Shared.NOTHING_SPECIAL:
        return None
    return _OTHER_FAMILY if found.shared is Shared.GIVEN else _OTHER_GIVEN


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
    if _one_slip(f"{mine:%Y%m%d}", f"{theirs:%Y%m%d}"):
        return Evidence("birth_date", "slip", 4.0, "The dates of birth differ by one slip of the keyboard.")
    return Evidence("birth_date", "different", -12.0, "The dates of birth are different.", veto=True)


def phone(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The phone numbers are equal in international form. Households share landlines, and people have several
    numbers, so a different number says little."""
    if is_placeholder_phone(one.phone) or is_placeholder_phone(other.phone):
        return None
    if one.phone == other.phone:
        return Evidence("phone", "equal", 13.0, "The phone numbers are equal.")
    return Evidence("phone", "different", -1.0, "The phone numbers are different.")


def mail(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The e-mail addresses are equal in lower case. A third of households share a mailbox, and people have several
    addresses, so a different address says little."""
    if is_placeholder_mail(one.mail) or is_placeholder_mail(other.mail):
        return None
    if one.mail.casefold() == other.mail.casefold():
        return Evidence("mail", "equal", 11.0, "The e-mail addresses are equal.")
    return Evidence("mail", "different", -0.5, "The e-mail addresses are different.")


def postcode(one: IdentityRecord, other: IdentityRecord) -> Evidence | None:
    """The postcodes are equal. A household shares one, and people move, so it counts little either way."""
    mine, theirs = (
        "".join(character for character in record.postcode if character.isalnum()).upper() for record in (one, other)
    )
    if not mine or not theirs:
        return None
    if mine == theirs:
        return Evidence("postcode", "equal", 5.0, "The postcodes are equal.")
    return Evidence("postcode", "different", -1.0, "The postcodes are different.")


FEATURES: Final = tuple(
    Feature(weigh.__name__, weigh)
    for weigh in (
        written_name,
        sounding_name,
        foreign_name,
        readable_name,
        other_given_name,
        other_family_name,
        birth_date,
        phone,
        mail,
        postcode,
    )
)
"""Every comparison, in the order in which a page explains them."""


def compare(one: IdentityRecord, other: IdentityRecord) -> tuple[Evidence, ...]:
    """The evidence of every feature that both records allow, weightiest first; blank and default values say nothing."""
    found = [evidence for feature in FEATURES if (evidence := feature.weigh(one, other)) is not None]
    return tuple(sorted(found, key=lambda evidence: -abs(evidence.bits)))


def _shares(one: IdentityRecord, other: IdentityRecord) -> set[Shared]:
    """Which parts are shared alone, on any sure footing; empty where some sure footing has the whole names equal."""
    sure = [item for item in name_likeness(one.name, other.name) if item.footing in SURE]
    if any(item.value == 1.0 for item in sure):
        return set()
    return {item.shared for item in sure} - {Shared.NOTHING_SPECIAL}


def _on(footing: Footing, one: IdentityRecord, other: IdentityRecord) -> Likeness | None:
    return next((item for item in name_likeness(one.name, other.name) if item.footing is footing), None)


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
