"""The published rule: who is one person, who is a question, who is nobody we know."""

from datetime import date
from typing import Any

import pytest

from appealdesk.people.queries.keys import keys_of
from appealdesk.people.queries.likeness import Likeness, Outcome, compare
from tests.people.cast import identity

PHONE = {"phones": ("090-2345-6781",)}
MAIL = {"emails": ("aoki@posteo.example",)}
BORN = {"birth_date": date(1982, 7, 14)}


def judged(one: dict[str, Any], other: dict[str, Any]) -> Likeness:
    first, second = identity(**one), identity(**other)
    return compare(first, frozenset(keys_of(first)), second, frozenset(keys_of(second)))


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"written": "青木 恵子", **PHONE}, {"written": "青木恵子", **PHONE}, ("contact.phone", "name.same")),
        ({"reading": "アオキ ケイコ", **MAIL}, {"latin": "Keiko AOKI", **MAIL}, ("contact.mail", "name.same")),
        (
            {"written": "青木 恵子", **MAIL, **PHONE},
            {"written": "靑木惠子", **MAIL, **PHONE},
            ("contact.mail", "contact.phone", "name.same"),
        ),
        (
            {"written": "Оксана Коваленко", **MAIL, **BORN},
            {"latin": "Oksana Kovalenko", **MAIL},
            ("contact.mail", "name.same"),
        ),
    ],
)
def test_the_same_name_at_the_same_address_is_one_person(
    one: dict[str, Any], other: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    assert judged(one, other) == Likeness(Outcome.SAME, reasons)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        # A household shares a mailbox: the family name is the same, the given name is another.
        (
            {"written": "青木 恵子", "reading": "アオキ ケイコ", **MAIL},
            {"written": "青木 一郎", "reading": "アオキ イチロウ", **MAIL},
            ("contact.mail", "name.other", "kanji.other", "kana.other"),
        ),
        # Mother and daughter: one reading, other kanji.
        (
            {"written": "青木 恵子", "reading": "アオキ ケイコ", **PHONE},
            {"written": "青木 桂子", "reading": "アオキ ケイコ", **PHONE},
            ("contact.phone", "name.same", "kanji.other"),
        ),
        # 大野 and 小野 are one in Latin letters; kana tell them apart.
        (
            {"reading": "オオノ ユウコ", **PHONE},
            {"reading": "オノ ユウコ", **PHONE},
            ("contact.phone", "name.same", "kana.other"),
        ),
        (
            {"latin": "Keiko Aoki", **PHONE, "birth_date": date(1982, 7, 14)},
            {"latin": "Keiko Aoki", **PHONE, "birth_date": date(1955, 3, 2)},
            ("contact.phone", "name.same", "birth.other"),
        ),
        ({"written": "青木 恵子", **BORN}, {"written": "青木恵子", **BORN}, ("name.same", "birth.same")),
    ],
)
def test_anything_less_is_a_question(one: dict[str, Any], other: dict[str, Any], reasons: tuple[str, ...]) -> None:
    assert judged(one, other) == Likeness(Outcome.QUESTION, reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"written": "佐藤 ゆうこ"}, {"written": "佐藤ゆうこ"}),
        ({"written": "青木 恵子", **BORN}, {"written": "佐々木 太郎", **BORN}),
        ({"written": "青木 恵子", **PHONE}, {"written": "佐々木 太郎", "phones": ("090-2345-6782",)}),
        ({"written": "不明", "phones": ("000-0000-0000",)}, {"written": "不明", "phones": ("000-0000-0000",)}),
    ],
)
def test_a_name_alone_and_a_day_alone_say_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert judged(one, other).outcome is Outcome.NOTHING


def test_the_placeholder_of_an_unknown_birth_date_does_not_part_anybody() -> None:
    one = {"latin": "Keiko Aoki", **MAIL, "birth_date": date(1970, 1, 1)}

    assert judged(one, {"latin": "Keiko Aoki", **MAIL, **BORN}).outcome is Outcome.SAME


def test_the_order_of_the_two_does_not_matter() -> None:
    one, other = {"written": "青木 恵子", **MAIL}, {"written": "青木 一郎", **MAIL}

    assert judged(one, other) == judged(other, one)
