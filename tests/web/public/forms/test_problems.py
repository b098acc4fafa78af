"""Problems of a form: each code that can reach a visitor has a sentence of its own, in the order of the form."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override
from pydantic import ValidationError

import appealdesk
from appealdesk.people.inputs import IdentityInput
from appealdesk.web.public.forms.problems import Problems, problem_text

_SOURCE = Path(appealdesk.__file__).parent
# What is told about a warning only, or asked before the input is made.
_NEVER_SHOWN = {
    "mail.blank",
    "phone.blank",
    "phone.not_assigned",
    "mail.odd_dots",
    "mail.long_local_part",
    "mail.unusual",
}


def _codes(*paths: str) -> list[str]:
    text = "".join((_SOURCE / path).read_text(encoding="utf-8") for path in paths)
    return sorted(set(re.findall(r'"((?:name|mail|phone|people)\.[a-z_]+)"', text)) - _NEVER_SHOWN)


@pytest.mark.parametrize("code", _codes("core/names/person_name.py", "core/contact.py", "people/inputs.py"))
def test_every_code_has_its_own_sentence(code: str) -> None:
    with override("ja"):
        assert problem_text(code) != problem_text("no.such_code")


def test_an_unknown_code_still_says_what_to_do() -> None:
    with override("en"):
        assert problem_text("no.such_code") == "Check this answer: it could not be read."


def test_problems_stand_in_the_order_of_the_form() -> None:
    problems = Problems()
    for field in ("email", "written", "token"):
        problems.add(field, "name.blank")

    assert [problem.field for problem in problems.ordered(("written", "email"))] == ["token", "written", "email"]


def test_a_field_has_one_problem() -> None:
    problems = Problems()
    problems.add("written", "name.emoji")
    problems.add("written", "name.blank")

    assert (len(problems), problems.of("written")) == (1, problem_text("name.emoji"))


def test_what_pydantic_finds_is_put_at_the_field_of_the_form() -> None:
    problems = Problems()
    with pytest.raises(ValidationError) as failed:
        IdentityInput(emails=("nobody at example",), written="x" * 300)

    problems.add_validation(failed.value, {"emails": ("email", "email")})

    assert [problem.anchor for problem in problems.ordered(("written", "email"))] == ["written", "email"]
