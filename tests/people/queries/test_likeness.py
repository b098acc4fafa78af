"""The published rule: who is one person, who is a question, who is nobody we know."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.people.queries.likeness import Likeness, Outcome, compare
from tests.people.cast import identity

PHONE = {"phones": ("090-2345-6781",)}
MAIL = {"emails": ("aoki@posteo.example",)}
BORN = {"birth_date": date(1982, 7, 14)}


def judged(one: dict[str, Any], other: dict[str, Any]) -> Likeness:
    return compare(identity(**one), identity(**other))


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"written": "青木 恵子", **PHONE}, {"written": "青木恵子", **PHONE}, {"contact.phone", "name.same"}),
        ({"reading": "アオキ ケイコ", **MAIL}, {"latin": "Keiko AOKI", **MAIL}, {"contact.mail", "name.same"}),
        (
            {"written": "青木 恵子", **MAIL, **PHONE},
            {"written": "靑木惠子", **MAIL, **PHONE},
            {"contact.mail", "contact.phone", "name.same"},
        ),
        (
            {"written": "Оксана Коваленко", **MAIL, **BORN},
            {"latin": "Oksana Kovalenko", **MAIL},
            {"contact.mail", "name.same"},
        ),
        (
            {"latin": "Keiko Aoki", **MAIL, **BORN},
            {"latin": "Keiko Aoki", **MAIL, "birth_date": date(1982, 7, 15)},
            {"contact.mail", "name.same"},
        ),
    ],
)
def test_the_same_name_at_the_same_address_is_one_person(
    one: dict[str, Any], other: dict[str, Any], reasons: set[str]
) -> None:
    likeness = judged(one, other)

    assert (likeness.outcome, set(likeness.reasons)) == (Outcome.SAME, reasons)
    assert likeness.bits > 10


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        # Mother and daughter, perhaps: one reading, other kanji.
        (
            {"written": "青木 恵子", "reading": "アオキ ケイコ", **PHONE},
            {"written": "青木 桂子", "reading": "アオキ ケイコ", **PHONE},
            {"contact.phone", "name.same", "kanji.other"},
        ),
        (
            {"latin": "Keiko Aoki", **PHONE, **BORN},
            {"latin": "Keiko Aoki", **PHONE, "birth_date": date(1955, 3, 2)},
            {"contact.phone", "name.same", "birth.other"},
        ),
        ({"written": "青木 恵子", **BORN}, {"written": "青木恵子", **BORN}, {"name.same", "birth.same"}),
        # Twins share a mailbox and a birthday, and so does somebody who goes by another name.
        (
            {"latin": "Keiko Aoki", **MAIL, **BORN},
            {"latin": "Junko Aoki", **MAIL, **BORN},
            {"contact.mail", "birth.same", "name.other"},
        ),
        # The kanji may be read so, but nobody said that they are.
        ({"written": "青木 恵子", **PHONE}, {"latin": "Keiko Aoki", **PHONE}, {"contact.phone", "name.like"}),
    ],
)
def test_anything_less_is_a_question(one: dict[str, Any], other: dict[str, Any], reasons: set[str]) -> None:
    likeness = judged(one, other)

    assert (likeness.outcome, set(likeness.reasons)) == (Outcome.QUESTION, reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A household: the family name and the mailbox are the same, the given name is another.
        (
            {"written": "青木 恵子", "reading": "アオキ ケイコ", **MAIL},
            {"written": "青木 一郎", "reading": "アオキ イチロウ", **MAIL},
        ),
        ({"written": "佐藤 ゆうこ"}, {"written": "佐藤ゆうこ"}),
        ({"written": "青木 恵子", **BORN}, {"written": "佐々木 太郎", **BORN}),
        ({"written": "青木 恵子", **PHONE}, {"written": "佐々木 太郎", "phones": ("090-2345-6782",)}),
        ({"written": "不明", "phones": ("000-0000-0000",)}, {"written": "不明", "phones": ("000-0000-0000",)}),
    ],
)
def test_a_household_and_a_name_alone_are_two_people(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert judged(one, other).outcome is Outcome.NOTHING


def test_the_number_that_both_have_is_compared() -> None:
    one = {"latin": "Keiko Aoki", "phones": ("03-1111-2222", "090-2345-6781")}

    assert judged(one, {"latin": "Keiko Aoki", **PHONE}).outcome is Outcome.SAME


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
