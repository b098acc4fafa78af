"""The dictionary of facts: every fact has a column of its own, and there are only so many."""

from typing import Any

import pytest
from pydantic import ValidationError

from appealdesk.appeals.actions.define import define_fact
from appealdesk.appeals.actions.install import install_facts
from appealdesk.appeals.inputs import FactInput
from appealdesk.appeals.queries.fact_room import BIRTH_SLOT, SLOTS
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.foundation.refusals import Refusal
from tests.cast import NOW, Cast, set_cast
from tests.people.cast import audited

_TEXTS = {"ja": "項目", "en": "Fact", "uk": "Факт"}


def fact(key: str, kind: str = "number", *, choices: tuple[str, ...] = ()) -> FactInput:
    entry: dict[str, Any] = {
        "key": key,
        "type": kind,
        "labels": _TEXTS,
        "questions": _TEXTS,
        "choices": [{"key": choice, "labels": _TEXTS} for choice in choices],
    }
    return FactInput.model_validate(entry)


def test_the_built_in_facts_have_slots_of_their_type_and_of_their_own(cast: Cast) -> None:
    facts = fact_dictionary(cast.organisation_id).values()

    slots = [entry.slot for entry in facts]
    assert len(slots) == len(set(slots)) > 5
    assert all(entry.slot in (*SLOTS[entry.type], BIRTH_SLOT) for entry in facts)
    assert {entry.key: entry.slot for entry in facts}["birth_date"] == BIRTH_SLOT


def test_installing_again_defines_nothing(cast: Cast) -> None:
    before = fact_dictionary(cast.organisation_id)

    assert install_facts(actor=cast.system, now=NOW) == 0
    assert fact_dictionary(cast.organisation_id) == before


def test_a_new_fact_takes_the_first_free_slot(cast: Cast) -> None:
    taken = {entry.slot for entry in fact_dictionary(cast.organisation_id).values()}

    page = define_fact(actor=cast.system, now=NOW, entry=fact("shoe_size"))

    assert page.slot == next(slot for slot in SLOTS["number"] if slot not in taken)
    assert audited("fact.defined")[-1] == ("system:system", "shoe_size")


def test_a_full_dictionary_refuses_another(cast: Cast) -> None:
    used = sum(
        entry.type == "date" and entry.slot != BIRTH_SLOT for entry in fact_dictionary(cast.organisation_id).values()
    )
    for number in range(len(SLOTS["date"]) - used):
        define_fact(actor=cast.system, now=NOW, entry=fact(f"day_{number}", "date"))

    with pytest.raises(Refusal) as refused:
        define_fact(actor=cast.system, now=NOW, entry=fact("one_more", "date"))

    assert refused.value.code == "appeals.fact_dictionary_full"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (fact("service_years"), "appeals.fact_exists"),
        (fact("colour", "choice"), "appeals.fact_no_choices"),
        (fact("colour", "flag", choices=("red",)), "appeals.fact_choices"),
        (fact("colour", "choice", choices=("red", "red")), "appeals.fact_choice_twice"),
        (fact("skills", "set", choices=tuple(f"s{number}" for number in range(63))), "appeals.fact_many_choices"),
    ],
)
def test_what_does_not_fit_is_refused(cast: Cast, entry: FactInput, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        define_fact(actor=cast.system, now=NOW, entry=entry)

    assert refused.value.code == code


def test_two_organisations_have_two_dictionaries(cast: Cast) -> None:
    other = set_cast("other-office")

    define_fact(actor=cast.system, now=NOW, entry=fact("shoe_size"))

    assert "shoe_size" not in fact_dictionary(other.organisation_id)


@pytest.mark.parametrize("key", ["", "Shoe", "1st", "shoe size", "x" * 41])
def test_a_key_is_a_short_word_in_small_letters(key: str) -> None:
    with pytest.raises(ValidationError):
        fact(key)


def test_a_fact_is_asked_in_all_three_languages() -> None:
    with pytest.raises(ValidationError, match="all three languages"):
        FactInput.model_validate({"key": "shoe", "type": "flag", "labels": {"en": "Shoe"}, "questions": _TEXTS})
