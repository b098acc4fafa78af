"""What an invariant yields when it does not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["Invariant", "Violation"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A named truth that does not hold, and a sentence that says where."""

    name: str
    sentence: str


Invariant = Callable[[], Iterator[Violation]]
