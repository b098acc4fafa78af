"""Two names by themselves: the score is symmetrical, blind to width, case, order and honorifics, and never invents."""

import csv
from pathlib import Path

import pytest
from bench.name_pairs import area, best_f1
from hypothesis import assume, given
from hypothesis import strategies as st

from appealdesk.core.names.pair import score_names
from appealdesk.core.names.placeholders import is_placeholder_name
from appealdesk.core.names.verdict import Outcome
from appealdesk.core.text import kana
from appealdesk.core.text.translit import russian_to_latin, ukrainian_to_latin

PAIRS = Path(__file__).parents[2] / "data" / "names" / "pairs_excerpt.tsv"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("髙橋 恵子", "高橋惠子"),
        ("佐々木 明", "佐佐木明"),
        ("タカハシ ケイコ", "ﾀｶﾊｼｹｲｺ"),
        ("たかはし けいこ", "TAKAHASHI, Keiko"),
        ("おおの しょうじ", "Syouzi OHNO"),
        ("ONO Shoji", "Ohno Shouji"),
        ("Олександр Шевченко", "Oleksandr Shevchenko"),
        ("Олександр Шевченко", "Александр Шевченко"),
        ("Шевченко Олена", "Olena Schewtschenko"),
        ("Ганна Щербак Петрівна", "Hanna Shcherbak"),
        ("Jürgen Groß", "Juergen Gross"),
        ("Bjørn Åkesson", "BJOERN AAKESSON"),
    ],
)
def test_spellings_of_one_name_are_the_same(left: str, right: str) -> None:
    assert score_names(left, right).verdict is Outcome.SAME


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("青木 恵子", "アオキ ケイコ"),
        ("青木恵子", "Keiko Aoki"),
        ("青木恵子", "Кейко Аокі"),
        ("佐藤 優子", "佐藤 ゆうこ"),
    ],
)
def test_a_reading_that_nobody_gave_is_at_most_undecided(left: str, right: str) -> None:
    score = score_names(left, right)

    assert (score.verdict, score.score > 0.9) == (Outcome.UNDECIDED, True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("青木 恵子", "サトウ ハナコ"),
        ("山田 一郎", "Hanako Kimura"),
        ("Ichiro Yamada", "Hanako Yamada"),
        ("Олена Коваль", "Petro Koval"),
        ("大野 彩", "小野 彩"),
    ],
)
def test_two_names_are_different(left: str, right: str) -> None:
    assert score_names(left, right).verdict is Outcome.DIFFERENT


def test_kana_tell_apart_what_latin_letters_join() -> None:
    in_kana, in_letters = score_names("オオノ アヤ", "オノ アヤ"), score_names("OHNO Aya", "ONO Aya")

    assert in_kana.score < 0.5 < 0.99 < in_letters.score


@pytest.mark.parametrize("nobody", ["", "  ", "不明", "Unknown", "匿名希望", "xxx", "невідомо", "١٢٣", "?"])
def test_a_missing_name_matches_nothing(nobody: str) -> None:
    for other in (nobody, "青木 恵子", "Keiko Aoki"):
        score = score_names(nobody, other)
        assert (score.score, score.verdict, score.reasons) == (0.5, Outcome.UNDECIDED, ())


def test_tells_the_excerpt_apart() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

    scored = [(score_names(row["a"], row["b"]).score, row["label"] == "1") for row in rows]

    assert area(scored) >= 0.977
    assert best_f1(scored)[0] >= 0.857


KANA = st.text(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロガジダバ",
    min_size=2,
    max_size=6,
)
NAMES = st.one_of(
    st.sampled_from(
        ["青木 恵子", "佐藤 ゆうこ", "Keiko Aoki", "Олена Коваль", "Jürgen Groß", "ジョン・スミス", "van der Berg Jan"]
    ),
    st.builds("{} {}".format, KANA, KANA),
    st.text(max_size=12),
)


@given(NAMES, NAMES)
def test_the_order_of_the_two_does_not_matter(left: str, right: str) -> None:
    one, other = score_names(left, right), score_names(right, left)

    assert (one.score, one.verdict) == (pytest.approx(other.score, abs=1e-9), other.verdict)


@given(KANA, KANA, st.sampled_from(["{} {}", "{}　{}", "{} {}様", "{}  {} さん"]))
def test_a_name_equals_itself_in_every_spelling_of_its_kana(family: str, given_name: str, written: str) -> None:
    name = f"{family} {given_name}"
    assume(not is_placeholder_name(name))

    spellings = [
        written.format(family, given_name),
        kana.to_hiragana(name),
        kana.to_half_width(name),
        kana.to_half_width(family + given_name),
    ]

    assert {score_names(name, spelling).verdict for spelling in spellings} == {Outcome.SAME}


@given(KANA, KANA)
def test_a_romanised_name_scores_as_its_kana_do(family: str, given_name: str) -> None:
    name = f"{family} {given_name}"
    assume(not is_placeholder_name(name))

    for romanise in (kana.to_hepburn, kana.to_kunrei, kana.to_passport):
        latin = romanise(name)
        assert score_names(name, latin).score > 0.9
        assert score_names(name, " ".join(reversed(latin.upper().split()))).score > 0.9


@given(st.sampled_from(["Шевченко Тарас", "Щербак Юлія", "Гуменюк Ївга", "Згурський Лука"]))
def test_a_ukrainian_name_equals_its_passport_form(name: str) -> None:
    assert score_names(name, ukrainian_to_latin(name)).verdict is Outcome.SAME
    assert score_names("Елена Жданова", russian_to_latin("Елена Жданова", signs=False)).verdict is Outcome.SAME
