"""The published rule: who is one person, who is a question, who is nobody we know."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("born", "outcome"),
    [
        (date(1982, 7, 15), Outcome.SAME),
        (date(1983, 7, 14), Outcome.SAME),
        (date(1982, 7, 4), Outcome.SAME),
        (date(1928, 7, 14), Outcome.SAME),
        (date(1983, 7, 15), Outcome.QUESTION),
        (date(1982, 9, 4), Outcome.QUESTION),
        (date(2007, 7, 14), Outcome.QUESTION),
    ],
)
def test_one_slip_of_the_pen_in_a_birth_date_is_forgiven(born: date, outcome: Outcome) -> None:
    one = {"latin": "Keiko Aoki", **MAIL, **BORN}

    assert judged(one, {"latin": "Keiko Aoki", **MAIL, "birth_date": born}).outcome is outcome


def test_day_and_month_may_change_places() -> None:
    one = {"latin": "Keiko Aoki", **MAIL, "birth_date": date(1982, 4, 11)}

    assert judged(one, {"latin": "Keiko Aoki", **MAIL, "birth_date": date(1982, 11, 4)}).outcome is Outcome.SAME


@given(
    st.lists(st.sampled_from(["青木 恵子", "アオキ ケイコ", "Keiko Aoki", "青木 一郎", ""]), min_size=2, max_size=2),
    st.lists(st.sampled_from([(), PHONE["phones"], ("03-3456-7812",)]), min_size=2, max_size=2),
    st.lists(st.sampled_from([None, date(1982, 7, 14), date(1955, 3, 2)]), min_size=2, max_size=2),
)
def test_nobody_is_joined_without_a_shared_address_and_a_shared_name(
    names: list[str], phones: list[tuple[str, ...]], days: list[date | None]
) -> None:
    one, other = (
        {"written": name, "phones": phone, "birth_date": day}
        for name, phone, day in zip(names, phones, days, strict=True)
    )

    likeness = judged(one, other)

    assert likeness == judged(other, one)
    if likeness.outcome is Outcome.SAME:
        assert phones[0] == phones[1] != ()
        assert days[0] == days[1] or None in days
        assert "name.same" in likeness.reasons


def test_the_order_of_the_two_does_not_matter() -> None:
    one, other = {"written": "青木 恵子", **MAIL}, {"written": "青木 一郎", **MAIL}

    assert judged(one, other) == judged(other, one)
