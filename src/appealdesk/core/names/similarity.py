"""How like two names are, on the surest footing that their scripts allow.

The footing matters as much as the number: equal kanji say more than equal Latin letters, and katakana of a foreign name
says least. Kanji against kana or other letters stand on the weakest footing of all, READING, because a reading is never
invented: that the kanji can be read so is a reason to look, not a fact about the person.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from appealdesk.core.names.measures import Likeness as Measured
from appealdesk.core.names.measures import measure
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.readings import DEAREST, NamePart, reading_cost
from appealdesk.core.names.sounds import Form, Sound, prepare, run_together
from appealdesk.core.names.weighing import heard_bits, read_bits, script_pair
from appealdesk.core.text.kana import bank_form
from appealdesk.core.text.normalise import Script, only_script

__all__ = ["SURE", "Footing", "Likeness", "Shared", "form_likeness", "name_likeness"]

_PART_SAME: Final = 0.9
_PART_OTHER: Final = 0.6
_PARTICLE: Final = 2  # Words as short as de and da say nothing about who shares a family.
_FAMILY_LENGTH: Final = 2  # Most family names and most given names have two kanji.
_LONG_VOWEL: Final = 0.93  # Kana that differ and yet sound alike: オオノ and オノ are two names.
_OTHER_KANA: Final = -2.0
_SAME_KANJI: Final = 10.5
_OTHER_KANJI: Final = -7.0
_LIKE_KANJI: Final = 4.0
_READABLE: Final = 12.0  # A reading that costs more bits is hardly one of this name.
_WORD_TO_SPARE: Final = 0.03
_KANJI_AND_KANA: Final = script_pair(Script.KANJI, Script.KANA)


class Footing(StrEnum):
    """On what two names could be compared, the surest first."""

    KANJI = "kanji"
    KANA = "kana"
    JAPANESE = "japanese"
    EUROPEAN = "european"
    FOREIGN = "foreign"  # A name from abroad in katakana against its Latin or Cyrillic form.
    READING = "reading"  # Kanji against kana or other letters, by the readings that kanji have in names.


SURE: Final = (Footing.KANJI, Footing.KANA, Footing.JAPANESE, Footing.EUROPEAN)
"""Footings on which equal names may join two records, beside another fact."""


_FOOTINGS: Final = tuple(footing.value for footing in Footing)


class Shared(StrEnum):
    """Which part of two names agrees where another clearly does not.

    Kanji and kana put the family name first. In other scripts the order is the writer's, and the part is UNKNOWN.
    """

    NOTHING_SPECIAL = "nothing special"
    FAMILY = "family"
    GIVEN = "given"
    UNKNOWN = "unknown"


class Likeness(NamedTuple):
    """`value` from 0 to 1, for people to read; `bits` are what it weighs. `shared` tells siblings (FAMILY) and a name
    changed by marriage (GIVEN) apart."""

    footing: Footing
    value: float
    bits: float
    shared: Shared


# Members of an enumeration are looked up fifty times as slowly as a name of the module.
_ON_KANJI, _ON_KANA, _ON_JAPANESE, _ON_EUROPEAN, _ON_FOREIGN, _ON_READING = Footing
_NOTHING_SPECIAL, _SHARED_FAMILY, _SHARED_GIVEN, _SHARED_UNKNOWN = Shared
_READ_AS_FAMILY, _READ_AS_GIVEN = NamePart
_KANJI, _KANA = Script.KANJI, Script.KANA


def name_likeness(one: PersonName, other: PersonName) -> tuple[Likeness, ...]:
    """The best likeness on each footing that the two names share, the surest first; a placeholder shares none. What is
    not sure is told only where nothing is: kanji are not read where a reading was given."""
    mine, theirs = _forms(one), _forms(other)
    pairs = [(form, each) for form in mine for each in theirs]
    told = [pair for pair in pairs if (pair[0].script is _KANJI) == (pair[1].script is _KANJI)]
    found = [likeness for pair in told if (likeness := form_likeness(*pair)) is not None]
    sure = [likeness for likeness in found if likeness.footing in SURE]
    if not sure:
        read = [pair for pair in pairs if (pair[0].script is _KANJI) != (pair[1].script is _KANJI)]
        found += [likeness for pair in read if (likeness := form_likeness(*pair)) is not None]
    found = sure or found
    if len(found) < 2:
        return tuple(found)
    best: dict[str, Likeness] = {}
    for likeness in found:
        footing = likeness.footing.value
        if footing not in best or likeness.bits > best[footing].bits:
            best[footing] = likeness
    return tuple([best[footing] for footing in _FOOTINGS if footing in best])


def _forms(name: PersonName) -> list[Form]:
    texts = [name.written]
    if name.reading and name.reading != name.written:
        texts.append(name.reading)
    if name.latin and name.latin not in texts:
        texts.append(name.latin)
    return [form for text in texts if (form := prepare(text)) is not None]


def form_likeness(one: Form, other: Form) -> Likeness | None:
    """Compare two forms as they were written; None where nothing can be heard or read."""
    if one.script is _KANJI and other.script is _KANJI:
        return _kanji_likeness(one, other)
    if one.script is _KANJI:
        return _read_likeness(one, other)
    if other.script is _KANJI:
        return _read_likeness(other, one)
    return _heard_likeness(one, other)


def _kanji_likeness(one: Form, other: Form) -> Likeness:
    if one.kanji == other.kanji:
        return Likeness(_ON_KANJI, 1.0, _SAME_KANJI, _NOTHING_SPECIAL)
    value = OSA.normalized_similarity(one.kanji, other.kanji)
    for family, given in one.splits:
        for their_family, their_given in other.splits:
            cost = _half_in_kana(given, their_given) if family == their_family else DEAREST
            if cost <= _READABLE:
                # 佐藤 優子 and 佐藤 ゆうこ: one given name, once in kanji and once in kana.
                return Likeness(_ON_READING, value, read_bits(_KANJI_AND_KANA, 0.0, cost), _NOTHING_SPECIAL)
    return Likeness(_ON_KANJI, value, _OTHER_KANJI + _LIKE_KANJI * value, _shared_kanji(one, other))


def _half_in_kana(one: str, other: str) -> float:
    mine, theirs = only_script(one) is _KANA, only_script(other) is _KANA
    if mine == theirs:
        return DEAREST
    kanji, kana = (other, one) if mine else (one, other)
    return reading_cost(_READ_AS_GIVEN, kanji, bank_form(kana), is_kana=True)


def _shared_kanji(one: Form, other: Form) -> Shared:
    if len(one.kanji_words) == len(other.kanji_words) == 2:
        families, givens = (a == b for a, b in zip(one.kanji_words, other.kanji_words, strict=True))
        return _SHARED_FAMILY if families else _SHARED_GIVEN if givens else _NOTHING_SPECIAL
    if _shared_head(one.kanji, other.kanji) >= _FAMILY_LENGTH:
        return _SHARED_FAMILY
    tail = _shared_head(one.kanji[::-1], other.kanji[::-1])
    return _SHARED_GIVEN if tail >= _FAMILY_LENGTH else _NOTHING_SPECIAL


def _shared_head(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _read_likeness(kanji: Form, heard: Form) -> Likeness:
    """By the cheapest way to read the kanji as what is heard: family name first, or in letters also last."""
    family, given = cheapest_reading(kanji, heard)
    bits = read_bits(script_pair(kanji.script, heard.script), family, given)
    value = max(0.0, 1.0 - max(family, given) / DEAREST)
    return Likeness(_ON_READING, value, bits, _NOTHING_SPECIAL)


def cheapest_reading(kanji: Form, heard: Form) -> tuple[float, float]:
    """What reading the family and the given name costs, in bits."""
    is_kana = heard.script is _KANA
    best = (DEAREST, DEAREST)
    for family, given in kanji.splits or ((kanji.kanji, kanji.kanji),):
        for one, other in _halves(heard.words, is_kana):
            cost = reading_cost(_READ_AS_FAMILY, family, one, is_kana=is_kana)
            if cost < sum(best):
                more = reading_cost(_READ_AS_GIVEN, given, other, is_kana=is_kana)
                best = min(best, (cost, more), key=sum)
    return best


@lru_cache(maxsize=8_192)
def _halves(words: tuple[Sound, ...], is_kana: bool) -> tuple[tuple[str, str], ...]:
    """What may be the family name and the given name: kana put the family name first, letters either."""
    heard = [word.kana if is_kana else word.japanese for word in words]
    if len(heard) == 1:
        return tuple((heard[0][:place], heard[0][place:]) for place in range(1, len(heard[0])))
    if len(heard) == 2:
        return ((heard[0], heard[1]),) if is_kana else ((heard[0], heard[1]), (heard[1], heard[0]))
    first, last = (run_together(part) for part in (words[:-1], words[1:]))
    return ((heard[0], last.kana if is_kana else last.japanese), (first.kana if is_kana else first.japanese, heard[-1]))


def _heard_likeness(one: Form, other: Form) -> Likeness:
    measured = measure(one.words, other.words)
    same_kana = bool(one.kana) and one.kana == other.kana
    bits = heard_bits(script_pair(one.script, other.script), measured, same_kana=same_kana)
    value = _value(measured)
    footing = _footing(one, other, measured)
    if footing is _ON_KANA and not same_kana:
        value, bits = min(value, _LONG_VOWEL), min(bits, _OTHER_KANA)
    return Likeness(footing, value, bits, _shared_sound(footing, measured))


def _footing(one: Form, other: Form, measured: Measured) -> Footing:
    kana = (one.script is _KANA) + (other.script is _KANA)
    if kana == 2:
        return _ON_KANA
    japanese = european = True
    for pair in measured.pairs:
        if pair.japanese_readable != 2:
            japanese = False
        if not pair.same_european:
            european = False
    if kana == 1:
        return _ON_JAPANESE if japanese else _ON_FOREIGN
    return _ON_JAPANESE if japanese and not european else _ON_EUROPEAN


def _value(measured: Measured) -> float:
    """The worse of two words weighs more, since siblings share the better one."""
    parts = [pair.sound if pair.sound == 1.0 or pair.sound > pair.letters else pair.letters for pair in measured.pairs]
    value = 0.6 * min(parts) + 0.4 * sum(parts) / len(parts)
    if len(parts) == 1:
        value = 2.0 * value - 1.0
    value -= _WORD_TO_SPARE * measured.spare
    return value if value > 0.0 else 0.0


def _shared_sound(footing: Footing, measured: Measured) -> Shared:
    telling = [pair.sound for pair in measured.pairs if pair.longest > _PARTICLE]
    if len(telling) < 2 or max(telling) < _PART_SAME or min(telling) >= _PART_OTHER:
        return _NOTHING_SPECIAL
    if footing is _ON_KANA and measured.places == (0, 1):
        return _SHARED_FAMILY if measured.pairs[0].sound >= _PART_SAME else _SHARED_GIVEN
    return _SHARED_UNKNOWN
