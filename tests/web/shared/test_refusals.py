"""Refusals as pages: the status that fits, and no reader of another language is left with an English sentence."""

import ast
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils.translation import override

import appealdesk
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.shared.refusal_sentences import SENTENCES
from appealdesk.web.shared.refusals import refusal_response, refusal_sentence, refusal_status

_SOURCE = Path(appealdesk.__file__).parent
# Refused to operators and administrators only, at the command line; or worded by the desk itself.
_ELSEWHERE = ("accounts.", "appeals.", "audit.", "desk.", "ops.", "config.", "foundation.")
# Said by a class of refusals.
_OF_A_CLASS = {"not_found", "pdf.unavailable"}


def _codes_of_the_source() -> set[str]:
    """What is given to a refusal, and the codes of a table of refusals."""
    codes = set()
    for path in _SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                codes |= {str(first.value) for first in node.args[:1] if isinstance(first, ast.Constant)}
            elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "_SENTENCES":
                keys = getattr(node.value, "keys", ())
                codes |= {str(key.value) for key in keys if isinstance(key, ast.Constant)}
    return codes


def test_every_refusal_of_the_source_has_a_sentence_to_translate() -> None:
    codes = {code for code in _codes_of_the_source() if not code.startswith(_ELSEWHERE)}

    assert codes - set(SENTENCES) == set()


def test_no_sentence_outlives_its_refusal() -> None:
    assert set(SENTENCES) - _codes_of_the_source() - _OF_A_CLASS == set()


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound("appeal"), 404),
        (Refusal("screening.decided_meanwhile", "A colleague was faster."), 409),
        (Refusal("letters.already_left", "It has left."), 422),
    ],
)
def test_the_status_fits(refusal: Refusal, status: int) -> None:
    assert refusal_status(refusal) == status


def test_the_values_stand_in_the_sentence() -> None:
    refusal = Refusal("screening.under_age", "Nobody under 18 is placed.", values={"years": 18})

    assert refusal_sentence(refusal) == "Nobody under 18 is placed. Offer another way to help instead."


def test_several_problems_are_told_one_after_the_other() -> None:
    refusal = Refusal("donations.statement_refused", "Refused.", values={"problems": ["Line 3: bad.", "Line 9: bad."]})

    assert refusal_sentence(refusal).endswith("What is wrong: Line 3: bad. Line 9: bad.")


def test_a_sentence_whose_values_are_missing_keeps_its_english() -> None:
    assert refusal_sentence(Refusal("screening.under_age", "Nobody is placed.")) == "Nobody is placed."


def test_an_unknown_code_keeps_its_english() -> None:
    assert refusal_sentence(Refusal("new.code", "Something new.")) == "Something new."


def test_a_refusal_is_a_page_in_the_reader_s_language() -> None:
    request = RequestFactory().get("/ja/")

    with override("ja"):
        response = refusal_response(request, NotFound("appeal"))

    assert (response.status_code, "ページが見つかりません" in response.content.decode()) == (404, True)


def test_htmx_gets_a_notice_for_its_region() -> None:
    request = RequestFactory().post("/desk/", headers={"HX-Request": "true"})

    response = refusal_response(request, Refusal("letters.already_left", "It has left."))

    assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#notices")
    assert b"<html" not in response.content
