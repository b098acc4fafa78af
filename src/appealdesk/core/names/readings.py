"""How a name in kanji may be read: what a given reading costs, and the likeliest readings.

Kanji do not tell their reading, so nothing here decides anything: a reading that was worked out only suggests that two
records should be looked at together. A reading's cost is in bits, the negative logarithm of how often each kanji of the
name is read so in family or given names (`enamdict`). Kana are compared as banks write them, Latin letters by their
Japanese skeleton.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from appealdesk.core.names import enamdict
from appealdesk.core.names.skeleton import japanese
from appealdesk.core.text.kana import bank_form, to_katakana, to_passport

__all__ = ["DEAREST", "NamePart", "Reading", "candidate_readings", "name_splits", "reading_cost"]

DEAREST: Final = 30.0
"""Bits; no reading costs more, whatever it is."""

_LONGEST_PIECE: Final = 5  # Kana that one kanji takes.
_LONGEST_SKELETON: Final = 10  # Latin letters that one kanji takes.
_LONGEST_NAME: Final = 8  # Kanji; names are shorter, and the time goes with the length.
_OTHER_PLACE: Final = 2.0  # The reading of a kanji that begins a part in one that goes on, or the other way round.
_OTHER_PART: Final = 3.0  # A given name's reading in a family name, or the other way round.
_UNHEARD_OF: Final = 9.0  # A kanji in a reading that no name has; each sound of it costs more.
_UNHEARD_OF_KANA: Final = 2.0
_UNHEARD_OF_LETTER: Final = 1.0
_USUAL_WORD: Final = 0.5
_WORD: Final = 3.0  # A word that is read as a whole, where it is known how it is read;
_RARE_WORD: Final = 7.0  # and where it is not, because the list holds what is rare.
_VOWELS: Final = frozenset("aeiou")
_ODD_LENGTH: Final = 3.0
_MOST_PIECES: Final = 12
_MOST_READINGS: Final = 10
_MOST_OF_FAMILY: Final = 4
_MOST_SPLITS: Final = 2
_SPLITS_BY_LENGTH: Final = {2: (1,), 3: (2, 1), 4: (2, 3, 1), 5: (2, 3), 6: (3, 2), 7: (3, 4), 8: (3, 4)}


class NamePart(StrEnum):
    """Kanji are read in another way in each."""

    FAMILY = "family"
    GIVEN = "given"


_FAMILY: Final = NamePart.FAMILY  # Members of an enumeration are looked up fifty times as slowly.


@dataclass(frozen=True, slots=True)
class Reading:
    """Both parts in katakana; `cost` in bits, from 0."""

    family: str
    given: str
    cost: float


@dataclass(frozen=True, slots=True)
class _Kanji:
    frequency: float
    first: tuple[tuple[str, float], ...]
    later: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Book:
    """What is known of the readings of one part of names: of each kanji, and of words that are read as a whole."""

    kanji: Mapping[str, _Kanji]
    usual: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]


def reading_cost(part: NamePart, kanji: str, sound: str, *, is_kana: bool) -> float:
    """The least cost of reading folded `kanji` as `sound`: kana in bank form, or a Japanese skeleton."""
    if not sound or not kanji or len(kanji) > _LONGEST_NAME:
        return DEAREST
    return _reading_cost(part is _FAMILY, kanji, sound, is_kana)


@lru_cache(maxsize=65_536)
def _reading_cost(is_family: bool, kanji: str, sound: str, is_kana: bool) -> float:
    pieces, whole = _known_sounds(is_family, kanji, is_kana)
    least = whole.get(sound, DEAREST)
    each = _UNHEARD_OF_KANA if is_kana else _UNHEARD_OF_LETTER
    if len(pieces) == 2:
        return _cost_of_two(pieces[0], pieces[1], sound, each, least, is_kana)
    # In a skeleton 石井 has nothing left for its last kanji: the i is drawn into the i before.
    end = len(sound)
    longest, furthest = (_LONGEST_PIECE, end - 1) if is_kana else (_LONGEST_SKELETON, end)
    reached = {0: 0.0}
    for known in pieces[:-1]:
        further: dict[int, float] = {}
        for start, cost in reached.items():
            for stop in range(start if start and not is_kana else start + 1, min(furthest, start + longest) + 1):
                total = cost + _piece_cost(known, sound, start, stop, each, is_kana)
                if total < further.get(stop, least):
                    further[stop] = total
        reached = further
    for start, cost in reached.items():
        least = min(least, cost + _piece_cost(pieces[-1], sound, start, end, each, is_kana))
    return least


@lru_cache(maxsize=16_384)
def _known_sounds(is_family: bool, kanji: str, is_kana: bool) -> tuple[list[Mapping[str, float]], Mapping[str, float]]:
    """What each kanji may sound like, and what all of them together, where a word is read as a whole."""
    pieces = [_sounds(is_family, character, place == 0, is_kana) for place, character in enumerate(kanji)]
    book = _book(is_family)
    whole = dict.fromkeys((_sound(reading, is_kana) for reading in book.words.get(kanji, ())), _WORD)
    if (usual := book.usual.get(kanji)) is not None:
        whole[_sound(usual, is_kana)] = _USUAL_WORD
    return pieces, whole


def _cost_of_two(
    first: Mapping[str, float], last: Mapping[str, float], sound: str, each: float, least: float, is_kana: bool
) -> float:
    """The same for two kanji, as most names have, at a fifth of the time; two readings unheard of are the dearest."""
    end = len(sound)
    known_first, known_last = first.get, last.get
    for place in range(1, end if is_kana else end + 1):
        cost = known_first(sound[:place])
        begun = _UNHEARD_OF + each * place if cost is None else cost
        if begun >= least:
            continue
        rest = sound[place:]
        more = known_last(rest)
        if not is_kana and (before := sound[place - 1]) in _VOWELS:
            more = _less(more, known_last(before + rest))
            if before == "o":
                more = _less(more, known_last("u" + rest))
        if more is None:
            if cost is None or not rest:
                continue
            more = _UNHEARD_OF + each * len(rest)
        if begun + more < least:
            least = begun + more
    return least


def _piece_cost(known: Mapping[str, float], sound: str, start: int, stop: int, each: float, is_kana: bool) -> float:
    piece = sound[start:stop]
    cost = known.get(piece)
    if start and not is_kana and (before := sound[start - 1]) in _VOWELS:
        # A vowel that the piece begins with may have been drawn into the vowel before it.
        cost = _less(cost, known.get(before + piece))
        if before == "o":
            cost = _less(cost, known.get("u" + piece))
    if cost is None:
        return _UNHEARD_OF + each * (stop - start) if piece else DEAREST
    return cost


def _less(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)


@lru_cache(maxsize=4_096)
def name_splits(kanji: str) -> tuple[tuple[str, str], ...]:
    """At most two ways to part folded kanji without a space into family and given name, the likelier first."""
    places = _SPLITS_BY_LENGTH.get(len(kanji), ())
    if len(places) > 1:
        places = tuple(sorted(places, key=lambda place: _unlikely(kanji, place)))
    return tuple((kanji[:place], kanji[place:]) for place in places[:_MOST_SPLITS])


def _unlikely(kanji: str, place: int) -> float:
    """How much oftener the kanji stand in the other part, in bits; a usual length helps."""
    odd_lengths = abs(place - 2) + abs(len(kanji) - place - 2)
    return _ODD_LENGTH * odd_lengths - sum(map(_lean, kanji[:place])) + sum(map(_lean, kanji[place:]))


@lru_cache(maxsize=16_384)
def _lean(character: str) -> float:
    """How much oftener a kanji stands in family names than in given names, in bits."""
    family, given = (_book(is_family).kanji.get(character) for is_family in (True, False))
    return (family.frequency if family else 0.0) - (given.frequency if given else 0.0)


def candidate_readings(family_and_given: Iterable[tuple[str, str]]) -> tuple[Reading, ...]:
    """The ten likeliest readings of one name in folded kanji, the likeliest first, over its possible splits."""
    found: dict[tuple[str, str], float] = {}
    for family, given in family_and_given:
        if max(len(family), len(given)) > _LONGEST_NAME:
            continue
        for one, cost in _likeliest(True, family)[:_MOST_OF_FAMILY]:
            for other, more in _likeliest(False, given):
                found[one, other] = min(cost + more, found.get((one, other), DEAREST))
    ranked = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return tuple(Reading(family, given, cost) for (family, given), cost in ranked[:_MOST_READINGS])


@lru_cache(maxsize=16_384)
def _likeliest(is_family: bool, kanji: str) -> tuple[tuple[str, float], ...]:
    book = _book(is_family)
    readings = {"": 0.0}
    for place, character in enumerate(kanji):
        pieces = _pieces(book, character, place == 0)[:_MOST_PIECES]
        longer: dict[str, float] = {}
        for begun, cost in readings.items():
            for piece, more in pieces:
                longer[begun + piece] = min(cost + more, longer.get(begun + piece, DEAREST))
        readings = dict(sorted(longer.items(), key=lambda item: item[1])[: 2 * _MOST_READINGS])
    for place, word in enumerate(book.words.get(kanji, ())):
        cost = _WORD + place / 2 if len(kanji) == 1 else _RARE_WORD
        readings[word] = min(cost, readings.get(word, DEAREST))
    if usual := book.usual.get(kanji):
        readings[usual] = _USUAL_WORD
    return tuple(sorted(readings.items(), key=lambda item: (item[1], item[0]))[:_MOST_READINGS])


def _kana_piece(character: str) -> tuple[tuple[str, float], ...]:
    katakana = to_katakana(character)
    return ((katakana, 0.0),) if "ァ" <= katakana <= "ー" else ()


@lru_cache(maxsize=16_384)
def _sounds(is_family: bool, character: str, is_first: bool, is_kana: bool) -> Mapping[str, float]:
    """What a character may sound like here and, dearer, in another place or in the other part of the name."""
    found: dict[str, float] = {}
    for of_family, place, more in (
        (is_family, is_first, 0.0),
        (is_family, not is_first, _OTHER_PLACE),
        (not is_family, is_first, _OTHER_PART),
        (not is_family, not is_first, _OTHER_PART + _OTHER_PLACE),
    ):
        for piece, cost in _pieces(_book(of_family), character, place):
            sound = _sound(piece, is_kana)
            found[sound] = min(cost + more, found.get(sound, DEAREST))
    return found


def _pieces(book: _Book, character: str, is_first: bool) -> tuple[tuple[str, float], ...]:
    known = book.kanji.get(character)
    if known is None:
        return _kana_piece(character)
    return known.first if is_first else known.later


@lru_cache(maxsize=16_384)
def _sound(katakana: str, is_kana: bool) -> str:
    return bank_form(katakana) if is_kana else japanese(to_passport(katakana).lower())


@lru_cache(maxsize=2)
def _book(is_family: bool) -> _Book:
    kanji, usual, words = (
        (enamdict.FAMILY, enamdict.FAMILY_USUAL, enamdict.FAMILY_WORDS)
        if is_family
        else (enamdict.GIVEN, enamdict.GIVEN_USUAL, enamdict.GIVEN_WORDS)
    )
    return _Book(
        kanji={entry[0]: _kanji(entry) for entry in kanji.split()},
        usual=dict(entry.split("/") for entry in usual.split()),
        words={word: tuple(readings) for word, *readings in (entry.split("/") for entry in words.split())},
    )


def _kanji(entry: str) -> _Kanji:
    first, later = (tuple(_costs(readings)) for readings in entry[2:].split("|"))
    return _Kanji(int(entry[1], 36) / 2, first, later)


def _costs(readings: str) -> Iterable[tuple[str, float]]:
    begun = 0
    for place, character in enumerate(readings):
        if character.isascii():
            yield readings[begun:place], int(character, 36) / 2
            begun = place + 1
