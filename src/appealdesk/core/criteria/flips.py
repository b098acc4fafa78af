"""The next day on which a result changes by itself, because somebody grows older or a licence begins or ends.

`next_flip` is that day. `next_turn` is the day on which a leaf turns, whether or not the result does: it is never
later, it depends on nothing but the leaves that ask about ages and licences, and PostgreSQL can work it out for
everybody (`turning_sql`). Stored with a result, it makes the re-screening of a day a look-up of the few people for whom
that day is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from appealdesk.core.criteria.ages import birthday
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import Facts, FactValue, Validity
from appealdesk.core.criteria.leaf_sql import FactColumn
from appealdesk.core.criteria.tree import CriteriaSet, Leaf, Operand, Operator

_TURNING = (Operator.AGE_BETWEEN, Operator.VALID_ON)


def next_flip(criteria: CriteriaSet, facts: Facts, as_of: date) -> date | None:
    """The first day after `as_of` whose outcome or reasons differ from those of `as_of`, or None.

    Only the days on which a leaf can turn are judged; between them nothing changes.
    """
    now = evaluate(criteria, facts, as_of)
    for day in sorted(_turns(criteria, facts, as_of)):
        then = evaluate(criteria, facts, day)
        if (then.outcome, then.mask) != (now.outcome, now.mask):
            return day
    return None


def next_turn(criteria: CriteriaSet, facts: Facts, as_of: date) -> date | None:
    """The first day after `as_of` on which a leaf turns, or None; the evidence that a leaf asks for plays no part."""
    return min(_turns(criteria, facts, as_of), default=None)


def turning_leaves(criteria: CriteriaSet) -> frozenset[tuple[str, Operator, Operand]]:
    """What `next_turn` depends on: two revisions with the same of these have the same days."""
    return frozenset((leaf.fact, leaf.operator, leaf.operand) for leaf in criteria.leaves if leaf.operator in _TURNING)


def turning_sql(criteria: CriteriaSet, columns: Mapping[str, FactColumn], as_of: date) -> str:
    """`next_turn` as an SQL date over a table with these columns; NULL where no leaf turns any more."""
    turns = [
        turn
        for fact, operator, operand in sorted(turning_leaves(criteria), key=repr)
        for turn in _turn_sql(columns[fact], operator, operand)
    ]
    later = [f"CASE WHEN {turn} > DATE '{as_of}' AND {turn} <= DATE '{date.max}' THEN {turn} END" for turn in turns]
    return f"LEAST({', '.join(later)})" if later else "NULL::date"


def _turn_sql(column: FactColumn, operator: Operator, operand: Any) -> Iterator[str]:
    if operator is Operator.VALID_ON:
        yield f"({column.value})"
        # An end on the last day of the calendar is no end, and the day after it cannot be told.
        yield f"(({column.until}) + 1)"
        return
    birth = f"({column.value})" if column.day_zero is None else f"(DATE '{column.day_zero}' + ({column.value}))"
    for years in (operand[0], operand[1] + 1):
        same_day = f"({birth} + INTERVAL '{years:d} years')::date"
        # PostgreSQL keeps a birthday of 29 February on the 28th, where the criteria's rule has 1 March.
        yield f"({same_day} + (date_part('day', {same_day}) <> date_part('day', {birth}))::int)"


def _turns(criteria: CriteriaSet, facts: Facts, as_of: date) -> set[date]:
    return {day for leaf in criteria.leaves for day in _turning_days(leaf, facts) if day > as_of}


def _turning_days(leaf: Leaf, facts: Facts) -> Iterator[date]:
    fact = facts.get(leaf.fact)
    if not isinstance(fact, FactValue):
        return
    if leaf.operator is Operator.AGE_BETWEEN and isinstance(fact.value, date):
        ages: Any = leaf.operand
        days = birthday(fact.value, ages[0]), birthday(fact.value, ages[1] + 1)
        yield from (day for day in days if day is not None)
    elif leaf.operator is Operator.VALID_ON and isinstance(fact.value, Validity):
        if fact.value.start is not None:
            yield fact.value.start
        if fact.value.until is not None and fact.value.until < date.max:
            yield fact.value.until + timedelta(days=1)
