"""The SQL that judges says what Python says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.appeals.queries.pages import ChoicePage, FactPage
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.tree import CriteriaSet, FactKind
from appealdesk.foundation.db import acting, fetch_all, fetch_value
from appealdesk.screening.models import ScreeningProfile
from appealdesk.screening.slots import pack_facts, typed_facts
from appealdesk.screening.statement import carried_reasons, judging_statement
from tests.screening.cast import NOW, ScreeningStage

_FOLDER = Path(__file__).parents[1] / "data" / "criteria"
# The third case has more leaves than a mask has bits, so nobody could publish it.
_CASES = ("case0", "case1", "case2", "case4", "case5")
_LETTERS = {"choice": "c", "number": "n", "flag": "b", "date": "d", "set": "s", "validity": "v"}


def _dictionary(criteria: CriteriaSet) -> dict[str, FactPage]:
    """A dictionary with a column for every fact of the criteria, of each type in order."""
    pages: dict[str, FactPage] = {}
    for key, declared in criteria.facts.items():
        letter = _LETTERS[declared.kind.value]
        number = 1 + sum(page.slot.startswith(letter) for page in pages.values())
        birth = key == "birth_date" and declared.kind is FactKind.DATE
        pages[key] = FactPage(
            key=key,
            type=declared.kind.value,
            choices=tuple(ChoicePage(key=choice, labels={}) for choice in declared.choices),
            labels={},
            questions={},
            hints={},
            slot="birth_day" if birth else f"{letter}{number:02}",
            privacy="sensitive",
        )
    return pages


@pytest.mark.parametrize("case", _CASES)
def test_both_evaluators_agree_on_every_profile(stage: ScreeningStage, case: str) -> None:
    criteria = parse_criteria(json.loads((_FOLDER / f"{case}.criteria.json").read_text(encoding="utf-8")))
    as_of = date.fromisoformat((_FOLDER / f"{case}.as_of").read_text(encoding="utf-8").strip())
    lines = (_FOLDER / f"{case}.facts.jsonl").read_text(encoding="utf-8").splitlines()
    dictionary = _dictionary(criteria)
    people = [typed_facts(dictionary, json.loads(line).get("facts") or {}) for line in lines[:400] if line.strip()]
    with acting(stage.system):
        ScreeningProfile.objects.bulk_create(
            ScreeningProfile(
                application_id=number,
                organisation_id=stage.enquiries.organisation_id,
                appeal_id=stage.enquiries.appeal_id,
                screened_at=NOW,
                **pack_facts(dictionary, facts),
            )
            for number, facts in enumerate(people)
        )
        judged = fetch_all(f"{judging_statement(criteria, dictionary, as_of)} ORDER BY application_id")

    results = [evaluate(criteria, facts, as_of) for facts in people]
    assert len(people) > 50
    assert judged == [(number, result.outcome.code, result.mask) for number, result in enumerate(results)]


_LEAVES = ("branch", "years", "training", "age", "licence")


def _criteria(leaves: list[str], number: int) -> CriteriaSet:
    document: dict[str, Any] = {
        "schema": "appealdesk.criteria/1",
        "position": "defence",
        "revision": number,
        "effective_from": "2022-02-28T00:00:00+09:00",
        "facts": {"ready": {"type": "flag"}},
        "criteria": {
            "id": "root",
            "all": [{"id": leaf, "fact": "ready", "op": "is", "value": True} for leaf in leaves],
        },
    }
    return parse_criteria(document)


_REVISIONS = st.lists(st.sampled_from(_LEAVES), min_size=1, max_size=5, unique=True)


@pytest.mark.django_db
@given(target=_REVISIONS, earlier=_REVISIONS, data=st.data())
def test_a_mask_is_carried_to_the_same_criteria(target: list[str], earlier: list[str], data: st.DataObject) -> None:
    wanted, stored = _criteria(target, 2), _criteria(earlier, 1)
    mask = data.draw(st.integers(0, 2 ** len(earlier) - 1))

    carried = _carried(carried_reasons(wanted, {7: stored}), mask=mask, revision_id=7)

    named = stored.leaf_ids(mask)
    if set(named) <= set(target):
        assert set(wanted.leaf_ids(carried)) == set(named)
    else:
        assert carried >= 2 ** len(target)


@pytest.mark.django_db
def test_a_revision_that_nobody_knows_makes_a_mask_that_equals_none() -> None:
    wanted = _criteria(["branch"], 2)

    carried = _carried(carried_reasons(wanted, {7: wanted}), mask=1, revision_id=8)

    assert wanted.leaf_ids(carried) == ()
    assert carried > 0


def _carried(expression: str, *, mask: int, revision_id: int) -> int:
    row = "(SELECT %s::bigint AS reasons, %s::bigint AS revision_id) AS profile"
    carried: int = fetch_value(f"SELECT {expression} FROM {row}", [mask, revision_id])  # noqa: S608  SQL of ours.
    return carried
