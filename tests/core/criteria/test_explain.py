"""What people read: the criteria, how each came out, and what is still asked."""

from datetime import date
from typing import Any

import pytest

from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.explain import (
    ExplainedLeaf,
    Need,
    Paragraph,
    Question,
    Status,
    describe,
    explain,
    open_questions,
)
from appealdesk.core.criteria.facts import Absence, parse_facts
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.sentences import Labels
from appealdesk.core.criteria.tree import Evidence
from tests.core.criteria.invented import document

DAY = date(2022, 3, 1)
LABELS = Labels(
    facts={
        "service_years": {"ja": "勤務年数", "en": "Years of service", "uk": "Стаж служби"},
        "fit_for_travel": {"ja": "渡航できる健康状態", "en": "Fit for travel", "uk": "Готовність до поїздки"},
        "specialised_training": {"ja": "専門訓練", "en": "Specialised training", "uk": "Спеціальна підготовка"},
    },
    questions={"service_years": {"en": "For how many years did you serve?"}},
)
YEARS = {"id": "years", "fact": "service_years", "op": "gte", "value": 1}
TRAINING = {"id": "training", "fact": "specialised_training", "op": "is", "value": True, "min_evidence": "documented"}
TRAVEL = {"id": "travel", "fact": "fit_for_travel", "op": "is", "value": True}
TREE = {"id": "root", "all": [{"id": "experience", "any": [YEARS, TRAINING]}, {"id": "only", "all": [TRAVEL]}]}


def explained(node: dict[str, Any], facts: dict[str, Any], language: str = "en") -> tuple[ExplainedLeaf, ...]:
    criteria = parse_criteria(document(node))
    known = parse_facts(facts, criteria.facts)
    return explain(criteria, known, evaluate(criteria, known, DAY), LABELS, language)


def asked(node: dict[str, Any], facts: dict[str, Any], language: str = "en") -> tuple[Question, ...]:
    criteria = parse_criteria(document(node))
    known = parse_facts(facts, criteria.facts)
    return open_questions(criteria, known, evaluate(criteria, known, DAY), LABELS, language)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "All of these:",
                "At least one of these:",
                "Years of service: at least 1.",
                "Specialised training: yes. A document must show it.",
                "Fit for travel: yes.",
            ],
        ),
        (
            "ja",
            [
                "次のすべて：",
                "次のいずれか：",
                "勤務年数が1以上であること。",
                "専門訓練が「はい」であること。書類で示されていること。",
                "渡航できる健康状態が「はい」であること。",
            ],
        ),
        (
            "uk",
            [
                "Усе з переліченого:",
                "Хоча б одне з переліченого:",
                "Стаж служби: не менше ніж 1.",
                "Спеціальна підготовка: так. Потрібне підтвердження документом.",
                "Готовність до поїздки: так.",
            ],
        ),
    ],
)
def test_the_whole_tree(language: str, lines: list[str]) -> None:
    paragraph = describe(parse_criteria(document(TREE)), LABELS, language)

    assert texts(paragraph) == lines
    assert [child.id for child in paragraph.children] == ["experience", "travel"]


def texts(paragraph: Paragraph) -> list[str]:
    return [paragraph.text, *(line for child in paragraph.children for line in texts(child))]


def test_not_and_thresholds() -> None:
    node = {"id": "root", "at_least": 2, "of": [YEARS, {"id": "no", "not": [TRAVEL]}, TRAINING]}

    assert texts(describe(parse_criteria(document(node)), LABELS, "en")) == [
        "At least 2 of these:",
        "Years of service: at least 1.",
        "This must not be so:",
        "Fit for travel: yes.",
        "Specialised training: yes. A document must show it.",
    ]


def test_a_double_not_is_not_told() -> None:
    node = {"id": "root", "not": [{"id": "inner", "not": [TRAVEL]}]}

    assert describe(parse_criteria(document(node)), LABELS, "en") == Paragraph(id="travel", text="Fit for travel: yes.")


def test_each_leaf_of_one_person() -> None:
    facts = {
        "service_years": 0,
        "specialised_training": True,
        "fit_for_travel": {"value": False, "evidence": "verified"},
    }

    years, training, travel = explained(TREE, facts)

    assert years == ExplainedLeaf(
        id="years",
        fact="service_years",
        status=Status.UNMET,
        decides=False,
        sentence="Not met: Years of service: at least 1.",
        criterion="Years of service: at least 1.",
        answer="0",
        evidence=Evidence.CLAIMED,
    )
    assert (training.status, training.decides, training.answer) == (Status.UNKNOWN, False, "yes")
    assert training.sentence == "Cannot tell: Specialised training: yes. A document must show it."
    assert (travel.status, travel.decides, travel.evidence) == (Status.UNMET, True, Evidence.VERIFIED)


@pytest.mark.parametrize(
    ("language", "sentence", "answer"),
    [
        ("ja", "まだ判断できません：勤務年数が1以上であること。", "回答を希望されませんでした"),
        ("en", "Cannot tell: Years of service: at least 1.", "preferred not to say"),
        ("uk", "Поки невідомо: Стаж служби: не менше ніж 1.", "без відповіді за бажанням"),
    ],
)
def test_an_absent_fact_in_each_language(language: str, sentence: str, answer: str) -> None:
    (leaf,) = explained(YEARS, {"service_years": {"absent": "declined_to_say"}}, language)

    assert (leaf.sentence, leaf.answer, leaf.evidence) == (sentence, answer, None)


def test_the_desks_own_words_come_first() -> None:
    own = YEARS | {"texts": {"en": {"met": "You served long enough.", "unmet": "You served too briefly."}}}

    assert explained(own, {"service_years": 3})[0].sentence == "You served long enough."
    assert explained(own, {"service_years": 0})[0].sentence == "You served too briefly."
    assert explained(own, {})[0].sentence == "Cannot tell: Years of service: at least 1."
    assert explained(own, {"service_years": 3}, "uk")[0].sentence == "Виконано: Стаж служби: не менше ніж 1."


@pytest.mark.parametrize(("fit", "status"), [(True, Status.UNMET), (False, Status.MET), (None, Status.UNKNOWN)])
def test_a_leaf_below_not_is_met_when_it_is_false(fit: bool | None, status: Status) -> None:
    (leaf,) = explained({"id": "root", "not": [TRAVEL]}, {"fit_for_travel": fit})

    assert leaf.status is status
    assert leaf.criterion == "This must not be so: Fit for travel: yes."


def test_a_leaf_below_two_nots_is_met_when_it_is_true() -> None:
    node = {"id": "root", "not": [{"id": "inner", "not": [TRAVEL]}]}

    assert explained(node, {"fit_for_travel": True})[0].status is Status.MET


def test_questions_for_what_is_not_known() -> None:
    questions = asked(TREE, {"fit_for_travel": {"absent": "declined_to_say"}, "specialised_training": True})

    assert questions == (
        Question(
            fact="service_years",
            need=Need.ANSWER,
            text="For how many years did you serve?",
            leaves=("years",),
            min_evidence=Evidence.CLAIMED,
            absence=None,
        ),
        Question(
            fact="specialised_training",
            need=Need.DOCUMENT,
            text="Please send us a document that shows: Specialised training.",
            leaves=("training",),
            min_evidence=Evidence.DOCUMENTED,
            absence=None,
        ),
        Question(
            fact="fit_for_travel",
            need=Need.ANSWER,
            text="Please tell us: Fit for travel.",
            leaves=("travel",),
            min_evidence=Evidence.CLAIMED,
            absence=Absence.DECLINED_TO_SAY,
        ),
    )


def test_a_fact_is_asked_once_for_all_its_leaves() -> None:
    node = {"id": "root", "all": [YEARS, YEARS | {"id": "many", "value": 5, "min_evidence": "verified"}]}

    (question,) = asked(node, {})

    assert (question.leaves, question.min_evidence) == (("years", "many"), Evidence.VERIFIED)


def test_a_document_that_was_sent_is_checked_next() -> None:
    node = TRAINING | {"min_evidence": "verified"}

    (question,) = asked(node, {"specialised_training": {"value": True, "evidence": "documented"}}, "ja")

    assert (question.need, question.text) == (Need.CHECK, "「専門訓練」は担当者がこれから確認します。")


def test_the_desks_own_question_comes_first() -> None:
    own = YEARS | {"texts": {"en": {"ask": "How long did you serve?"}}}

    assert asked(own, {})[0].text == "How long did you serve?"
    assert asked(own, {}, "uk")[0].text == "Будь ласка, повідомте: Стаж служби."


@pytest.mark.parametrize("years", [0, 3])
def test_no_questions_once_the_rules_decide(years: int) -> None:
    assert asked(YEARS, {"service_years": years}) == ()
