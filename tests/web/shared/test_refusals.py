"""Refusals as pages: the status that fits, and no reader of another language is left with an English sentence."""

import ast
from collections.abc import Iterable
from datetime import date
from functools import cache
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


@cache
def _codes_of_the_source() -> set[str]:
    """What is given to a refusal or by a class of them to its start, and the codes of a table of refusals."""
    nodes = [node for path in _SOURCE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and _named(node.func, "Refusal")]
    tables = [node for node in nodes if isinstance(node, ast.AnnAssign) and _named(node.target, "_SENTENCES")]
    given = [call.args[0] for call in calls + _starts_of_refusals(nodes)]
    return _constants(given).union(*(_constants(getattr(table.value, "keys", ())) for table in tables))


def _starts_of_refusals(nodes: list[ast.AST]) -> list[ast.Call]:
    """`super().__init__(code, …)` of each class of refusals, and of theirs."""
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    kinds, found = {"Foreseen"}, list[ast.ClassDef]()
    while more := [kind for kind in classes if kind not in found and kinds & set(map(ast.unparse, kind.bases))]:
        found += more
        kinds |= {kind.name for kind in more}
    within = [node for kind in found for node in ast.walk(kind) if isinstance(node, ast.Call)]
    return [call for call in within if ast.unparse(call.func) == "super().__init__"]


def _named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _constants(nodes: Iterable[ast.expr]) -> set[str]:
    return {str(node.value) for node in nodes if isinstance(node, ast.Constant)}


def test_every_refusal_of_the_source_has_a_sentence_to_translate() -> None:
    codes = {code for code in _codes_of_the_source() if not code.startswith(_ELSEWHERE)}

    assert codes - set(SENTENCES) == set()


def test_no_sentence_outlives_its_refusal() -> None:
    assert set(SENTENCES) - _codes_of_the_source() == set()


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


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", "2022年2月がまだ締まっていません。先にその月を締めてください。"),
        ("en", "The month February\u00a02022 is still open. Close that one first."),
        ("uk", "Місяць лютий\u00a02022 ще відкритий. Спершу закрийте його."),
    ],
)
def test_a_month_is_named_as_the_reader_names_it(language: str, expected: str) -> None:
    refusal = Refusal("donations.earlier_month", "A month is open.", values={"month": date(2022, 2, 1)})

    with override(language):
        assert refusal_sentence(refusal) == expected


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
