"""A record's comparable columns: what spellings share, what nobody gave, and what a slip must not hide."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.contact import normalise_mail, normalise_phone
from appealdesk.core.linking.columns import columns_of
from appealdesk.core.linking.fields import Field, fields_of

_PHONES: Final = st.from_regex(r"\+?[0-9() -]{6,18}", fullmatch=True) | st.text(max_size=20)


def named(name: str, kana: str = "") -> dict[str, str | None]:
    return columns_of({Field.NAME: name, Field.KANA: kana}, in_parts=False)


@pytest.mark.parametrize(
    ("one", "other", "column"),
    [
        ("髙橋 恵子", "高橋恵子", "kanji"),
        ("たかはし けいこ", "ﾀｶﾊｼ ｹｲｺ", "sound"),
        ("タカハシケイコ", "たかはし　けいこ", "sound"),
        ("TAKAHASHI Keiko", "ｔａｋａｈａｓｈｉ　ｋｅｉｋｏ", "sound"),
        ("Ōno Yūki", "OHNO YUUKI", "sound"),
        ("Олександр Шевченко", "Shevchenko, Oleksandr", "european"),
        ("Jürgen Müller", "MULLER JURGEN", "european"),
    ],
)
def test_spellings_of_one_name_share_a_column(one: str, other: str, column: str) -> None:
    assert named(one)[column] == named(other)[column]
    assert named(one)[column] is not None


def test_latin_names_are_heard_in_both_orders() -> None:
    assert named("Keiko Takahashi")["turned"] == named("たかはし けいこ")["sound"]


def test_a_reading_is_worked_out_only_where_none_was_given() -> None:
    assert named("青木 恵子", "アオキ ケイコ")["readings"] is None
    assert named("青木 恵子")["sound"] is None
    assert "|aokikeiko|" in (named("青木 恵子")["readings"] or "")


@pytest.mark.parametrize("name", ["", "不明", "unknown", "-"])
def test_a_placeholder_says_nothing(name: str) -> None:
    assert set(named(name).values()) == {None}


@given(_PHONES)
def test_phones_are_those_of_the_contact_rules(text: str) -> None:
    phone = columns_of({Field.PHONE: text}, in_parts=False)["phone"]

    assert phone is None or phone == normalise_phone(text, warn=False).value


@given(st.sampled_from(("090-1234-5679", "03 1234 5670", "+81 9012345698", "(090) 1234 5670", "0120-123-456")))
def test_usual_phones_are_taken(text: str) -> None:
    assert columns_of({Field.PHONE: text}, in_parts=False)["phone"] == normalise_phone(text, warn=False).value


@given(st.from_regex(r"[A-Za-z.+]{1,8}@[A-Za-z.-]{1,10}", fullmatch=True) | st.text(max_size=20))
def test_mails_are_those_of_the_contact_rules(text: str) -> None:
    mail = columns_of({Field.MAIL: text}, in_parts=False)["mail"]

    assert mail is None or mail == normalise_mail(text, warn=False).value


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("1973-04-16", "19730416"),
        ("1973/4/6", "19730406"),
        ("16.4.1973", "19730416"),
        ("1973年4月16日", "19730416"),
        ("19731399", "19731399"),
        ("1970-01-01", None),
        ("1973", None),
    ],
)
def test_dates_of_birth_in_their_spellings(text: str, born: str | None) -> None:
    assert columns_of({Field.BIRTH_DATE: text}, in_parts=False)["born"] == born


def test_columns_are_known_by_their_usual_names_and_by_what_is_said() -> None:
    header = ["No", "氏名", "フリガナ", "Date of birth", "E-mail", "郵便番号", "note"]

    assert fields_of(header, {"No": Field.RECORD}) == {
        Field.RECORD: 0,
        Field.NAME: 1,
        Field.KANA: 2,
        Field.BIRTH_DATE: 3,
        Field.MAIL: 4,
        Field.POSTCODE: 5,
    }
