"""Which operator may ask about which kind of fact, and what it may be compared with.

The table is closed: what is not listed here cannot be published, so both evaluators and the explanations
can be complete. Source: the criteria file format, `appealdesk.criteria/1`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from appealdesk.core.criteria.tree import AS_OF, MAX_AGE, FactKind, FactType, Operand, Operator
from appealdesk.core.criteria.values import (
    read_bounds,
    read_choice,
    read_choices,
    read_date,
    read_flag,
    read_number,
    shown,
    tell,
)


def _one_choice(raw: object, declared: FactType) -> Operand:
    return read_choice(raw, declared.choices)


def _some_choices(raw: object, declared: FactType) -> Operand:
    found = read_choices(raw, declared.choices)
    if not found:
        raise ValueError(tell("The list names no choice; name at least one."))
    return found


def _number(raw: object, _declared: FactType) -> Operand:
    return read_number(raw)


def _bounds(raw: object, _declared: FactType) -> Operand:
    return read_bounds(raw)


def _flag(raw: object, _declared: FactType) -> Operand:
    return read_flag(raw)


def _date(raw: object, _declared: FactType) -> Operand:
    return read_date(raw)


def _ages(raw: object, _declared: FactType) -> Operand:
    low, high = read_bounds(raw)
    if not (isinstance(low, int) and isinstance(high, int) and low >= 0 and high <= MAX_AGE):
        raise ValueError(
            tell("{found} are not two ages in whole years from 0 to {most}.", found=shown(raw), most=MAX_AGE)
        )
    return low, high


def _as_of(raw: object, _declared: FactType) -> Operand:
    if raw != AS_OF:
        raise ValueError(
            tell('{found} cannot be used here; the only day that can be asked about is "as_of".', found=shown(raw))
        )
    return AS_OF


_Reader = Callable[[object, FactType], Operand]

_TABLE: Mapping[FactKind, Mapping[Operator, _Reader]] = MappingProxyType(
    {
        FactKind.CHOICE: {
            Operator.IS: _one_choice,
            Operator.IN: _some_choices,
            Operator.NOT_IN: _some_choices,
        },
        FactKind.NUMBER: {
            Operator.EQ: _number,
            Operator.LT: _number,
            Operator.LTE: _number,
            Operator.GT: _number,
            Operator.GTE: _number,
            Operator.BETWEEN: _bounds,
        },
        FactKind.FLAG: {Operator.IS: _flag},
        FactKind.DATE: {
            Operator.BEFORE: _date,
            Operator.AFTER: _date,
            Operator.ON_OR_BEFORE: _date,
            Operator.ON_OR_AFTER: _date,
            Operator.AGE_BETWEEN: _ages,
        },
        FactKind.SET: {
            Operator.CONTAINS_ANY: _some_choices,
            Operator.CONTAINS_ALL: _some_choices,
            Operator.DISJOINT: _some_choices,
        },
        FactKind.VALIDITY: {Operator.VALID_ON: _as_of},
    }
)


def operators_of(kind: FactKind) -> tuple[Operator, ...]:
    """The operators that may ask about facts of this kind, in the order in which an editor offers them."""
    return tuple(_TABLE[kind])


def read_operand(declared: FactType, operator: Operator, raw: object) -> Operand:
    """The checked operand of a leaf.

    Raises `ValueError` with one sentence if the operand does not fit, and `KeyError` if the operator may not
    ask about this kind of fact (the caller checks that first, with `operators_of`).
    """
    return _TABLE[declared.kind][operator](raw, declared)
