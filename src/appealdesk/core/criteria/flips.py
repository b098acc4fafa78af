"""The next day on which a result changes by itself, because somebody grows older or a licence begins or ends.

Stored with the result, it makes the re-screening of a day a look-up of the few people for whom that day is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from appealdesk.core.criteria.ages import birthday
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import Facts, FactValue, Validity
from appealdesk.core.criteria.tree import CriteriaSet, Leaf, Operator


def next_flip(criteria: CriteriaSet, facts: Facts, as_of: date) -> date | None:
    """The first day after `as_of` whose outcome or reasons differ from those of `as_of`, or None.

    Only the days on which a leaf can turn are judged; between them nothing changes.
    """
    now = evaluate(criteria, facts, as_of)
    turning = {day for leaf in criteria.leaves for day in _turning_days(leaf, facts) if day > as_of}
    for day in sorted(turning):
        then = evaluate(criteria, facts, day)
        if (then.outcome, then.mask) != (now.outcome, now.mask):
            return day
    return None


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
