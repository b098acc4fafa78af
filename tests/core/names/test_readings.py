"""Kanji are read as names read them, and never for sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.names.readings import DEAREST, NamePart, candidate_readings, name_splits, reading_cost
from appealdesk.core.names.skeleton import japanese
from appealdesk.core.text.kana import bank_form, to_passport


@pytest.mark.parametrize(
    ("part", "kanji", "usual", "unheard_of"),
    [
        (NamePart.FAMILY, "青木", "アオキ", "サトウ"),
        (NamePart.FAMILY, "大野", "オオノ", "オノダ"),
        (NamePart.FAMILY, "石井", "イシイ", "イシダ"),
        (NamePart.FAMILY, "五十嵐", "イガラシ", "ゴトウ"),
        (NamePart.GIVEN, "恵子", "ケイコ", "ハナコ"),
        (NamePart.GIVEN, "真", "マコト", "ハナコ"),
        (NamePart.GIVEN, "大和", "ヤマト", "ハナコ"),
        (NamePart.GIVEN, "ゆう子", "ユウコ", "ハナコ"),
    ],
)
def test_a_usual_reading_costs_less_in_kana_and_in_letters(
    part: NamePart, kanji: str, usual: str, unheard_of: str
) -> None:
    for is_kana, sound in ((True, bank_form), (False, lambda kana: japanese(to_passport(kana)))):
        costs = [reading_cost(part, kanji, sound(kana), is_kana=is_kana) for kana in (usual, unheard_of)]
        assert costs[0] < 6.0 < 9.0 <= costs[1] <= DEAREST


@pytest.mark.parametrize(
    ("family", "given_name", "reading"),
    [
        ("青木", "恵子", ("アオキ", "ケイコ")),
        ("清水", "裕之", ("シミズ", "ヒロユキ")),
        ("中田", "大和", ("ナカタ", "ヤマト")),
    ],
)
def test_ten_readings_come_the_likeliest_first(family: str, given_name: str, reading: tuple[str, str]) -> None:
    readings = candidate_readings([(family, given_name)])

    assert len(readings) == 10
    assert (readings[0].family, readings[0].given) == reading
    assert [reading.cost for reading in readings] == sorted(reading.cost for reading in readings)


@pytest.mark.parametrize(
    ("kanji", "split"),
    [
        ("青木恵子", ("青木", "恵子")),
        ("佐佐木明泉", ("佐佐木", "明泉")),
        ("森信行", ("森", "信行")),
        ("林星", ("林", "星")),
    ],
)
def test_a_name_without_a_space_is_parted_in_at_most_two_ways(kanji: str, split: tuple[str, str]) -> None:
    splits = name_splits(kanji)

    assert split in splits
    assert len(splits) <= 2


@given(st.text("青木恵子一二三々ゆコ龘", max_size=12), st.text("アイキコッー", max_size=12), st.sampled_from(NamePart))
def test_any_text_has_a_cost_within_its_bounds(kanji: str, kana: str, part: NamePart) -> None:
    assert 0.0 <= reading_cost(part, kanji, kana, is_kana=True) <= DEAREST
    assert 0.0 <= reading_cost(part, kanji, japanese(to_passport(kana)), is_kana=False) <= DEAREST
    assert len(candidate_readings(name_splits(kanji))) <= 10
