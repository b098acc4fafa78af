"""The day on which a result changes by itself, compared with looking at every day."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import Facts, parse_facts
from appealdesk.core.criteria.flips import next_flip
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.tree import CriteriaSet
from tests.core.criteria.invented import AS_OF_DAYS, document, invent_document, invent_facts

AGE = {"id": "age", "fact": "birth_date", "op": "age_between", "value": [18, 60]}
LICENCE = {"id": "licence", "fact": "medical_licence", "op": "valid_on", "value": "as_of"}
DAY = date(2022, 2, 28)


def flip(criteria: dict[str, Any], **facts: Any) -> date | None:
    parsed = parse_criteria(document(criteria))
    return next_flip(parsed, parse_facts(facts, parsed.facts), DAY)


@pytest.mark.parametrize(
    ("birth", "day"),
    [
        ("2004-02-29", date(2022, 3, 1)),
        ("2004-03-05", date(2022, 3, 5)),
        ("1961-02-28", None),
        ("1961-03-01", date(2022, 3, 1)),
        ("2022-03-01", date(2040, 3, 1)),
    ],
)
def test_birthdays(birth: str, day: date | None) -> None:
    assert flip(AGE, birth_date=birth) == day


@pytest.mark.parametrize(
    ("start", "until", "day"),
    [
        (None, "2022-03-04", date(2022, 3, 5)),
        ("2022-03-04", None, date(2022, 3, 4)),
        ("2022-03-05", "2022-03-04", None),
        ("2021-01-01", "2022-02-27", None),
        (None, "9999-12-31", None),
    ],
)
def test_licences(start: str | None, until: str | None, day: date | None) -> None:
    assert flip(LICENCE, medical_licence={"from": start, "until": until}) == day


def test_an_unknown_fact_turns_on_no_day() -> None:
    assert flip(AGE) is None


def test_too_weak_evidence_turns_on_no_day() -> None:
    assert flip(AGE | {"min_evidence": "verified"}, birth_date="2004-03-05") is None


def test_a_leaf_that_turns_without_deciding_changes_nothing() -> None:
    travel = {"id": "travel", "fact": "fit_for_travel", "op": "is", "value": True}
    either = {"id": "root", "all": [travel, LICENCE]}

    assert flip(either, fit_for_travel=False, medical_licence={"from": None, "until": "2022-03-04"}) == date(2022, 3, 5)
    assert flip({"id": "root", "any": [travel, LICENCE | {"min_evidence": "verified"}]}, fit_for_travel=True) is None


def test_reasons_that_change_alone_are_a_flip() -> None:
    travel = {"id": "travel", "fact": "fit_for_travel", "op": "is", "value": True}
    either = {"id": "root", "any": [travel, AGE]}

    assert flip(either, fit_for_travel=True, birth_date="2004-03-05") == date(2022, 3, 5)


def test_no_day_before_it_differs() -> None:
    random = Random(3)
    for _ in range(60):
        criteria = parse_criteria(invent_document(random, 4))
        facts = parse_facts(invent_facts(random), criteria.facts)
        as_of = random.choice(AS_OF_DAYS)

        found = next_flip(criteria, facts, as_of)

        last = as_of + timedelta(days=800)
        assert first_other_day(criteria, facts, as_of, last) == (found if found and found < last else None)


def first_other_day(criteria: CriteriaSet, facts: Facts, as_of: date, last: date) -> date | None:
    """Judges every single day."""
    now = evaluate(criteria, facts, as_of)
    day = as_of
    while (day := day + timedelta(days=1)) < last:
        then = evaluate(criteria, facts, day)
        if (then.outcome, then.mask) != (now.outcome, now.mask):
            return day
    return None
