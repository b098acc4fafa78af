"""Describing a fact anew: its words change, and what profiles have stored keeps its meaning."""

from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction

from appealdesk.appeals.actions.define import define_fact
from appealdesk.appeals.actions.describe import describe_fact
from appealdesk.appeals.inputs import FactTextsInput
from appealdesk.appeals.queries.fact_room import fact_uses, slots_taken
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import execute
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.appeals.actions.test_define import fact
from tests.cast import NOW, Cast, set_cast
from tests.people.cast import audited
from tests.postgres_plugin import Database

_TEXTS: Any = {"ja": "新しい項目", "en": "New words", "uk": "Нові слова"}


def words(*keys: str, **more: Any) -> FactTextsInput:
    choices = [{"key": key, "labels": _TEXTS} for key in keys]
    return FactTextsInput.model_validate({"labels": _TEXTS, "questions": _TEXTS, "choices": choices} | more)


def describe(cast: Cast, key: str, entry: FactTextsInput, role: Role = Role.ADMINISTRATOR) -> Any:
    return describe_fact(actor=cast.officer(role), now=NOW, key=key, entry=entry)


def test_words_change_and_an_answer_comes_at_the_end(cast: Cast) -> None:
    known = [choice.key for choice in fact_dictionary(cast.organisation_id)["service_branch"].choices]

    page = describe(cast, "service_branch", words(*known, "coast_guard", privacy="internal"))

    assert (page.labels, [choice.key for choice in page.choices], page.privacy) == (
        _TEXTS,
        [*known, "coast_guard"],
        "internal",
    )
    assert audited("fact.described") == [(f"staff:{cast.staff[Role.ADMINISTRATOR]}", "service_branch")]


@pytest.mark.parametrize(
    ("key", "keys", "code"),
    [
        ("service_branch", ("ffl", "jsdf", "other", "none"), "appeals.fact_choice_order"),
        ("service_branch", ("jsdf", "ffl", "other"), "appeals.fact_choice_order"),
        ("service_branch", (), "appeals.fact_choice_order"),
        ("service_branch", ("jsdf", "ffl", "other", "none", "ffl"), "appeals.fact_choice_twice"),
        ("service_years", ("many",), "appeals.fact_choices"),
    ],
)
def test_answers_are_neither_moved_nor_taken_away(cast: Cast, key: str, keys: tuple[str, ...], code: str) -> None:
    before = fact_dictionary(cast.organisation_id)

    with pytest.raises(Refusal) as refused:
        describe(cast, key, words(*keys))

    assert (refused.value.code, fact_dictionary(cast.organisation_id)) == (code, before)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_keeps_the_dictionary(cast: Cast, role: Role) -> None:
    with pytest.raises(NotFound):
        describe(cast, "service_years", words(), role)
    with pytest.raises(NotFound):
        define_fact(actor=cast.officer(role), now=NOW, entry=fact("shoe_size"))


def test_another_organisations_fact_is_not_found(cast: Cast) -> None:
    define_fact(actor=cast.system, now=NOW, entry=fact("shoe_size"))

    with pytest.raises(NotFound):
        describe(set_cast("other-office"), "shoe_size", words())


@pytest.mark.parametrize(
    "change",
    [
        "type = 'flag'",
        "slot = 'n09'",
        "key = 'other'",
        "choices = choices - 0",
        "choices = jsonb_build_array(choices -> 1, choices -> 0, choices -> 2, choices -> 3)",
    ],
)
def test_the_database_keeps_type_column_and_places(cast: Cast, change: str) -> None:
    with pytest.raises(IntegrityError, match="keep"), transaction.atomic():
        execute(f"UPDATE appeals_factdefinition SET {change} WHERE key = 'service_branch'")  # noqa: S608 - Texts of this test.


def test_not_even_the_owner_moves_an_answer(committed_db: Database) -> None:
    set_cast()

    with psycopg.connect(committed_db.owner_url) as owner, pytest.raises(psycopg.errors.IntegrityError, match="places"):
        owner.execute("UPDATE appeals_factdefinition SET choices = choices - 0 WHERE key = 'service_branch'")


def test_the_dictionary_tells_who_asks_and_what_room_is_left(cast: Cast) -> None:
    uses = fact_uses(cast.organisation_id, now=NOW)
    taken = slots_taken(fact_dictionary(cast.organisation_id).values())

    assert uses == {
        "service_years": (cast.stage.position_id,),
        "specialised_training": (cast.stage.position_id,),
    }
    assert (taken["number"], taken["validity"], taken["date"]) == ((5, 10), (1, 4), (1, 4))


def test_a_fact_without_a_rank_is_asked_last(cast: Cast) -> None:
    define_fact(actor=cast.system, now=NOW, entry=fact("shoe_size"))

    assert list(fact_dictionary(cast.organisation_id))[-1] == "shoe_size"
