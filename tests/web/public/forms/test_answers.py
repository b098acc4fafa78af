"""Answers to the questions of a position: an open question stays open, and each type is read strictly."""

from typing import Any

import pytest

from appealdesk.appeals.queries.pages import ChoicePage, FactPage
from appealdesk.web.public.forms.answers import read_answers
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problems


def _fact(kind: str, key: str = "x", choices: tuple[str, ...] = ()) -> FactPage:
    labels = {"en": key}
    return FactPage(
        key=key,
        type=kind,
        choices=tuple(ChoicePage(key=choice, labels=labels) for choice in choices),
        labels=labels,
        questions=labels,
        hints={},
        slot="",
        privacy="sensitive",
    )


def _read(fact: FactPage, *pairs: tuple[str, str]) -> tuple[Any, list[str]]:
    problems = Problems()
    answers = read_answers((fact,), Fields(list(pairs)), problems)
    return answers.get(fact.key), [problem.anchor for problem in problems.ordered(())]


@pytest.mark.parametrize("kind", ["choice", "set", "flag", "number", "date", "validity"])
def test_an_open_question_stays_open(kind: str) -> None:
    assert _read(_fact(kind)) == (None, [])


@pytest.mark.parametrize("kind", ["choice", "set", "flag", "validity"])
def test_would_rather_not_say_is_an_absence(kind: str) -> None:
    assert _read(_fact(kind), ("fact-x", "declined_to_say")) == ({"absent": "declined_to_say"}, [])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("3", 3), ("３", 3), (" 2.5 ", 2.5), ("2,5", 2.5), ("1.0", 1), ("0", 0), ("1000000", 1_000_000)],
)
def test_a_number_is_read_as_people_type_it(typed: str, expected: float) -> None:
    assert _read(_fact("number"), ("fact-x", typed)) == (expected, [])


@pytest.mark.parametrize("typed", ["-1", "three", "1e5", "1.2.3", ".", "1000001", "9" * 50, "٣x", "3 years", "\x00"])
def test_what_is_no_number_is_a_problem_of_its_field(typed: str) -> None:
    assert _read(_fact("number"), ("fact-x", typed)) == (None, ["fact-x"])


def test_a_choice_must_be_one_of_the_choices() -> None:
    fact = _fact("choice", choices=("jsdf", "none"))

    assert _read(fact, ("fact-x", "jsdf")) == ("jsdf", [])
    assert _read(fact, ("fact-x", "navy")) == (None, ["fact-x-0"])


def test_a_set_keeps_the_order_of_its_choices() -> None:
    fact = _fact("set", choices=("ja", "en", "uk"))

    assert _read(fact, ("fact-x", "uk"), ("fact-x", "ja")) == (["ja", "uk"], [])


def test_none_of_these_is_an_empty_set() -> None:
    assert _read(_fact("set", choices=("ja", "en")), ("fact-x", "none")) == ([], [])


@pytest.mark.parametrize(("typed", "expected"), [("yes", True), ("no", False)])
def test_a_flag(typed: str, expected: bool) -> None:
    assert _read(_fact("flag"), ("fact-x", typed)) == (expected, [])


def _day(name: str, year: str, month: str, day: str) -> tuple[tuple[str, str], ...]:
    return ((f"{name}-year", year), (f"{name}-month", month), (f"{name}-day", day))


def test_a_date_of_three_fields() -> None:
    assert _read(_fact("date"), *_day("fact-x", "２０２２", "3", "02")) == ("2022-03-02", [])


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        ("2022", "2", "30"),
        ("2022", "13", "1"),
        ("2022", "", "1"),
        ("0", "1", "1"),
        ("２２x", "1", "1"),
        ("99999", "1", "1"),
    ],
)
def test_an_impossible_date_leads_to_its_first_field(year: str, month: str, day: str) -> None:
    assert _read(_fact("date"), *_day("fact-x", year, month, day)) == (None, ["fact-x-year"])


def test_a_licence_without_an_end() -> None:
    typed = (("fact-x", "yes"), *_day("fact-x-from", "2015", "4", "1"))

    assert _read(_fact("validity"), *typed) == ({"from": "2015-04-01", "until": None}, [])


def test_no_licence_is_valid_on_no_day() -> None:
    assert _read(_fact("validity"), ("fact-x", "no")) == ({"from": "9999-12-31", "until": "0001-01-01"}, [])


def test_a_licence_that_ends_before_it_begins_is_a_problem() -> None:
    typed = (*_day("fact-x-from", "2015", "4", "1"), *_day("fact-x-until", "2014", "4", "1"))

    assert _read(_fact("validity"), *typed)[1] == ["fact-x-until-year"]


def test_the_birth_date_is_not_a_fact_of_the_form() -> None:
    assert _read(_fact("date", key="birth_date"), *_day("fact-birth_date", "1983", "1", "1")) == (None, [])
