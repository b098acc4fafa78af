"""What is typed on the telephone, as the facts of an enquiry: each type, what is open, what cannot be read."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.appeals.queries.pages import ChoicePage, FactPage
from appealdesk.enquiries.inputs import FactAnswer
from appealdesk.web.desk.forms.facts import fact_fields, read_facts

DECLINED = {"absent": "declined_to_say"}
NEVER = {"from": "9999-12-31", "until": "0001-01-01"}


def fact(kind: str, *choices: str) -> FactPage:
    """A fact named `it` of a type."""
    texts = {"ja": "問い", "en": "Question", "uk": "Питання"}
    return FactPage(
        key="it",
        type=kind,
        choices=tuple(ChoicePage(key=choice, labels={"en": choice}) for choice in choices),
        labels=texts,
        questions=texts,
        hints={},
        slot="c01",
        privacy="sensitive",
    )


def read(asked: FactPage, query: str) -> tuple[dict[str, Any], list[str]]:
    """The answers, and the fields that cannot be read."""
    problems: dict[str, str] = {}
    return read_facts((asked,), QueryDict(query), problems), sorted(problems)


@pytest.mark.parametrize(
    ("kind", "query", "value"),
    [
        ("choice", "fact-it=jsdf", "jsdf"),
        ("set", "fact-it=ffl&fact-it=jsdf", ["jsdf", "ffl"]),
        ("flag", "fact-it=yes", True),
        ("flag", "fact-it=no", False),
        ("number", "fact-it=3", 3),
        ("number", "fact-it=2,5", 2.5),
        ("number", "fact-it=３", 3),
        ("date", "fact-it=2022-03-01", "2022-03-01"),
        ("validity", "fact-it=yes", {"from": None, "until": None}),
        ("validity", "fact-it-until=2023-01-31", {"from": None, "until": "2023-01-31"}),
        ("validity", "fact-it=no&fact-it-from=2020-01-01", NEVER),
    ],
)
def test_an_answer_is_read_by_its_type(kind: str, query: str, value: Any) -> None:
    assert read(fact(kind, "jsdf", "ffl"), query) == ({"it": {"value": value}}, [])


@pytest.mark.parametrize("kind", ["choice", "set", "flag", "number", "date", "validity"])
def test_an_open_question_stays_open(kind: str) -> None:
    assert read(fact(kind, "jsdf"), "fact-it=&fact-it-from=&fact-it-until=" if kind != "set" else "") == ({}, [])


@pytest.mark.parametrize("kind", ["choice", "set", "flag", "validity"])
def test_whoever_would_rather_not_say_has_said_so(kind: str) -> None:
    assert read(fact(kind, "jsdf"), "fact-it=declined_to_say") == ({"it": DECLINED}, [])


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("choice", "fact-it=astronaut"),
        ("set", "fact-it=jsdf&fact-it=astronaut"),
        ("number", "fact-it=many"),
        ("number", "fact-it=-1"),
        ("number", "fact-it=1000001"),
        ("number", "fact-it=nan"),
        ("number", "fact-it=inf"),
        ("date", "fact-it=2022-02-30"),
        ("validity", "fact-it-from=2023-02-01&fact-it-until=2023-01-31"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_field(kind: str, query: str) -> None:
    assert read(fact(kind, "jsdf"), query) == ({}, ["fact-it"])


def test_the_birth_date_is_asked_with_the_name() -> None:
    born = FactPage(
        key="birth_date", type="date", choices=(), labels={}, questions={}, hints={}, slot="", privacy="identity"
    )

    assert (read(born, "fact-birth_date=2000-01-01"), fact_fields((born,), QueryDict(""), {}, "en")) == (({}, []), ())


@given(
    st.sampled_from(["choice", "set", "flag", "number", "date", "validity"]),
    st.dictionaries(st.sampled_from(["fact-it", "fact-it-from", "fact-it-until"]), st.text(max_size=20)),
)
def test_whatever_is_typed_gives_an_answer_that_the_enquiry_takes_or_a_problem(
    kind: str, typed: dict[str, str]
) -> None:
    data = QueryDict(mutable=True)
    data.update(typed)
    problems: dict[str, str] = {}

    answers = read_facts((fact(kind, "jsdf"),), data, problems)

    assert [FactAnswer.model_validate(answer) is not None for answer in answers.values()] == [True] * len(answers)
