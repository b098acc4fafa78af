"""Each operator and each kind of answer in each language."""

from datetime import date
from typing import Any

import pytest

from appealdesk.core.criteria.facts import Absent, FactValue, Validity
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.sentences import Labels, fact_text, leaf_sentence
from appealdesk.core.criteria.tree import LANGUAGES, Evidence, Operator, Rule
from appealdesk.core.criteria.wording import WORDINGS, ukrainian_years
from tests.core.criteria.invented import document

LABELS = Labels(
    facts={
        "service_branch": {"ja": "所属", "en": "Branch", "uk": "Рід військ"},
        "service_years": {"ja": "年数", "en": "Years", "uk": "Роки"},
        "languages": {"ja": "言語", "en": "Languages", "uk": "Мови"},
        "birth_date": {"ja": "生年月日", "en": "Date of birth", "uk": "Дата народження"},
        "available_from": {"ja": "開始日", "en": "Available from", "uk": "Доступність"},
        "medical_licence": {"ja": "医師免許", "en": "Medical licence", "uk": "Медична ліцензія"},
        "fit_for_travel": {"ja": "渡航", "en": "Travel", "uk": "Поїздка"},
    },
    choices={
        "service_branch": {"jsdf": {"ja": "自衛隊", "en": "SDF", "uk": "ССО Японії"}, "ffl": {"en": "Legion"}},
        "languages": {"ja": {"ja": "日本語", "en": "Japanese", "uk": "японська"}},
    },
)


def sentences(fact: str, op: str, value: Any, **more: Any) -> list[str]:
    """In Japanese, English and Ukrainian."""
    (leaf,) = parse_criteria(document({"id": "a", "fact": fact, "op": op, "value": value} | more)).leaves
    return [leaf_sentence(leaf, LABELS, language) for language in ("ja", "en", "uk")]


@pytest.mark.parametrize(
    ("fact", "op", "value", "told"),
    [
        ("service_branch", "is", "jsdf", ["所属が「自衛隊」であること。", "Branch: SDF.", "Рід військ: ССО Японії."]),
        (
            "service_branch",
            "in",
            ["jsdf", "ffl"],
            [
                "所属が「自衛隊」「Legion」のいずれかであること。",
                "Branch: SDF or Legion.",
                "Рід військ: один із варіантів: ССО Японії, Legion.",
            ],
        ),
        ("service_branch", "in", ["jsdf"], ["所属が「自衛隊」であること。", "Branch: SDF.", "Рід військ: ССО Японії."]),
        (
            "service_branch",
            "not_in",
            ["none"],
            [
                "所属が「none」のいずれでもないこと。",
                "Branch: anything but none.",
                "Рід військ: жоден із варіантів: none.",
            ],
        ),
        ("service_years", "eq", 2.0, ["年数がちょうど2であること。", "Years: exactly 2.", "Роки: рівно 2."]),
        ("service_years", "lt", 1.5, ["年数が1.5未満であること。", "Years: less than 1.5.", "Роки: менше ніж 1,5."]),
        ("service_years", "lte", 3, ["年数が3以下であること。", "Years: at most 3.", "Роки: не більше ніж 3."]),
        ("service_years", "gt", 3, ["年数が3を超えること。", "Years: more than 3.", "Роки: більше ніж 3."]),
        ("service_years", "between", [1, 3], ["年数が1以上3以下であること。", "Years: 1 to 3.", "Роки: від 1 до 3."]),
        ("fit_for_travel", "is", False, ["渡航が「いいえ」であること。", "Travel: no.", "Поїздка: ні."]),
        (
            "available_from",
            "before",
            "2022-04-01",
            [
                "開始日が2022年4月1日より前であること。",
                "Available from: before 1 April 2022.",
                "Доступність: раніше ніж 1 квітня 2022 року.",
            ],
        ),
        (
            "available_from",
            "on_or_after",
            "2022-04-01",
            [
                "開始日が2022年4月1日以降であること。",
                "Available from: 1 April 2022 or later.",
                "Доступність: не раніше ніж 1 квітня 2022 року.",
            ],
        ),
        (
            "birth_date",
            "age_between",
            [18, 61],
            [
                "満18歳以上61歳以下であること。",
                "Date of birth: aged 18 to 61.",
                "Дата народження: вік від 18 до 61 року.",
            ],
        ),
        (
            "birth_date",
            "age_between",
            [18, 150],
            ["満18歳以上であること。", "Date of birth: aged 18 or over.", "Дата народження: вік від 18 років."],
        ),
        (
            "birth_date",
            "age_between",
            [0, 17],
            ["満17歳以下であること。", "Date of birth: aged 17 or under.", "Дата народження: вік до 17 років включно."],
        ),
        (
            "languages",
            "contains_any",
            ["ja", "en"],
            [
                "言語に「日本語」「en」のいずれかが含まれること。",
                "Languages: at least one of Japanese or en.",
                "Мови: хоча б одне з переліку: японська, en.",
            ],
        ),
        (
            "languages",
            "contains_all",
            ["ja", "en"],
            [
                "言語に「日本語」「en」がすべて含まれること。",
                "Languages: Japanese and en.",
                "Мови: усе з переліку: японська, en.",
            ],
        ),
        (
            "languages",
            "disjoint",
            ["ja"],
            [
                "言語に「日本語」のいずれも含まれないこと。",
                "Languages: not Japanese.",
                "Мови: нічого з переліку: японська.",
            ],
        ),
        (
            "medical_licence",
            "valid_on",
            "as_of",
            [
                "医師免許が判定日に有効であること。",
                "Medical licence: valid on the day of the check.",
                "Медична ліцензія: діє на день перевірки.",
            ],
        ),
    ],
)
def test_operators(fact: str, op: str, value: Any, told: list[str]) -> None:
    assert sentences(fact, op, value) == told


def test_verified_evidence() -> None:
    assert sentences("fit_for_travel", "is", True, min_evidence="verified") == [
        "渡航が「はい」であること。担当者が確認していること。",
        "Travel: yes. The desk must have verified it.",
        "Поїздка: так. Потрібна перевірка працівником.",
    ]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("service_branch", "jsdf", ["自衛隊", "SDF", "ССО Японії"]),
        ("service_years", 2.5, ["2.5", "2.5", "2,5"]),
        ("service_years", 1e-7, ["0.0000001", "0.0000001", "0,0000001"]),
        ("fit_for_travel", True, ["はい", "yes", "так"]),
        ("birth_date", date(2004, 2, 29), ["2004年2月29日", "29 February 2004", "29 лютого 2004 року"]),
        ("languages", frozenset({"ja", "en"}), ["en, 日本語", "en, Japanese", "en, японська"]),
        ("languages", frozenset(), ["–", "–", "–"]),
        (
            "medical_licence",
            Validity(date(2021, 1, 2), date(2022, 3, 4)),
            [
                "2021年1月2日から2022年3月4日まで",
                "2 January 2021 to 4 March 2022",
                "від 2 січня 2021 року до 4 березня 2022 року",
            ],
        ),
        ("medical_licence", Validity(None, None), ["期限なし", "without end", "безстроково"]),
        (
            "medical_licence",
            Validity(date(2021, 1, 2), None),
            ["2021年1月2日から", "from 2 January 2021", "від 2 січня 2021 року"],
        ),
        (
            "medical_licence",
            Validity(None, date(2022, 3, 4)),
            ["2022年3月4日まで", "until 4 March 2022", "до 4 березня 2022 року"],
        ),
    ],
)
def test_answers(name: str, value: Any, told: list[str]) -> None:
    assert [fact_text(name, FactValue(value), LABELS, language) for language in ("ja", "en", "uk")] == told


def test_a_fact_that_nobody_mentions_is_not_known() -> None:
    assert fact_text("languages", None, LABELS, "en") == fact_text("languages", Absent(), LABELS, "en") == "not known"


def test_a_label_that_is_missing_is_the_name_without_underscores() -> None:
    assert Labels().fact("service_years", "ja") == "service years"
    assert Labels(facts={"a": {"uk": "Ім'я"}}).fact("a", "ja") == "Ім'я"


def test_a_language_that_the_product_does_not_write() -> None:
    with pytest.raises(ValueError, match='Criteria are not written in "fr"; choose one of ja, en, uk'):
        fact_text("languages", None, LABELS, "fr")


@pytest.mark.parametrize(("number", "word"), [(1, "року"), (11, "років"), (21, "року"), (60, "років"), (111, "років")])
def test_ukrainian_years(number: int, word: str) -> None:
    assert ukrainian_years(number) == word


def test_every_language_has_every_phrase() -> None:
    assert set(WORDINGS) == set(LANGUAGES)
    for wording in WORDINGS.values():
        assert set(wording.operators) == set(Operator)
        assert set(wording.rules) == set(Rule)
        assert set(wording.evidence) == set(Evidence)
