"""`python -m tools.name_readings ENAMDICT`: write `core/names/enamdict.py`, how kanji are read in names.

ENAMDICT is the file of Debian's package `enamdict` (/usr/share/edict/enamdict, in EUC-JP). Only entries marked as a
family name (s) or a given name (g, f, m) are used, never those of whole persons. Each entry is cut so that every kanji
takes a piece of the reading; expectation maximisation finds which cuts explain all entries best. Which reading is the
usual one is asked of Sudachi (`pip install sudachipy sudachidict_core`, 200 MB). Nothing is needed at run time but the
file written here.
"""

import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sudachipy import Dictionary, SplitMode

from appealdesk.core.text.kana import to_katakana
from appealdesk.core.text.kanji_variants import FOLDS

_PROJECT: Final = Path(__file__).resolve().parents[1]
_TARGET: Final = _PROJECT / "src/appealdesk/core/names/enamdict.py"
_TAGS: Final = {"s": "FAMILY", "g": "GIVEN", "f": "GIVEN", "m": "GIVEN"}
_ENTRY: Final = re.compile(r"(\S+) \[(\S+)\] /\(([^)]*)\)")
_KANJI: Final = re.compile(r"[一-鿿㐀-䶿]")
_WRITTEN: Final = re.compile(r"[一-鿿㐀-䶿々ぁ-ヶ]{1,5}")
_READ: Final = re.compile(r"[ァ-ヶー]{1,10}")
_NO_BEGINNING: Final = frozenset("ャュョァィゥェォッーン")
_LONGEST_PIECE: Final = 5
_ROUNDS: Final = 6
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_FEWEST: Final = 0.5  # A piece that explains less than half an entry is noise.
_DEAREST: Final = 12.0  # Bits; what is rarer is told apart from no reading at all by nobody.
_CHEAP: Final = 1.5
_RARE: Final = 6.0
_ALONE, _FIRST, _LATER = "123"
_WIDTH: Final = 3_000  # Characters in a line, so that the file keeps to the budget of lines.

Entries = Mapping[str, set[str]]
Costs = dict[str, dict[str, float]]


def read_entries(lines: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    """Part of a name → how it is written → its readings in katakana."""
    found: dict[str, dict[str, set[str]]] = {"FAMILY": defaultdict(set), "GIVEN": defaultdict(set)}
    for line in lines:
        if entry := _ENTRY.match(line):
            written = _repeated(entry[1].translate(FOLDS))
            reading = to_katakana(entry[2])
            if _WRITTEN.fullmatch(written) and _KANJI.search(written) and _READ.fullmatch(reading):
                for part in {_TAGS[tag] for tag in entry[3].split(",") if tag in _TAGS}:
                    found[part][written].add(reading)
    return found


def learn_pieces(entries: Entries) -> tuple[Costs, dict[str, float]]:
    """What each character of an entry costs in bits in each reading, and how often each kanji was seen.

    A kanji that begins a name and one that goes on are two: 恵 is ケイ in 恵子 and エ in 理恵.
    """
    cut = [
        (_placed(written), cuts)
        for written, readings in entries.items()
        for each in readings
        if (cuts := _cuts(written, each))
    ]
    chances: dict[tuple[str, str], float] = {}
    for turn in range(_ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        for placed, cuts in cut:
            weights = [
                math.prod(chances.get(pair, 1e-7 if turn else 1.0) for pair in zip(placed, pieces, strict=True))
                for pieces in cuts
            ]
            whole = sum(weights)
            for pieces, weight in zip(cuts, weights, strict=True):
                for pair in zip(placed, pieces, strict=True):
                    counts[pair] += weight / whole
        seen: dict[str, float] = defaultdict(float)
        for (placed_kanji, _), count in counts.items():
            seen[placed_kanji] += count
        # A little taken from every piece lets the rare ones die out, once the common ones are known.
        taken = 0.05 if turn > 1 else 0.0
        chances = {pair: max(count - taken, 1e-9) / (seen[pair[0]] + 1.0) for pair, count in counts.items()}
    costs: Costs = defaultdict(dict)
    often: dict[str, float] = defaultdict(float)
    for (placed_kanji, piece), count in counts.items():
        cost = -math.log2(count / (seen[placed_kanji] + 1.0))
        if _has_readings(placed_kanji[0]):
            often[placed_kanji[0]] += count
            if count >= _FEWEST and cost <= _DEAREST:
                costs[placed_kanji][piece] = cost
    return costs, often


def _placed(written: str) -> list[str]:
    """Each character with its place: alone, at the beginning, or later."""
    if len(written) == 1:
        return [f"{written}{_ALONE}"]
    return [f"{character}{_LATER if place else _FIRST}" for place, character in enumerate(written)]


def odd_words(entries: Entries, costs: Costs) -> dict[str, list[str]]:
    """Words that are read as a whole: 大和 ヤマト, whose pieces give no such reading, and 真 マコト, which is read so
    only where it stands alone."""
    odd: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for written, readings in entries.items():
        for reading in sorted(readings):
            least = min((_cost(written, pieces, costs) for pieces in _cuts(written, reading)), default=math.inf)
            if len(written) == 1 or least > _RARE:
                odd[written].append((least, reading))
    return {written: [reading for _, reading in sorted(readings)] for written, readings in odd.items()}


def _has_readings(character: str) -> bool:
    """Kana stand for themselves, but for those that are written for a word: 関ヶ原, 一ノ瀬."""
    return bool(_KANJI.match(character)) or character in "ヶケノ"


def usual_words(entries: Entries, costs: Costs) -> dict[str, str]:
    """The one reading that a reader of Japanese gives first, where the pieces alone do not make it cheap.

    ENAMDICT says what is possible and not how often: 清水 is シミズ for nearly everybody, and キヨミズ for some.
    """
    reader = Dictionary(dict="core").tokenizer()
    usual: dict[str, str] = {}
    for written, readings in entries.items():
        words = reader.tokenize(written, SplitMode.C)
        if len(words) == 1 and (reading := words[0].reading_form()) in readings:
            least = min((_cost(written, pieces, costs) for pieces in _cuts(written, reading)), default=math.inf)
            if len(written) == 1 or least > _CHEAP:
                usual[written] = reading
    return usual


def _cost(written: str, pieces: Iterable[str], costs: Costs) -> float:
    return sum(
        costs.get(placed, {}).get(piece, math.inf) if _has_readings(placed[0]) else 0.0
        for placed, piece in zip(_placed(written), pieces, strict=True)
    )


def _repeated(written: str) -> str:
    out = ""
    for character in written:
        out += out[-1] if character == "々" and out else character
    return out


def _cuts(written: str, reading: str, done: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every way to give each character a piece; kana stand for themselves."""
    if not written:
        return [] if reading else [done]
    if not _has_readings(written[0]):
        own = to_katakana(written[0])
        return _cuts(written[1:], reading[len(own) :], (*done, own)) if reading.startswith(own) else []
    if not reading or reading[0] in _NO_BEGINNING:
        return []
    found: list[tuple[str, ...]] = []
    for end in range(1, min(len(reading) - len(written) + 1, _LONGEST_PIECE) + 1):
        if reading[end : end + 1] not in _NO_BEGINNING:
            found += _cuts(written[1:], reading[end:], (*done, reading[:end]))
    return found


def _lines(entries: Iterable[str]) -> Iterator[str]:
    line = ""
    for entry in entries:
        if len(line) + len(entry) > _WIDTH:
            yield line
            line = ""
        line += (" " if line else "") + entry
    if line:
        yield line


def _digit(number: float) -> str:
    return _DIGITS[max(0, min(round(number), len(_DIGITS) - 1))]


def _readings(pieces: Mapping[str, float]) -> str:
    ranked = sorted(pieces.items(), key=lambda pair: (pair[1], pair[0]))
    return "".join(piece + _digit(2 * cost) for piece, cost in ranked)


def _module(tables: Mapping[str, list[str]]) -> str:
    texts = "\n".join(
        f'{name}: Final = """\\\n' + "\n".join(_lines(entries)) + '\n"""\n' for name, entries in tables.items()
    )
    return _HEAD + texts


_HEAD: Final = '''"""How kanji are read in names. Made by tools/name_readings.py; not edited by hand.

Derived from ENAMDICT of 3 February 2021, the property of the Electronic Dictionary Research and Development Group
(https://www.edrdg.org/), and used in conformance with the Group's licence. This file alone is under that licence,
Creative Commons Attribution-ShareAlike 4.0 (https://creativecommons.org/licenses/by-sa/4.0/); see SOURCES.md beside it.

FAMILY and GIVEN: a kanji, twice the binary logarithm of how often names have it, then its readings at the beginning
of the part, | and its readings later on, each with what it costs in half bits; digits go on with letters to z for 35.
FAMILY_WORDS and GIVEN_WORDS: what is read as a whole. FAMILY_USUAL and GIVEN_USUAL: the commonest reading, where the
pieces do not tell it; which one that is comes from SudachiDict core (Works Applications, Apache-2.0).
"""

from typing import Final

__all__ = ["FAMILY", "FAMILY_USUAL", "FAMILY_WORDS", "GIVEN", "GIVEN_USUAL", "GIVEN_WORDS"]

'''


def main(source: Path) -> None:
    """Read the dictionary and write the module."""
    with source.open(encoding="euc_jp", errors="replace") as lines:
        found = read_entries(lines)
    tables: dict[str, list[str]] = {}
    for part, entries in found.items():
        costs, often = learn_pieces(entries)
        tables[part] = [
            kanji
            + _digit(2 * math.log2(often[kanji] + 1))
            + "|".join(_readings(costs.get(kanji + place, {})) for place in (_FIRST, _LATER))
            for kanji in sorted(often)
            if any(kanji + place in costs for place in (_FIRST, _LATER))
        ]
        usual = usual_words(entries, costs)
        tables[f"{part}_USUAL"] = ["/".join((written, usual[written])) for written in sorted(usual)]
        odd = odd_words(entries, costs)
        tables[f"{part}_WORDS"] = ["/".join((written, *odd[written])) for written in sorted(odd)]
    _TARGET.write_text(_module(tables), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
