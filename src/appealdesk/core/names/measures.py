"""What is measured between two names that can be heard, before anything is weighed.

The words are paired so that they fit best, without regard to order; of the pairs, the one that fits worst tells most,
because brothers and sisters share the best one. Distances count one letter more, less, other, or two neighbours swapped
(optimal string alignment).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from appealdesk.core.names.sounds import Sound, bones, piece_of, run_together, spelling

__all__ = ["Heard", "Likeness", "compare_words", "measure"]

_INITIAL: Final = 0.8
_BARE_BONES: Final = 0.9
_MOST_PERMUTED: Final = 3
_CUTS_AROUND: Final = 2
_NEAR: Final = 0.9


class Heard(NamedTuple):
    """Two words: likenesses from 0 to 1 of sound, letters and consonants, and how many slips apart they are."""

    fit: float  # First, as pairs are ranked by it: the better of sound and letters; consonants alone count less.
    sound: float
    letters: float
    bones: float
    slips: int
    sound_slips: int
    one_begins_other: bool
    shortest: int
    longest: int
    japanese_readable: int  # How many of the two words can be read as Japanese.
    same_japanese: bool
    same_european: bool
    same_spelling: bool


@lru_cache(maxsize=65_536)
def compare_words(one: Sound, other: Sound) -> Heard:
    """Kana are compared as kana where both are, and with Latin letters by the skeleton, as nobody knows which
    romanisation was meant; an initial is like every word that begins with it."""
    if one.kana and other.kana:
        mine, theirs = one.kana, other.kana
    elif (one.kana or other.kana) and one.japanese and other.japanese:
        mine, theirs = one.japanese, other.japanese
    else:
        mine, theirs = one.letters, other.letters
    slips = OSA.distance(mine, theirs)
    if slips and one.expanded != other.expanded:
        slips = min([slips, *_expanded_slips(one, other)])
    longest = max(len(mine), len(theirs), 1)
    letters = 1.0 - slips / longest
    in_japanese, japanese_slips = _sound(one.japanese, other.japanese)
    in_european, european_slips = _sound(one.european, other.european)
    sound = max(in_japanese, in_european)
    bare = 1.0 if sound == 1.0 else Levenshtein.normalized_similarity(bones(one.letters), bones(other.letters))
    shortest = min(len(mine), len(theirs))
    begins = slips > 0 and (mine.startswith(theirs) or theirs.startswith(mine))
    if begins and shortest == 1:
        sound, letters, slips = max(sound, _INITIAL), _INITIAL, 1
    sound_slips = min(japanese_slips, european_slips, slips if slips or sound == 1.0 else 1)
    readable = bool(one.japanese) + bool(other.japanese)
    fit = max(sound, letters, _BARE_BONES * bare)
    same = in_japanese == 1.0, in_european == 1.0, not slips or spelling(one.letters) == spelling(other.letters)
    return Heard(fit, sound, letters, bare, slips, sound_slips, begins, shortest, longest, readable, *same)


def _expanded_slips(one: Sound, other: Sound) -> list[int]:
    """How many slips Juergen is from Jürgen: an expansion is only undone where the other side has the letter."""
    pairs = ((one.expanded, other.letters), (other.expanded, one.letters))
    return [OSA.distance(wide, letters) for wide, letters in pairs if wide]


def _sound(one: str, other: str) -> tuple[float, int]:
    if not one or not other:
        return 0.0, 9
    if one == other:
        return 1.0, 0
    slips = OSA.distance(one, other)
    return 1.0 - slips / max(len(one), len(other)), slips


class Likeness(NamedTuple):
    """The pairs of words in the order of the shorter name, and how many words of the longer one are left."""

    pairs: tuple[Heard, ...]
    spare: int
    places: tuple[int, ...]  # Of the words of the longer name.


def measure(one: Sequence[Sound], other: Sequence[Sound]) -> Likeness:
    """Pair the words of two names that have at least one each."""
    fewer, more = (tuple(one), tuple(other)) if len(one) <= len(other) else (tuple(other), tuple(one))
    if len(fewer) == 1:
        return _one_word(fewer[0], more)
    if len(fewer) == len(more) == 2:
        return _two_words(fewer, more)
    return _many_words(fewer, more)


def _two_words(one: tuple[Sound, ...], other: tuple[Sound, ...]) -> Likeness:
    if _same(one[0], other[0]) or _same(one[1], other[1]):
        return Likeness((compare_words(one[0], other[0]), compare_words(one[1], other[1])), 0, (0, 1))
    crossed = compare_words(one[0], other[1]), compare_words(one[1], other[0])
    if _same(one[0], other[1]) or _same(one[1], other[0]):
        return Likeness(crossed, 0, (1, 0))
    straight = compare_words(one[0], other[0]), compare_words(one[1], other[1])
    return max(Likeness(straight, 0, (0, 1)), Likeness(crossed, 0, (1, 0)), key=_rank)


def _same(one: Sound, other: Sound) -> bool:
    """Two words that sound the same belong together, whatever the others do."""
    return (
        one.letters == other.letters or (one.japanese == other.japanese != "") or (one.european == other.european != "")
    )


def _many_words(fewer: tuple[Sound, ...], more: tuple[Sound, ...]) -> Likeness:
    """Up to three words in their best order; of more, the best pair is taken again and again."""
    if len(fewer) <= _MOST_PERMUTED:
        orders = permutations(range(len(more)), len(fewer))
        return max((_in_order(fewer, more, order) for order in orders), key=_rank)
    return _in_order(fewer, more, _greedy(fewer, more))


def _in_order(fewer: tuple[Sound, ...], more: tuple[Sound, ...], order: tuple[int, ...]) -> Likeness:
    pairs = tuple(compare_words(word, more[place]) for word, place in zip(fewer, order, strict=True))
    return Likeness(pairs, len(more) - len(fewer), order)


def _greedy(fewer: tuple[Sound, ...], more: tuple[Sound, ...]) -> tuple[int, ...]:
    ranked = sorted(
        ((compare_words(a, b).fit, i, j) for i, a in enumerate(fewer) for j, b in enumerate(more)),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    found: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in found and j not in found.values():
            found[i] = j
    return tuple(found[i] for i in range(len(fewer)))


def _one_word(word: Sound, more: tuple[Sound, ...]) -> Likeness:
    """A name without a space is cut where one of two words ends or begins, or a little before or behind."""
    if len(more) == 1:
        return Likeness((compare_words(word, more[0]),), 0, (0,))
    is_kana = bool(word.kana) and all(each.kana for each in more)
    found: list[Likeness] = []
    for order in permutations(range(len(more)), 2):
        first, second = more[order[0]], more[order[1]]
        whole = compare_words(word, run_together((first, second)))
        if whole.sound == 1.0:
            return Likeness((whole, whole), len(more) - 2, order)
        for one, other in _cuts(_heard(word, is_kana), _heard(first, is_kana), _heard(second, is_kana)):
            pairs = (
                compare_words(piece_of(one, is_kana=is_kana), first),
                compare_words(piece_of(other, is_kana=is_kana), second),
            )
            found.append(Likeness(pairs, len(more) - 2, order))
    alone = max(_in_order((word,), more, (place,)) for place in range(len(more)))
    best = max(found, key=_rank, default=alone)
    return alone if alone.pairs[0].fit > max(_NEAR, *(pair.fit for pair in best.pairs)) else best


def _heard(word: Sound, is_kana: bool) -> str:
    return word.kana if is_kana else word.japanese or word.letters


def _cuts(whole: str, first: str, second: str) -> Sequence[tuple[str, str]]:
    if whole.startswith(first):
        return ((whole[: len(first)], whole[len(first) :]),)
    if whole.endswith(second):
        return ((whole[: -len(second)], whole[-len(second) :]),)
    places = range(max(1, len(first) - _CUTS_AROUND), min(len(whole), len(first) + _CUTS_AROUND + 1))
    return [(whole[:place], whole[place:]) for place in places]


def _rank(likeness: Likeness) -> tuple[float, list[Heard]]:
    """The worst pair counts twice; equal sums are told apart by the pairs, so that no order of names matters."""
    fits = [pair.fit for pair in likeness.pairs]
    return round(sum(fits) + min(fits), 9), sorted(likeness.pairs)
