"""Payer fields: codes in front, company marks, and names that compare across the ways banks write them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.banking.payer import Payer, bank_spellings, name_keys, payer_names, pledge_code, read_payer


@pytest.mark.parametrize(
    ("bank", "donor"),
    [
        ("ｱｵｷ ｹｲｺ", "アオキ ケイコ"),
        ("ｱｵｷｹｲｺ", "アオキ　ケイコ"),
        ("ｱｵｷ ｹｲｺ", "あおき けいこ"),
        ("ﾍﾞ-ｶ- ｼﾞﾖﾝ", "ベーカー ジョン"),
        ("ﾍﾞｰｶｰ ｼﾞﾖﾝ", "ベーカー・ジョン"),
        ("ﾊﾏﾀﾞ ｼﾖｳｺ", "ハマダ ショウコ"),
        ("AOKI KEIKO", "Keiko Aoki"),
        ("ＡＯＫＩ　ＫＥＩＫＯ", "aoki keiko"),
        ("Muller, Jorg", "Jörg Müller"),
        ("Олена Коваленко", "КОВАЛЕНКО ОЛЕНА"),
    ],
)
def test_two_spellings_of_one_name_share_a_key(bank: str, donor: str) -> None:
    assert name_keys(bank) & name_keys(donor)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｸﾛｷ ｼﾞﾛｳ", "クロギ ジロウ"),
        ("ﾊﾏﾀ ｼﾖｳｺ", "ハマダ ショウコ"),
        ("Коваленко Олена", "Коваленко Олен"),
        ("Бойко", "Боико"),
        ("", ""),
    ],
)
def test_different_names_share_no_key(one: str, other: str) -> None:
    assert not name_keys(one) & name_keys(other)


@pytest.mark.parametrize("text", ["", "   ", "ｱ", "AB", "ﾌﾘｺﾐ", "ﾄｸﾒｲ", "anonymous", "12345678", "--", "・・・"])
def test_what_names_nobody_has_no_key(text: str) -> None:
    assert name_keys(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("12345ﾍﾞ-ｶ- ｼﾞﾖﾝ", Payer("12345", "", frozenset({"ベカジヨン", "ジヨンベカ"}))),
        ("48213 ｱｵｷ ｹｲｺ", Payer("48213", "", frozenset({"アオキケイコ"}))),
        ("１２３４５６７アオキ", Payer("1234567", "", frozenset({"アオキ"}))),
        ("12345678901ｱｵｷ", Payer("", "", frozenset({"12345678901アオキ"}))),
        ("ｶ)ｻｸﾗｼﾖｳｼﾞ", Payer("", "株式会社", frozenset({"サクラシヨウジ"}))),
        ("ｻｸﾗｼﾖｳｼﾞ(ｶ", Payer("", "株式会社", frozenset({"サクラシヨウジ"}))),
        ("ﾄｸﾋ)ﾐﾗｲ", Payer("", "特定非営利活動法人", frozenset({"ミライ"}))),
        ("ｼﾔ)ﾐﾗｲ", Payer("", "社団法人", frozenset({"ミライ"}))),
        ("77001ﾕ)ｻｸﾗ", Payer("77001", "有限会社", frozenset({"サクラ"}))),
        ("", Payer("", "", frozenset())),
    ],
)
def test_a_payer_field_is_taken_apart(text: str, payer: Payer) -> None:
    assert read_payer(text) == payer


@pytest.mark.parametrize(
    ("payer", "column", "code"),
    [
        ("48213ｱｵｷ ｹｲｺ", "", "48213"),
        ("ｱｵｷ ｹｲｺ", "0000048213", "48213"),
        ("1234567890ｱｵｷ", "", "1234567890"),
        ("12345678901ｱｵｷ", "", ""),
        ("1234ｱｵｷ", "", ""),
        ("ｱｵｷ48213", "", ""),
        ("00000ｱｵｷ", "", ""),
        ("ｱｵｷ", "A48213", ""),
        ("48213ｱｵｷ", "0000099999", "48213"),
    ],
)
def test_a_pledge_code_has_five_to_ten_digits(payer: str, column: str, code: str) -> None:
    assert pledge_code(payer, column) == code


@given(name=st.text(max_size=60))
def test_keys_do_not_depend_on_the_compatibility_form(name: str) -> None:
    assert name_keys(name) == name_keys(unicodedata.normalize("NFKC", name))


@given(words=st.lists(st.text("アイウエオカキクケコガギグ", min_size=1, max_size=5), min_size=1, max_size=4))
def test_spaces_and_order_of_words_make_no_difference(words: list[str]) -> None:
    long_enough = len("".join(words)) >= 3
    keys = name_keys(" ".join(words))

    assert bool(keys) == long_enough
    assert bool(keys & name_keys(" ".join(reversed(words)))) == long_enough
    assert bool(keys & name_keys("".join(words))) == long_enough


@given(text=st.text(max_size=80))
def test_any_text_is_taken_apart(text: str) -> None:
    payer = read_payer(text)

    assert payer.code == "" or (payer.code.isascii() and payer.code.isdigit() and len(payer.code) <= 10)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("48213ｱｵｷ ｹｲｺ", ("アオキ ケイコ",)),
        ("ｶ)ｻｸﾗｼﾖｳｼﾞ", ("サクラシヨウジ", "サクラショウジ")),
        ("ﾊﾂﾄﾘ ｼﾞﾖﾝ", ("ハツトリ ジヨン", "ハツトリ ジョン", "ハットリ ジョン")),
        ("ﾂﾀﾞ ﾀﾂﾔ", ("ツダ タツヤ",)),
        ("AOKI KEIKO", ("AOKI KEIKO",)),
        ("ﾌﾘｺﾐ", ()),
        ("1234567", ()),
        ("", ()),
    ],
)
def test_a_payer_field_stands_for_these_readings(text: str, names: tuple[str, ...]) -> None:
    assert payer_names(text) == names


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("アオキ ケイコ", "ｱｵｷ ｹｲｺ"),
        ("あおき けいこ", "ｱｵｷｹｲｺ"),
        ("ケイコ　アオキ", "ｱｵｷ ｹｲｺ"),
        ("ヤマダ ジョー", "ﾔﾏﾀﾞ ｼﾞﾖ-"),
        ("Olena  Kovalenko", "KOVALENKO OLENA"),
    ],
)
def test_how_banks_may_have_written_a_name(name: str, written: str) -> None:
    assert written in bank_spellings(name)


@pytest.mark.parametrize("name", ["", " ", "ﾌﾘｺﾐ", "12345"])
def test_what_names_nobody_is_spelt_by_no_bank(name: str) -> None:
    assert bank_spellings(name) == frozenset()
