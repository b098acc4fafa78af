"""`python -m tools.name_weights PAIRS`: fit `core/names/weights.py` on one half of pairs whose truth is known.

PAIRS is tab-separated with the columns cls, label, a, b and src; bench/name_pairs.py measures the other half.
A logistic regression with a little ridge, by Newton's method; plain Python takes some minutes.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.name_pairs import read_pairs

from appealdesk.core.names.measures import measure
from appealdesk.core.names.similarity import cheapest_reading
from appealdesk.core.names.sounds import Form, prepare
from appealdesk.core.names.weighing import heard_values, read_values, script_pair
from appealdesk.core.text.normalise import Script

_TARGET: Final = Path(__file__).resolve().parents[1] / "src/appealdesk/core/names/weights.py"
_RIDGE: Final = 1.0
_ROUNDS: Final = 12
_FITTED_HALF: Final = 0

Rows = list[tuple[Sequence[float], bool]]


def values_of(one: Form, other: Form) -> tuple[str, tuple[float, ...]] | None:
    """The pair of scripts and the values that are weighed there; None for kanji on both sides, which have a table."""
    scripts = script_pair(*sorted((one.script, other.script)))
    kanji = [form for form in (one, other) if form.script is Script.KANJI]
    if len(kanji) == 2:
        return None
    if kanji:
        heard = other if one is kanji[0] else one
        return scripts, read_values(*cheapest_reading(kanji[0], heard))
    same_kana = bool(one.kana) and one.kana == other.kana
    return scripts, heard_values(measure(one.words, other.words), same_kana=same_kana)


def fit(rows: Rows) -> tuple[float, list[float]]:
    """Constant and weights in bits, with the odds of the rows taken out."""
    width = len(rows[0][0])
    means = [sum(float(values[i]) for values, _ in rows) / len(rows) for i in range(width)]
    spreads = [
        math.sqrt(sum((values[i] - means[i]) ** 2 for values, _ in rows) / len(rows)) or 1.0 for i in range(width)
    ]
    scaled = [
        ([1.0, *((values[i] - means[i]) / spreads[i] for i in range(width))], float(same)) for values, same in rows
    ]
    weights = [0.0] * (width + 1)
    for _ in range(_ROUNDS):
        weights = _newton_step(weights, scaled)
    same = sum(truth for _, truth in rows)
    plain = [weight / spread / math.log(2) for weight, spread in zip(weights[1:], spreads, strict=True)]
    odds = math.log2(same / (len(rows) - same))
    constant = weights[0] / math.log(2) - odds - sum(w * mean for w, mean in zip(plain, means, strict=True))
    return constant, plain


def _newton_step(weights: list[float], rows: Sequence[tuple[list[float], float]]) -> list[float]:
    size = len(weights)
    slope = [0.0 if i == 0 else -_RIDGE * weights[i] for i in range(size)]
    curve = [[_RIDGE if i == j and i else 0.0 for j in range(size)] for i in range(size)]
    for values, truth in rows:
        chance = 1.0 / (1.0 + math.exp(-max(-30.0, min(sum(map(float.__mul__, weights, values)), 30.0))))
        bend = max(chance * (1.0 - chance), 1e-9)
        for i, value in enumerate(values):
            if value:
                slope[i] += (truth - chance) * value
                line, scaled = curve[i], bend * value
                for j in range(i, size):
                    line[j] += scaled * values[j]
    for i in range(size):
        for j in range(i):
            curve[i][j] = curve[j][i]
    return [weight + step for weight, step in zip(weights, _solve(curve, slope), strict=True)]


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss elimination with the greatest pivot."""
    size = len(right)
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda row: abs(lines[row][i]))
        lines[i], lines[pivot] = lines[pivot], lines[i]
        for row in range(i + 1, size):
            factor = lines[row][i] / lines[i][i]
            for column in range(i, size + 1):
                lines[row][column] -= factor * lines[i][column]
    found = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(lines[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (lines[i][size] - rest) / lines[i][i]
    return found


def main(file: Path) -> None:
    """Fit each pair of scripts and write the module."""
    groups: dict[str, Rows] = defaultdict(list)
    for pair in read_pairs(file):
        one, other = prepare(pair.left), prepare(pair.right)
        if pair.half == _FITTED_HALF and one and other and (found := values_of(one, other)):
            groups[found[0]].append((found[1], pair.same))
    lines = []
    for scripts, rows in sorted(groups.items()):
        constant, weights = fit(rows)
        sys.stderr.write(f"{scripts}: {len(rows)} pairs\n")
        numbers = "".join(f"            {weight:.3f},\n" for weight in weights)
        lines.append(f'    "{scripts}": (\n        {constant:.3f},\n        (\n{numbers}        ),\n    ),\n')
    _TARGET.write_text(_HEAD + "".join(lines) + "}\n", encoding="utf-8")


_HEAD: Final = '''"""How much each measure weighs for each pair of scripts. Made by tools/name_weights.py.

Fitted on one half of 53,503 pairs of names in 19 classes across scripts: Japanese names of ENAMDICT and of the gimei
word lists, Ukrainian and Latin names of Faker's word lists, tokens of the transliteration set of Merhav and Ash (2018).
Per pair of scripts a constant, then one weight for each value of `weighing.heard_values` or `weighing.read_values`.
"""

from collections.abc import Mapping
from typing import Final

__all__ = ["WEIGHTS"]

WEIGHTS: Final[Mapping[str, tuple[float, tuple[float, ...]]]] = {
'''


if __name__ == "__main__":
    main(Path(sys.argv[1]))
