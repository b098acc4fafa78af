"""Where two spellings differ, letter by letter, so that an eye that is tired sees the one stroke that matters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

__all__ = ["Piece", "mark_differences"]

# Below this likeness nothing is gained by showing which letters two texts share by chance.
_ALIKE: Final = 0.4
_WORDS: Final = re.compile(r"\d+|[^\W\d]+|[\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `differs` where the other text has something else, or nothing, in its place."""

    text: str
    differs: bool


def mark_differences(one: str, other: str, *, whole_words: bool = False) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces that, put together, are the texts again. An empty text marks nothing in the other.

    Capitals and small letters are equal; texts that share little are marked whole. With `whole_words` a word or a
    number is marked as a whole, which suits dates.
    """
    if not one or not other:
        return _whole(one, differs=False), _whole(other, differs=False)
    left, right = (_WORDS.findall(text) if whole_words else list(text) for text in (one, other))
    matcher = SequenceMatcher(None, _folded(left), _folded(right), autojunk=False)
    if not whole_words and matcher.ratio() < _ALIKE:
        return _whole(one, differs=True), _whole(other, differs=True)
    mine: list[Piece] = []
    theirs: list[Piece] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if end > start:
            mine.append(Piece("".join(left[start:end]), kind != "equal"))
        if other_end > other_start:
            theirs.append(Piece("".join(right[other_start:other_end]), kind != "equal"))
    return tuple(mine), tuple(theirs)


def _folded(parts: Sequence[str]) -> list[str]:
    return [part.casefold() for part in parts]


def _whole(text: str, *, differs: bool) -> tuple[Piece, ...]:
    return (Piece(text, differs),) if text else ()
