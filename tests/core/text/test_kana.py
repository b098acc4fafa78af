"""Kana in every width and the three romanisations, against names whose spelling is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.text import kana

HIRAGANA = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096), min_size=1, max_size=12)
KATAKANA = st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30F6), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("reading", "hepburn", "passport", "kunrei"),
    [
        ("おおの しょうじ", "ōno shōji", "ONO SHOJI", "ôno syôzi"),
        ("イノウエ", "inoue", "INOUE", "inoue"),
        ("コウエイ", "kōei", "KOEI", "kôei"),
        ("じゅんいちろう", "jun'ichirō", "JUNICHIRO", "zyun'itirô"),
        ("なんば", "nanba", "NAMBA", "nanba"),
        ("ホッタ", "hotta", "HOTTA", "hotta"),
        ("ほっち", "hotchi", "HOTCHI", "hotti"),
        ("ﾂﾁﾔ ﾌｳｶ", "tsuchiya fūka", "TSUCHIYA FUKA", "tutiya hûka"),
        ("ヤマダ ユーコ", "yamada yūko", "YAMADA YUKO", "yamada yûko"),
        ("ヴィクトル", "vikutoru", "VIKUTORU", "vikutoru"),
        ("せいいち", "seiichi", "SEIICHI", "seiiti"),
    ],
)
def test_romanises(reading: str, hepburn: str, passport: str, kunrei: str) -> None:
    written = (kana.to_hepburn(reading), kana.to_passport(reading), kana.to_kunrei(reading))

    assert written == (hepburn, passport, kunrei)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ﾀﾞﾃ ﾕｳｺ", "ダテ ユウコ"), ("ﾊﾟｰ", "パー"), ("ｱABC１", "アABC１"), ("", "")],
)
def test_widens_half_width_katakana_and_nothing_else(text: str, expected: str) -> None:
    assert kana.to_full_width(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ダテ ユウコ", "ﾀﾞﾃ ﾕｳｺ"), ("ジョン・ポール", "ｼﾞｮﾝ･ﾎﾟｰﾙ"), ("ヴィ", "ｳﾞｨ"), ("だて ABC１", "ﾀﾞﾃ ABC１")],
)
def test_narrows_kana_and_nothing_else(text: str, expected: str) -> None:
    assert kana.to_half_width(text) == expected


@given(st.text(st.sampled_from("アイウエオガギグパピプヴャュョッー・ンヲ abc"), max_size=12))
def test_full_width_survives_the_way_to_half_width_and_back(text: str) -> None:
    assert kana.to_full_width(kana.to_half_width(text)) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [("ｼﾞﾖﾝ ｽﾐｽ", "ジョン・スミス"), ("ﾕ-ｺ", "ゆーこ"), ("ｶﾄｳ ﾊﾂﾄﾘ", "カトウハットリ")],
)
def test_gives_one_bank_form_to_the_spellings_of_two_banks(one: str, other: str) -> None:
    assert kana.bank_form(one) == kana.bank_form(other.replace("・", " "))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("アオキ ケイコ", True),
        ("ｱｵｷ", True),
        ("あおき・けーこ", True),
        ("青木", False),
        ("Aoki", False),
        ("アオキ1", False),
        ("ー", False),
        ("", False),
    ],
)
def test_knows_a_reading(text: str, expected: bool) -> None:
    assert kana.is_kana(text) is expected


@pytest.mark.parametrize(("text", "expected"), [("オオノ", "オノ"), ("こうの", "コノ"), ("イイダ ユーコ", "イダ ユコ")])
def test_shortens_long_vowels(text: str, expected: str) -> None:
    assert kana.without_long_vowels(text) == expected


@given(HIRAGANA)
def test_hiragana_survives_the_way_to_katakana_and_back(text: str) -> None:
    assert kana.to_hiragana(kana.to_katakana(text)) == text


@given(KATAKANA)
def test_katakana_survives_the_way_to_hiragana_and_back(text: str) -> None:
    assert kana.to_katakana(kana.to_hiragana(text)) == text


@given(st.text(max_size=30))
def test_widening_twice_changes_nothing_more(text: str) -> None:
    once = kana.to_full_width(text)

    assert kana.to_full_width(once) == once


@given(st.text("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホンッャュョー", max_size=12))
def test_romanised_kana_are_plain_latin_letters(text: str) -> None:
    letters = set(kana.to_passport(text))

    assert letters <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZー")
