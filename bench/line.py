"""One line of the table: its rounds, their floors, the ratio of both, and the target."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Line", "Round", "Target", "line_from_json", "make_line"]


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement and the floor that was measured beside it, both in the line's unit."""

    value: float
    floor: float


@dataclass(frozen=True, slots=True)
class Target:
    """What the median has to keep: the value or the ratio, at least or at most `bound`."""

    of: Literal["value", "ratio"]
    sense: Literal["at_least", "at_most"]
    bound: float

    def kept_by(self, number: float) -> bool:
        """True if the number keeps the target."""
        return number >= self.bound if self.sense == "at_least" else number <= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Medians with their range. `ratio` is the median of the rounds' ratios; `memory_mb` the peak of what was measured.

    `sizes` says how much was measured, `notes` holds numbers beside the line.
    """

    name: str
    unit: str
    value: float
    least: float
    most: float
    floor: float
    floor_name: str
    ratio: float
    target: Target | None
    memory_mb: float
    rounds: int
    sizes: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, float] = field(default_factory=dict)

    @property
    def kept(self) -> bool | None:
        """Whether the target is kept; None without one."""
        if self.target is None:
            return None
        return self.target.kept_by(self.ratio if self.target.of == "ratio" else self.value)


def make_line(
    name: str,
    rounds: Sequence[Round],
    *,
    unit: str,
    floor_name: str,
    memory_mb: float,
    target: Target | None = None,
    sizes: Mapping[str, int] | None = None,
    notes: Mapping[str, float] | None = None,
) -> Line:
    """The medians of the rounds as a line."""
    values = [each.value for each in rounds]
    return Line(
        name=name,
        unit=unit,
        value=statistics.median(values),
        least=min(values),
        most=max(values),
        floor=statistics.median(each.floor for each in rounds),
        floor_name=floor_name,
        ratio=statistics.median(each.value / each.floor for each in rounds),
        target=target,
        memory_mb=memory_mb,
        rounds=len(rounds),
        sizes=sizes or {},
        notes=notes or {},
    )


def line_from_json(stored: Mapping[str, Any]) -> Line:
    """A line again, from what `dataclasses.asdict` gave."""
    target = stored["target"]
    return Line(**{**stored, "target": Target(**target) if target else None})
