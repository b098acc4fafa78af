"""Folding is caseless, blind to width and to invisible characters, and settles at once."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.text import normalise
from appealdesk.core.text.kanji_variants import FOLDS
from appealdesk.core.text.normalise import ForeignCharacter, Script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＴＡＲＯ　ﾔﾏﾀﾞ", "taro ヤマダ"),
        ("  Aoki \t Keiko\n", "aoki keiko"),
        ("Ao\u200bki", "aoki"),
        ("葛\U000e0100飾", "葛飾"),
        ("STRAßE", "strasse"),
        ("ОЛЕНА", "олена"),
    ],
)
def test_folds(text: str, expected: str) -> None:
    assert normalise.fold(text) == expected


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = normalise.fold(text)

    assert normalise.fold(once) == once


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = normalise.tidy(text)

    assert normalise.tidy(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("齋藤 德子", "斎藤 徳子"),
        ("渡邉", "渡辺"),
        ("𠮷田", "吉田"),
        ("﨑山", "崎山"),
        ("中嶋", "中島"),
    ],
)
def test_old_and_variant_kanji_fold_to_the_usual_form(one: str, other: str) -> None:
    assert normalise.fold_kanji(one) == normalise.fold_kanji(other)


def test_characters_with_a_life_of_their_own_are_kept_apart() -> None:
    assert normalise.fold_kanji("斉藤") != normalise.fold_kanji("斎藤")


def test_no_usual_form_is_itself_a_variant() -> None:
    assert [usual for usual in FOLDS.values() if ord(usual) in FOLDS] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山田太郎様", "山田太郎"),
        ("山田 太郎 さん", "山田 太郎"),
        ("Mr. Taro Yamada", "taro yamada"),
        ("пан Олег Коваль", "олег коваль"),
        ("Dr. Frau Weber", "weber"),
        ("Herr", "herr"),
        ("氏", "氏"),
        ("えさん", "えさん"),
    ],
)
def test_strips_forms_of_address_but_never_the_whole_name(text: str, expected: str) -> None:
    assert normalise.strip_honorifics(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WATANABE, KAZUYA", ("watanabe", "kazuya")),
        ("ベーム・ディートリヒ", ("ベーム", "ディートリヒ")),
        ("ムタリカ＝ステイシー", ("ムタリカ", "ステイシー")),
        ("Horst-Günter Vogt", ("horst", "günter", "vogt")),
        ("O'Neill", ("o'neill",)),
        (" , ", ()),
    ],
)
def test_splits_into_words(text: str, expected: tuple[str, ...]) -> None:
    assert normalise.tokens(text) == expected


def test_finds_the_characters_that_nobody_types() -> None:
    found = normalise.control_characters("A\u202ebc\x00\n葛\U000e0100\u200d")

    assert found == (
        ForeignCharacter(1, "U+202E"),
        ForeignCharacter(4, "U+0000"),
        ForeignCharacter(5, "U+000A"),
    )


@pytest.mark.parametrize(("text", "expected"), [("太郎😀", True), ("👨‍👩‍👧", True), ("1️⃣", True), ("髙橋・ー々", False)])
def test_finds_emoji(text: str, expected: bool) -> None:
    assert normalise.has_emoji(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青木 々", {Script.KANJI}),
        ("ｱｵｷ ー", {Script.KANA}),
        ("Їжак é", {Script.CYRILLIC, Script.LATIN}),
        ("김", {Script.OTHER}),
        ("1-2", set()),
    ],
)
def test_names_the_scripts(text: str, expected: set[Script]) -> None:
    assert normalise.scripts(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("Žižka É", "Zizka E"), ("Їй ґанок", "Їй ґанок"), ("ガギ", "ガギ")])
def test_drops_accents_from_latin_letters_only(text: str, expected: str) -> None:
    assert normalise.without_marks(text) == expected


def test_knows_a_text_with_no_letter_at_all() -> None:
    assert (normalise.has_letter("😀 - 12"), normalise.has_letter("李")) == (False, True)


def test_the_short_way_to_fold_gives_what_the_long_way_gives() -> None:
    """Every character that takes the short way, alone and beside a letter that could join it."""
    plain = [chr(code) for code in range(0x20000) if normalise._PLAIN.fullmatch(chr(code))]

    def long_way(text: str) -> str:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        return " ".join(folded.split())

    wrong = [
        text
        for letter in plain
        for text in (letter, f"a{letter}", f"{letter}и")
        if normalise.fold(text) != long_way(text)
    ]

    assert (wrong, len(plain) > 20_000) == ([], True)


def test_one_match_tells_the_script_that_each_letter_tells() -> None:
    letters = [chr(code) for code in range(0x20000) if normalise._ONE_SCRIPT.fullmatch(chr(code))]

    wrong = [letter for letter in letters if normalise.scripts(letter) != {normalise.only_script(letter)}]

    assert (wrong, len(letters) > 20_000) == ([], True)
