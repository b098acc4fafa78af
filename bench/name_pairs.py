"""`python -m bench.name_pairs FILE`: how well names are told apart, on pairs whose truth is known.

FILE is tab-separated with the columns cls, label (1: one name, 0: two), a, b and src. The pairs are halved so that
all spellings of a name fall into one half; a threshold is chosen on one half and used on the other. Such a file is
large and partly under licences of its own, so the repository holds only an excerpt (tests/data/names).
"""

import csv
import hashlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from appealdesk.core.names.pair import score_names
from appealdesk.core.text.normalise import tokens
from appealdesk.foundation.collector import without_collector

__all__ = ["Pair", "area", "best_f1", "precision_and_recall", "read_pairs", "threshold_for_precision", "with_halves"]

PRECISION = 0.985


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spellings; `same` is the truth and `half` 0 or 1."""

    kind: str
    source: str
    left: str
    right: str
    same: bool
    half: int = 0


Scored = Sequence[tuple[float, bool]]


def read_pairs(file: Path) -> list[Pair]:
    """The pairs of a file, halved."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return with_halves(Pair(row["cls"], row["src"], row["a"], row["b"], row["label"] == "1") for row in rows)


def with_halves(pairs: Iterable[Pair]) -> list[Pair]:
    """The same pairs, each in the half of its left name; names that are spellings of one share a half."""
    read = list(pairs)
    parents: dict[str, str] = {}
    for pair in read:
        if pair.same:
            parents[_root(parents, _name(pair.left))] = _root(parents, _name(pair.right))
    return [
        Pair(pair.kind, pair.source, pair.left, pair.right, pair.same, _side(_root(parents, _name(pair.left))))
        for pair in read
    ]


def area(scored: Scored) -> float:
    """The chance that a same pair scores above a different one; ties count half."""
    same = sum(truth for _, truth in scored)
    ranks, place = 0.0, 0
    for group in _groups(sorted(scored)):
        ranks += (2 * place + len(group) + 1) / 2 * sum(truth for _, truth in group)
        place += len(group)
    return (ranks - same * (same + 1) / 2) / (same * (len(scored) - same))


def best_f1(scored: Scored) -> tuple[float, float]:
    """The greatest F1 that a threshold reaches, and the threshold."""
    return max((2 * right / (taken + total), at) for at, taken, right, total in _thresholds(scored))


def threshold_for_precision(scored: Scored, precision: float) -> float:
    """The lowest threshold that keeps the precision; infinite where none does."""
    return min((at for at, taken, right, _ in _thresholds(scored) if right / taken >= precision), default=float("inf"))


def precision_and_recall(scored: Scored, threshold: float) -> tuple[float, float]:
    """Of the pairs that score at least the threshold."""
    taken = [truth for score, truth in scored if score >= threshold]
    return sum(taken) / max(1, len(taken)), sum(taken) / max(1, sum(truth for _, truth in scored))


def _thresholds(scored: Scored) -> Iterator[tuple[float, int, int, int]]:
    total = sum(truth for _, truth in scored)
    taken = right = 0
    for group in _groups(sorted(scored, reverse=True)):
        taken += len(group)
        right += sum(truth for _, truth in group)
        yield group[0][0], taken, right, total


def _groups(ordered: Scored) -> Iterator[Scored]:
    start = 0
    for place in range(1, len(ordered) + 1):
        if place == len(ordered) or ordered[place][0] != ordered[start][0]:
            yield ordered[start:place]
            start = place


def _name(text: str) -> str:
    return " ".join(sorted(tokens(text)))


def _root(parents: dict[str, str], name: str) -> str:
    while (parent := parents.setdefault(name, name)) != name:
        parents[name] = name = parents[parent]
    return name


def _side(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0] & 1


def _report(pairs: Sequence[Pair], scores: Sequence[float]) -> Iterator[str]:
    def those(of: Callable[[Pair], bool]) -> list[tuple[float, bool]]:
        return [(score, pair.same) for score, pair in zip(scores, pairs, strict=True) if of(pair)]

    yield f"{'':26} {'area':>6} {'F1':>6}   carried: F1, then precision and recall at {PRECISION}"
    yield from _rows("all", those, lambda pair: True)
    for source in sorted({pair.source for pair in pairs}):
        yield from _rows(f"src={source}", those, lambda pair, source=source: pair.source == source)
    for kind in sorted({pair.kind for pair in pairs}):
        yield from _rows(kind, those, lambda pair, kind=kind: pair.kind == kind)


def _rows(
    name: str, those: Callable[[Callable[[Pair], bool]], list[tuple[float, bool]]], of: Callable[[Pair], bool]
) -> Iterator[str]:
    """One line; the thresholds come from all pairs of one half and are used on the line's pairs of the other."""
    carried = []
    for half in (0, 1):
        chosen, used = (
            those(lambda pair, half=half: pair.half == half),
            those(lambda pair, half=half: of(pair) and pair.half != half),
        )
        precision, recall = precision_and_recall(used, best_f1(chosen)[1])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        carried.append((f1, *precision_and_recall(used, threshold_for_precision(chosen, PRECISION))))
    numbers = "   ".join(f"{f1:.3f} {precision:.3f} {recall:.3f}" for f1, precision, recall in carried)
    scored = those(of)
    yield f"{name:26} {area(scored):6.4f} {best_f1(scored)[0]:6.4f}   {numbers}"


def main(arguments: Sequence[str]) -> int:
    """Score the file twice, since a name that was seen before is cheaper, and print what was reached."""
    pairs = read_pairs(Path(arguments[0]))
    for time_of in ("first", "second"):
        with without_collector():
            began = time.process_time()
            scores = [score_names(pair.left, pair.right).score for pair in pairs]
        print(f"{len(pairs) / (time.process_time() - began):10,.0f} pairs/s of one core, {time_of} time")
    for line in _report(pairs, scores):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
