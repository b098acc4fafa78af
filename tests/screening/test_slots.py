"""Where facts lie in a profile."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appealdesk.appeals.actions import define
from appealdesk.appeals.queries.pages import ChoicePage, FactPage
from appealdesk.core.criteria.facts import Absence, Absent
from appealdesk.core.criteria.sql import compile_criteria
from appealdesk.foundation.db import acting
from appealdesk.screening.models import ScreeningProfile
from appealdesk.screening.slots import COLUMNS, SLOTS, fact_columns, pack_facts, typed_facts, unpack_facts
from tests.screening.cast import NOW, ScreeningStage

_SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_EVIDENCE = st.sampled_from(["claimed", "documented", "verified"])
_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
_CHOICES = ("ja", "en", "uk")


def _page(key: str, kind: str, slot: str) -> FactPage:
    listed = kind in {"choice", "set"}
    return FactPage(
        key=key,
        type=kind,
        choices=tuple(ChoicePage(key=name, labels={}) for name in _CHOICES) if listed else (),
        labels={},
        questions={},
        hints={},
        slot=slot,
        privacy="sensitive",
    )


_KINDS = {"c": "choice", "n": "number", "b": "flag", "d": "date", "s": "set", "v": "validity"}
# A dictionary that fills every column of the profile.
DICTIONARY = {slot: _page(slot, _KINDS[slot[0]], slot) for slot in SLOTS if slot != "birth_day"} | {
    "birth_date": _page("birth_date", "date", "birth_day")
}
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "choice": st.sampled_from(_CHOICES),
    "number": st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6, allow_nan=False),
    "flag": st.booleans(),
    "date": _DAYS,
    "set": st.lists(st.sampled_from(_CHOICES), unique=True),
    "validity": st.fixed_dictionaries({"from": st.none() | _DAYS, "until": st.none() | _DAYS}),
}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        key: st.one_of(
            st.fixed_dictionaries({"value": _VALUES[page.type], "evidence": _EVIDENCE}),
            st.just({"absent": "declined_to_say"}),
        )
        for key, page in DICTIONARY.items()
    },
)


@given(answers=ANSWERS)
@_SETTINGS
def test_facts_come_back_as_they_went_in(answers: dict[str, Any]) -> None:
    facts = typed_facts(DICTIONARY, answers)

    packed = pack_facts(DICTIONARY, facts)
    back = unpack_facts(DICTIONARY, packed)

    assert set(packed) == set(COLUMNS)
    for key, fact in facts.items():
        # Why a fact is absent stays with the application; the profile knows that it is.
        assert back[key] == (Absent() if isinstance(fact, Absent) else fact)


@given(answers=ANSWERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_gives_back_what_it_got(stage: ScreeningStage, answers: dict[str, Any]) -> None:
    packed = pack_facts(DICTIONARY, typed_facts(DICTIONARY, answers))
    columns = {column: value for column, value in packed.items() if value is not None or column.startswith("evidence")}
    with acting(stage.system):
        ScreeningProfile.objects.filter(pk=1).delete()
        ScreeningProfile.objects.create(
            application_id=1,
            organisation_id=stage.enquiries.organisation_id,
            appeal_id=stage.enquiries.appeal_id,
            screened_at=NOW,
            **columns,
        )
        (row,) = ScreeningProfile.objects.filter(pk=1).values(*COLUMNS)

    assert row == packed


def test_there_is_a_column_for_every_slot_that_the_dictionary_assigns() -> None:
    assigned = {slot for slots in define.SLOTS.values() for slot in slots} | {define.BIRTH_SLOT}

    assert set(SLOTS) == assigned
    assert set(COLUMNS) <= {field.name for field in ScreeningProfile._meta.concrete_fields}


@pytest.mark.parametrize("answer", ["sometimes", ["ja"], {"value": 3, "by": "me"}, {"absent": "lost"}, True])
def test_an_answer_that_does_not_fit_is_unverified(answer: object) -> None:
    facts = typed_facts({"years": _page("years", "number", "n01")}, {"years": answer})

    assert facts == {"years": Absent(Absence.UNVERIFIED)}


def test_numbers_keep_their_value() -> None:
    facts = typed_facts({"years": _page("years", "number", "n01")}, {"years": 0.1})

    assert math.isclose(pack_facts({"years": _page("years", "number", "n01")}, facts)["n01"], 0.1, rel_tol=0)


def test_the_columns_fit_the_compiler(stage: ScreeningStage) -> None:
    columns = fact_columns({key: DICTIONARY[key] for key in ("birth_date", "c01")})

    assert columns["c01"].codes == {"ja": 1, "en": 2, "uk": 3}
    assert (columns["birth_date"].value, columns["c01"].value) == ("birth_day", "c01")
    with pytest.raises(ValueError, match="No column holds the fact"):
        compile_criteria(stage.revision.criteria, columns, date(2022, 3, 1))
