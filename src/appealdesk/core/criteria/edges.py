"""The values of a fact at which the answer of a leaf turns: on each bound, and just beside it.

Errors of a comparison hide at its bounds, so these are the values by which two implementations are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from appealdesk.core.criteria.ages import birth_bounds
from appealdesk.core.criteria.facts import Validity, Value
from appealdesk.core.criteria.tree import FactType, Leaf, Operator
from appealdesk.core.criteria.values import LARGEST_EXACT_INTEGER

# A fact may have sixty choices; two beyond those that the leaf names show what the others do.
_OTHER_CHOICES = 2


def edge_values(leaf: Leaf, declared: FactType, as_of: date) -> tuple[Value, ...]:
    """Values near which the leaf turns on the day, each once, in a fixed order."""
    found = _EDGES[leaf.operator](leaf.operand, declared, as_of)
    # True and 1, or 2 and 2.0, are one key of a dictionary, but a fact has values of one kind only.
    return tuple(dict.fromkeys(found))


def _choices(operand: Any, declared: FactType, _as_of: date) -> Iterator[Value]:
    if isinstance(operand, bool):
        yield from (True, False)
        return
    named = operand if isinstance(operand, tuple) else (operand,)
    yield from named
    yield from [choice for choice in declared.choices if choice not in named][:_OTHER_CHOICES]


def _numbers(operand: Any, _declared: FactType, _as_of: date) -> Iterator[Value]:
    bounds = operand if isinstance(operand, tuple) else (operand,)
    beside = (number + step for number in bounds for step in (0, -0.5, 0.5, -1, 1))
    yield from (number for number in beside if abs(number) <= LARGEST_EXACT_INTEGER)


def _days(operand: Any, _declared: FactType, _as_of: date) -> Iterator[Value]:
    yield from _around(operand)


def _births(operand: Any, _declared: FactType, as_of: date) -> Iterator[Value]:
    bounds = birth_bounds(operand[0], operand[1], as_of)
    for bound in bounds or (as_of,):
        yield from _around(bound)
        yield from _leap_day_near(bound)


def _around(day: date) -> Iterator[date]:
    yield day
    if day > date.min:
        yield day - timedelta(days=1)
    if day < date.max:
        yield day + timedelta(days=1)


def _leap_day_near(day: date) -> Iterator[date]:
    """The last 29 February up to the day, whose birthday is the doubtful one."""
    for year in range(day.year, max(day.year - 8, 0), -1):
        try:
            leap_day = date(year, 2, 29)
        except ValueError:
            continue
        if leap_day <= day:
            yield leap_day
            return


def _sets(operand: Any, declared: FactType, _as_of: date) -> Iterator[Value]:
    named = frozenset(operand)
    yield named
    yield frozenset()
    yield frozenset(declared.choices)
    yield frozenset(declared.choices) - named
    for choice in operand:
        yield frozenset({choice})
        yield named - {choice}


def _validities(_operand: Any, _declared: FactType, as_of: date) -> Iterator[Value]:
    before, _, after = sorted({*_around(as_of)}) if date.min < as_of < date.max else (as_of, as_of, as_of)
    yield Validity(None, None)
    yield Validity(as_of, as_of)
    yield Validity(None, as_of)
    yield Validity(as_of, None)
    yield Validity(None, before)
    yield Validity(after, None)
    # A licence that ends before it begins holds on no day.
    yield Validity(after, before)


_Edges = Callable[[Any, FactType, date], Iterator[Value]]

_EDGES: Mapping[Operator, _Edges] = MappingProxyType(
    {
        Operator.IS: _choices,
        Operator.IN: _choices,
        Operator.NOT_IN: _choices,
        Operator.EQ: _numbers,
        Operator.LT: _numbers,
        Operator.LTE: _numbers,
        Operator.GT: _numbers,
        Operator.GTE: _numbers,
        Operator.BETWEEN: _numbers,
        Operator.BEFORE: _days,
        Operator.AFTER: _days,
        Operator.ON_OR_BEFORE: _days,
        Operator.ON_OR_AFTER: _days,
        Operator.AGE_BETWEEN: _births,
        Operator.CONTAINS_ANY: _sets,
        Operator.CONTAINS_ALL: _sets,
        Operator.DISJOINT: _sets,
        Operator.VALID_ON: _validities,
    }
)
