"""Stored facts in words, for each type and in three languages."""

from typing import Any

import pytest
from django.utils.translation import override

from appealdesk.appeals.queries.pages import ChoicePage, FactPage
from appealdesk.web.shared.fact_text import absence_text, evidence_text, fact_text


def _fact(kind: str) -> FactPage:
    return FactPage(
        key="x",
        type=kind,
        choices=(
            ChoicePage(key="ja", labels={"ja": "日本語", "en": "Japanese", "uk": "Японська"}),
            ChoicePage(key="uk", labels={"ja": "ウクライナ語", "en": "Ukrainian", "uk": "Українська"}),
        ),
        labels={},
        questions={},
        hints={},
        slot="",
        privacy="sensitive",
    )


@pytest.mark.parametrize(
    ("kind", "value", "language", "expected"),
    [
        ("choice", "ja", "uk", "Японська"),
        ("choice", "gone", "en", "gone"),
        ("set", ["ja", "uk"], "ja", "日本語、ウクライナ語"),
        ("set", ["ja", "uk"], "en", "Japanese, Ukrainian"),
        ("set", [], "en", "none"),
        ("flag", True, "ja", "はい"),
        ("flag", False, "uk", "ні"),
        ("number", 60000, "en", "60,000"),
        ("number", 2.5, "uk", "2,5"),
        ("number", 2.5, "en", "2.5"),
        ("date", "2022-03-02", "ja", "2022年3月2日"),
        ("validity", {"from": "2015-04-01", "until": None}, "ja", "2015年4月1日から（期限なし）"),
        ("validity", {"from": None, "until": "2025-04-01"}, "en", "until 1\u00a0April\u00a02025"),
        ("validity", {"from": None, "until": None}, "en", "valid, without an end"),
        ("validity", {"from": "9999-12-31", "until": "0001-01-01"}, "en", "none"),
    ],
)
def test_a_fact_in_words(kind: str, value: Any, language: str, expected: str) -> None:
    with override(language):
        assert fact_text(_fact(kind), value, language) == expected


def test_a_licence_with_both_ends() -> None:
    text = fact_text(_fact("validity"), {"from": "2015-04-01", "until": "2025-04-01"}, "en")

    assert text == "from 1\u00a0April\u00a02015 until 1\u00a0April\u00a02025"


@pytest.mark.parametrize(
    ("reason", "expected"), [("declined_to_say", "would rather not say"), ("", "not known"), ("new", "not known")]
)
def test_why_there_is_no_answer(reason: str, expected: str) -> None:
    assert absence_text(reason) == expected


@pytest.mark.parametrize(("grade", "expected"), [("claimed", "said so"), ("verified", "verified"), ("", "")])
def test_how_well_a_fact_is_shown(grade: str, expected: str) -> None:
    assert evidence_text(grade) == expected
