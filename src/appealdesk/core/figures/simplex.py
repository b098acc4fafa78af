"""A small exact linear programme: the bounded simplex method in fractions.

It answers one question, how far a single variable can go, over homogeneous equations between bounded
variables, with zero known to be feasible. That is all that auditing a table needs, and exactness matters more
than speed there.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

__all__ = ["Bounds", "Programme"]

Bounds = tuple[Fraction | None, Fraction | None]
_ZERO = Fraction(0)


class Programme:
    """Variables with bounds around zero, and equations Σ coefficient · variable = 0.

    Kept as a dictionary: each basic variable is a row of coefficients over the others. The present point is
    always feasible, so each question starts where the last one ended. Bland's rule (smallest name first)
    rules out cycling.
    """

    def __init__(self, bounds: Mapping[str, Bounds], equations: Iterable[Mapping[str, Fraction]]) -> None:
        self._names = sorted(bounds)
        self._bounds = dict(bounds)
        self._values = dict.fromkeys(self._names, _ZERO)
        self._rows: dict[str, dict[str, Fraction]] = {}
        for name, (lower, upper) in self._bounds.items():
            if (lower is not None and lower > 0) or (upper is not None and upper < 0):
                raise ValueError(f"Zero lies outside the bounds of {name}.")
        for equation in equations:
            self._add(equation)

    def highest(self, target: str) -> Fraction | None:
        """The largest value that the variable can take; None if there is no limit."""
        return self._push(target, 1)

    def lowest(self, target: str) -> Fraction | None:
        """The smallest value that the variable can take; None if there is no limit."""
        return self._push(target, -1)

    def _add(self, equation: Mapping[str, Fraction]) -> None:
        """Solve a further equation for one variable; one that follows from the others adds nothing."""
        combined: dict[str, Fraction] = {}
        for name, factor in equation.items():
            for other, coefficient in self._rows.get(name, {name: Fraction(1)}).items():
                _add_to(combined, other, factor * coefficient)
        if not combined:
            return
        basic = min(combined)
        pivot = combined.pop(basic)
        self._substitute(basic, {name: -coefficient / pivot for name, coefficient in combined.items()})

    def _substitute(self, basic: str, row: dict[str, Fraction]) -> None:
        """Make a variable basic: put its row in the place of the variable everywhere."""
        for other in self._rows.values():
            factor = other.pop(basic, None)
            if factor is not None:
                for name, coefficient in row.items():
                    _add_to(other, name, factor * coefficient)
        self._rows[basic] = row

    def _push(self, target: str, sign: int) -> Fraction | None:
        while True:
            move = self._improving(target, sign)
            if move is None:
                return self._values[target]
            entering, direction = move
            step, blocking = self._room(entering, direction)
            if step is None:
                return None
            self._move(entering, direction * step)
            if blocking != entering:
                self._pivot(entering, blocking)

    def _improving(self, target: str, sign: int) -> tuple[str, int] | None:
        """The first variable outside the basis whose move improves the target, and its direction."""
        gradient = self._rows.get(target, {target: Fraction(1)})
        for name in sorted(gradient):
            direction = sign if gradient[name] > 0 else -sign
            if self._own_room(name, direction) != 0:
                return name, direction
        return None

    def _own_room(self, name: str, direction: int) -> Fraction | None:
        lower, upper = self._bounds[name]
        if direction > 0:
            return None if upper is None else upper - self._values[name]
        return None if lower is None else self._values[name] - lower

    def _room(self, entering: str, direction: int) -> tuple[Fraction | None, str]:
        """How far the entering variable can go, and which variable stops it: the first by name of several."""
        step, blocking = self._own_room(entering, direction), entering
        for basic, row in self._rows.items():
            coefficient = row.get(entering)
            if coefficient is None:
                continue
            room = self._own_room(basic, direction if coefficient > 0 else -direction)
            if room is None:
                continue
            limit = room / abs(coefficient)
            if step is None or limit < step or (limit == step and basic < blocking):
                step, blocking = limit, basic
        return step, blocking

    def _move(self, entering: str, distance: Fraction) -> None:
        if distance == 0:
            return
        self._values[entering] += distance
        for basic, row in self._rows.items():
            coefficient = row.get(entering)
            if coefficient is not None:
                self._values[basic] += coefficient * distance

    def _pivot(self, entering: str, leaving: str) -> None:
        row = self._rows.pop(leaving)
        coefficient = row.pop(entering)
        solved = {name: -other / coefficient for name, other in row.items()}
        solved[leaving] = 1 / coefficient
        self._substitute(entering, solved)


def _add_to(row: dict[str, Fraction], name: str, amount: Fraction) -> None:
    total = row.get(name, _ZERO) + amount
    if total:
        row[name] = total
    else:
        row.pop(name, None)
