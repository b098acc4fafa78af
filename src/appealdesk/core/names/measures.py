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

from appealdesk.core.names.sounds import Sound, piece_of, run_together

__all__ = ["Heard", "Likeness", "compare_words", "measure"]

_INITIAL: Final = 0.8
_BARE_BONES: Final = 0.9
_MOST_PERMUTED: Final = 3
_CUTS_AROUND: Final = 2
_NEAR: Final = 0.9
_ALONE: Final = 0.7  # Less alike by letters, two words do not sound nearly the same.
_PERHAPS: Final = 0.5  # No two systems for one name sound less alike.
_HARDLY: Final = 0.15  # A difference of likeness that does not settle which words belong together.
_FAR: Final = 9  # Slips between words of which one cannot be heard.
_STRAIGHT: Final = (0, 1)
_CROSSED: Final = (1, 0)


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


@lru_cache(maxsize=16_384)
def compare_words(one: Sound, other: Sound) -> Heard:
    """Kana are compared as kana where both are, and with Latin letters by the skeleton, as nobody knows which
    romanisation was meant; an initial is like every word that begins with it."""
    mine, theirs = _spoken(one, other)
    my_length, their_length = len(mine), len(theirs)
    longest, shortest = (my_length, their_length) if my_length > their_length else (their_length, my_length)
    slips = 0 if mine == theirs else OSA.distance(mine, theirs)
    if slips and one.expanded != other.expanded:
        slips = min([slips, *_expanded_slips(one, other)])
    letters = 1.0 - slips / (longest or 1)
    sound, sound_slips, same_japanese, same_european = _sound(one, other)
    bare = 1.0 if sound == 1.0 else Levenshtein.normalized_similarity(one.bones, other.bones)
    begins = slips > 0 and (mine.startswith(theirs) or theirs.startswith(mine))
    if begins and shortest == 1:
        sound, letters, slips = max(sound, _INITIAL), _INITIAL, 1
    heard_slips = slips if slips or sound == 1.0 else 1
    fit = sound if sound > letters else letters
    if _BARE_BONES * bare > fit:
        fit = _BARE_BONES * bare
    return Heard(
        fit,
        sound,
        letters,
        bare,
        slips,
        heard_slips if heard_slips < sound_slips else sound_slips,
        begins,
        shortest,
        longest or 1,
        (one.japanese != "") + (other.japanese != ""),
        same_japanese,
        same_european,
        not slips or (sound >= _PERHAPS and one.spelling == other.spelling),
    )


def _spoken(one: Sound, other: Sound) -> tuple[str, str]:
    if one.kana and other.kana:
        return one.kana, other.kana
    if (one.kana or other.kana) and one.japanese and other.japanese:
        return one.japanese, other.japanese
    return one.letters, other.letters


def _expanded_slips(one: Sound, other: Sound) -> list[int]:
    """How many slips Juergen is from Jürgen: an expansion is only undone where the other side has the letter."""
    pairs = ((one.expanded, other.letters), (other.expanded, one.letters))
    return [OSA.distance(wide, letters) for wide, letters in pairs if wide]


def _sound(one: Sound, other: Sound) -> tuple[float, int, bool, bool]:
    """How alike the better of two skeletons is and how many slips apart, and whether either is equal. Where one is
    equal, the other one has nothing to add."""
    mine, theirs = one.japanese, other.japanese
    same_japanese = mine == theirs != ""
    same_european = one.european == other.european != ""
    if same_japanese or same_european:
        return 1.0, 0, same_japanese, same_european
    sound, slips = 0.0, _FAR
    if mine and theirs:
        slips = OSA.distance(mine, theirs)
        sound = 1.0 - slips / max(len(mine), len(theirs))
    mine, theirs = one.european, other.european
    if mine and theirs:
        found = OSA.distance(mine, theirs)
        sound = max(sound, 1.0 - found / max(len(mine), len(theirs)))
        slips = min(slips, found)
    return sound, slips, False, False


class Likeness(NamedTuple):
    """The pairs of words in the order of the shorter name, and how many words of the longer one are left."""

    pairs: tuple[Heard, ...]
    spare: int
    places: tuple[int, ...]  # Of the words of the longer name.


def measure(one: Sequence[Sound], other: Sequence[Sound]) -> Likeness:
    """Pair the words of two names that have at least one each."""
    my_words, their_words = len(one), len(other)
    if my_words == their_words == 2:
        return _two_words(one, other)
    fewer, more = (tuple(one), tuple(other)) if my_words <= their_words else (tuple(other), tuple(one))
    return _one_word(fewer[0], more) if len(fewer) == 1 else _many_words(fewer, more)


def _two_words(one: Sequence[Sound], other: Sequence[Sound]) -> Likeness:
    """Straight or crossed, by what the letters say; only where they hardly tell, everything is compared both ways."""
    first, second = one
    third, fourth = other
    if _same(first, third) or _same(second, fourth):
        return Likeness((compare_words(first, third), compare_words(second, fourth)), 0, _STRAIGHT)
    if _same(first, fourth) or _same(second, third):
        return Likeness((compare_words(first, fourth), compare_words(second, third)), 0, _CROSSED)
    straight = _by_letters(first.letters, third.letters) + _by_letters(second.letters, fourth.letters)
    crossed = _by_letters(first.letters, fourth.letters) + _by_letters(second.letters, third.letters)
    if straight > crossed + _HARDLY:
        return Likeness((compare_words(first, third), compare_words(second, fourth)), 0, _STRAIGHT)
    if crossed > straight + _HARDLY:
        return Likeness((compare_words(first, fourth), compare_words(second, third)), 0, _CROSSED)
    return max(
        Likeness((compare_words(first, third), compare_words(second, fourth)), 0, _STRAIGHT),
        Likeness((compare_words(first, fourth), compare_words(second, third)), 0, _CROSSED),
        key=_rank,
    )


def _rough(one: Sound, other: Sound) -> float:
    """Likeness by letters alone, at a tenth of the time."""
    return 1.0 if _same(one, other) else _by_letters(one.letters, other.letters)


def _by_letters(mine: str, theirs: str) -> float:
    if mine[:1] == theirs[:1] and (len(mine) == 1 or len(theirs) == 1):
        return _INITIAL
    return OSA.normalized_similarity(mine, theirs)


def _same(one: Sound, other: Sound) -> bool:
    """Two words that sound the same belong together, whatever the others do."""
    return (
        one.letters == other.letters or (one.japanese == other.japanese != "") or (one.european == other.european != "")
    )


def _many_words(fewer: tuple[Sound, ...], more: tuple[Sound, ...]) -> Likeness:
    """Up to three words in the order in which their letters fit best; of more, the best pair first, and so on."""
    if len(fewer) > _MOST_PERMUTED:
        return _in_order(fewer, more, _greedy(fewer, more))
    rough = [[_rough(word, each) for each in more] for word in fewer]
    places = range(len(fewer))

    def likeness(order: tuple[int, ...]) -> float:
        fits = [rough[place][order[place]] for place in places]
        return round(sum(fits) + min(fits), 9)

    orders = list(permutations(range(len(more)), len(fewer)))
    ranks = list(map(likeness, orders))
    enough = max(ranks) - _HARDLY
    likely = [order for order, rank in zip(orders, ranks, strict=True) if rank >= enough]
    if len(likely) == 1:
        return _in_order(fewer, more, likely[0])
    return max((_in_order(fewer, more, order) for order in likely), key=_rank)


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
    whole_word = _heard(word, is_kana)
    likely, likeliest, order_of = ("", ""), -1.0, (0, 1)
    for order in permutations(range(len(more)), 2):
        first, second = more[order[0]], more[order[1]]
        together = run_together((first, second))
        if _same(word, together):
            whole = compare_words(word, together)
            return Likeness((whole, whole), len(more) - 2, order)
        cut, fits = _best_cut(whole_word, _heard(first, is_kana), _heard(second, is_kana))
        if fits > likeliest:
            likely, likeliest, order_of = cut, fits, order
    pairs = tuple(
        compare_words(piece_of(piece, is_kana=is_kana), more[place])
        for piece, place in zip(likely, order_of, strict=True)
    )
    near = [place for place, each in enumerate(more) if _rough(word, each) > _ALONE]
    alone = max((_in_order((word,), more, (place,)) for place in near), default=None)
    if alone is not None and alone.pairs[0].fit > max(_NEAR, *(pair.fit for pair in pairs)):
        return alone
    return Likeness(pairs, len(more) - 2, order_of)


def _best_cut(whole: str, first: str, second: str) -> tuple[tuple[str, str], float]:
    """Where the letters fit best, and how well; the worse of the two halves counts twice, as in a rank."""
    best, fits = ("", ""), -1.0
    for cut in _cuts(whole, first, second):
        begun, ended = OSA.normalized_similarity(cut[0], first), OSA.normalized_similarity(cut[1], second)
        rank = round(begun + ended + min(begun, ended), 9)
        if rank > fits:
            best, fits = cut, rank
    return best, fits


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
