"""How like two names are, on the surest footing that their scripts allow.

The footing matters as much as the number: equal kanji say more than equal Latin letters, and katakana of a foreign name
says least. Each footing therefore has its own table from likeness to bits in `compare`. Kanji against kana or Latin
letters have no footing at all unless one side gives the other's form, because a reading is never invented.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from typing import Final

from appealdesk.core.names.distance import likeness
from appealdesk.core.names.keys import kanji_form
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.placeholders import is_placeholder_name
from appealdesk.core.names.skeleton import Rules, words
from appealdesk.core.text.kana import bank_form, is_kana, to_passport
from appealdesk.core.text.normalise import Script, fold, scripts, strip_honorifics, tokens, without_marks
from appealdesk.core.text.translit import russian_to_latin, ukrainian_to_latin

__all__ = ["Footing", "Likeness", "Shared", "name_likeness"]

_MOST_WORDS: Final = 4
_LONGEST_WORD: Final = 40  # Comparing takes time in the square of the length; no part of a name is as long.
_PART_SAME: Final = 0.9
_PART_OTHER: Final = 0.6
_WORD_TO_SPARE: Final = 0.03
_PARTICLE: Final = 2  # Words as short as de and da say nothing about who shares a family.
_FAMILY_LENGTH: Final = 2  # Most family names and most given names have two kanji.
_LONG_VOWEL: Final = 0.93  # Kana that differ and yet sound alike: オオノ and オノ are two names.


class Footing(StrEnum):
    """On what two names could be compared, the surest first."""

    KANJI = "kanji"
    KANA = "kana"
    JAPANESE = "japanese"
    EUROPEAN = "european"
    FOREIGN = "foreign"  # A name from abroad in katakana against its Latin or Cyrillic form.


class Shared(StrEnum):
    """Which part of two names agrees where another clearly does not.

    Kanji and kana put the family name first. In other scripts the order is the writer's, and the part is UNKNOWN.
    """

    NOTHING_SPECIAL = "nothing special"
    FAMILY = "family"
    GIVEN = "given"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Likeness:
    """`value` from 0 to 1; `shared` tells siblings (FAMILY) and a name changed by marriage (GIVEN) apart."""

    footing: Footing
    value: float
    shared: Shared


@dataclass(frozen=True, slots=True)
class _Form:
    """One written form, prepared: what each footing needs of it, empty where it cannot take part."""

    kanji: str
    kanji_words: tuple[str, ...]
    kana: str
    japanese: tuple[str, ...]
    european: tuple[str, ...]
    foreign: tuple[str, ...]
    is_katakana: bool


def name_likeness(one: PersonName, other: PersonName) -> tuple[Likeness, ...]:
    """The best likeness on each footing that the two names share; a placeholder shares none."""
    best: dict[Footing, Likeness] = {}
    for mine in _forms(one):
        for theirs in _forms(other):
            for found in _compare_forms(mine, theirs):
                if found.footing not in best or found.value > best[found.footing].value:
                    best[found.footing] = found
    return tuple(best[footing] for footing in Footing if footing in best)


@lru_cache(maxsize=16_384)
def _forms(name: PersonName) -> tuple[_Form, ...]:
    texts = dict.fromkeys(text for text in (name.written, name.reading, name.latin) if not is_placeholder_name(text))
    return tuple(_form(text) for text in texts)


def _form(text: str) -> _Form:
    found = scripts(fold(text))
    skeletons = words(text)
    parts = tokens(strip_honorifics(text))
    kana = found == {Script.KANA}
    sounds = kana or found in ({Script.LATIN}, {Script.CYRILLIC})
    return _Form(
        kanji=kanji_form(text)[:_LONGEST_WORD],
        kanji_words=tuple(kanji_form(part) or part for part in parts) if Script.KANJI in found else (),
        kana=bank_form("".join(parts)) if kana and is_kana("".join(parts)) else "",
        japanese=_cut(skeletons.get(Rules.JAPANESE, ())),
        european=_cut(skeletons.get(Rules.EUROPEAN, ())),
        foreign=_cut(word for part in parts if (word := _foreign(part))) if sounds else (),
        is_katakana=kana,
    )


def _cut(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(part[:_LONGEST_WORD] for part in parts)[:_MOST_WORDS]


def _compare_forms(one: _Form, other: _Form) -> list[Likeness]:
    found: list[Likeness] = []
    if one.kanji and other.kanji:
        found.append(_kanji_likeness(one, other))
    if one.kana and other.kana:
        found.append(_kana_likeness(one, other))
    elif one.japanese and other.japanese:
        found.append(_words_likeness(Footing.JAPANESE, one.japanese, other.japanese))
    if one.european and other.european:
        found.append(_words_likeness(Footing.EUROPEAN, one.european, other.european))
    if one.foreign and other.foreign and one.is_katakana != other.is_katakana:
        found.append(_words_likeness(Footing.FOREIGN, one.foreign, other.foreign))
    return found


def _kanji_likeness(one: _Form, other: _Form) -> Likeness:
    if one.kanji == other.kanji:
        return Likeness(Footing.KANJI, 1.0, Shared.NOTHING_SPECIAL)
    value = likeness(one.kanji, other.kanji)
    if len(one.kanji_words) == len(other.kanji_words) == 2:
        families, givens = (a == b for a, b in zip(one.kanji_words, other.kanji_words, strict=True))
        shared = {(True, False): Shared.FAMILY, (False, True): Shared.GIVEN}.get(
            (families, givens), Shared.NOTHING_SPECIAL
        )
    elif _shared_head(one.kanji, other.kanji) >= _FAMILY_LENGTH:
        shared = Shared.FAMILY
    else:
        tail = _shared_head(one.kanji[::-1], other.kanji[::-1])
        shared = Shared.GIVEN if tail >= _FAMILY_LENGTH else Shared.NOTHING_SPECIAL
    return Likeness(Footing.KANJI, value, shared)


def _kana_likeness(one: _Form, other: _Form) -> Likeness:
    if one.kana == other.kana:
        return Likeness(Footing.KANA, 1.0, Shared.NOTHING_SPECIAL)
    found = _words_likeness(Footing.KANA, one.japanese, other.japanese)
    shared = found.shared
    if shared is Shared.UNKNOWN and len(one.japanese) == len(other.japanese) == 2:
        families = likeness(one.japanese[0], other.japanese[0])
        shared = Shared.FAMILY if families >= _PART_SAME else Shared.GIVEN
    return Likeness(Footing.KANA, min(found.value, _LONG_VOWEL), shared)


def _words_likeness(footing: Footing, one: tuple[str, ...], other: tuple[str, ...]) -> Likeness:
    """The best pairing of the words. The worse of two words weighs more, since siblings share the better one."""
    fewer, more = sorted((one, other), key=len)
    if len(fewer) == 1 < len(more):
        pairings = [_split_to_fit(fewer[0], order) for order in permutations(more, 2)]
        spare = len(more) - 2
    else:
        pairings = [list(zip(fewer, order, strict=True)) for order in permutations(more, len(fewer))]
        spare = len(more) - len(fewer)
    best = max(pairings, key=lambda pairing: _combined([likeness(a, b) for a, b in pairing]))
    parts = [likeness(a, b) for a, b in best]
    value = max(0.0, _combined(parts) - _WORD_TO_SPARE * spare)
    if len(best) == 1:
        value = max(0.0, 1.0 - 2.0 * (1.0 - value)) if value < 1.0 else 1.0
    telling = [likeness(a, b) for a, b in best if max(len(a), len(b)) > _PARTICLE]
    apart = len(telling) > 1 and max(telling) >= _PART_SAME and min(telling) < _PART_OTHER
    return Likeness(footing, value, Shared.UNKNOWN if apart else Shared.NOTHING_SPECIAL)


def _combined(parts: list[float]) -> float:
    return 0.6 * min(parts) + 0.4 * sum(parts) / len(parts)


def _split_to_fit(whole: str, parts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Cuts a name written without a space where the first part fits best."""
    first, second = parts
    cuts = range(max(1, len(first) - 2), min(len(whole), len(first) + 3))
    pairings = [[(whole[:cut], first), (whole[cut:], second)] for cut in cuts] or [[(whole, first), ("", second)]]
    return max(pairings, key=lambda pairing: _combined([likeness(a, b) for a, b in pairing]))


def _shared_head(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


_FOREIGN_FOLDS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z]", ""),
        (r"schtsch|shch|tsch|tch|sch|sh|ch|ts|tz|cz|sz|zh|dzh", "s"),
        (r"c(?=[eiy])", "s"),
        (r"ck|c|q|kh", "k"),
        (r"x", "ks"),
        (r"ph|f", "h"),
        (r"th", "s"),
        (r"gh", "g"),
        (r"[zj]", "s"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),
        (r"r(?=[^aeiouy]|$)", ""),
        (r"l", "r"),
        (r"[wv]", "b"),
        (r"m(?=[bp])", "n"),
        (r"(?<=.)[aeiouy]+", ""),
        (r"^[aeiouy]", "a"),
        (r"([a-z])\1+", r"\1"),
    )
)


@lru_cache(maxsize=65_536)
def _foreign(word: str) -> str:
    """The consonants that survive a foreign name's way into katakana and back: Dietrich and ディートリヒ meet."""
    folded = fold(word)
    found = scripts(folded)
    if found == {Script.KANA}:
        folded = to_passport(folded).lower()
    elif Script.CYRILLIC in found:
        russian = bool(set("ыэъё") & set(folded))
        folded = russian_to_latin(folded, signs=False) if russian else ukrainian_to_latin(folded)
    folded = without_marks(folded)
    for pattern, replacement in _FOREIGN_FOLDS:
        folded = pattern.sub(replacement, folded)
    return folded
