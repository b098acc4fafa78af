"""Days, times, numbers and names as three cultures write them."""

from datetime import UTC, date, datetime

import pytest

from appealdesk.core.names.person_name import PersonName
from appealdesk.web.shared.culture import (
    country_text,
    date_text,
    days_text,
    decimal_text,
    moment_text,
    month_text,
    name_html,
    number_text,
    span_text,
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ja", "2022年3月2日"), ("en", "2\u00a0March\u00a02022"), ("uk", "2\u00a0березня\u00a02022")],
)
def test_a_day_reads_as_the_culture_writes_it(language: str, expected: str) -> None:
    assert date_text(date(2022, 3, 2), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", "2022年3月2日 14:02\u00a0JST"),
        ("en", "2\u00a0March\u00a02022, 14:02\u00a0JST"),
        ("uk", "2\u00a0березня\u00a02022, 14:02\u00a0JST"),
    ],
)
def test_a_moment_carries_its_zone(language: str, expected: str) -> None:
    moment = datetime(2022, 3, 2, 5, 2, tzinfo=UTC)

    assert moment_text(moment, language, "Asia/Tokyo") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ja", "2022年3月"), ("en", "March\u00a02022"), ("uk", "березень\u00a02022")],
)
def test_a_month_by_itself_is_named(language: str, expected: str) -> None:
    assert month_text(date(2022, 3, 1), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", "2022年3月1日〜2022年4月2日"),
        ("en", "1\u00a0March\u00a02022\u00a0– 2\u00a0April\u00a02022"),
        ("uk", "1\u00a0березня\u00a02022\u00a0– 2\u00a0квітня\u00a02022"),
    ],
)
def test_a_span_of_days_has_the_dash_of_the_culture(language: str, expected: str) -> None:
    assert days_text(date(2022, 3, 1), date(2022, 4, 2), language) == expected


@pytest.mark.parametrize(("language", "expected"), [("ja", "+13.0"), ("en", "+13.0"), ("uk", "+13,0")])
def test_a_fraction_has_the_mark_of_the_culture(language: str, expected: str) -> None:
    assert decimal_text("+13.0", language) == expected


def test_the_day_of_a_moment_is_the_day_in_its_zone() -> None:
    late = datetime(2022, 3, 1, 23, 30, tzinfo=UTC)

    assert moment_text(late, "en", "Europe/Kyiv") == "2\u00a0March\u00a02022, 01:30\u00a0EET"


@pytest.mark.parametrize(("language", "expected"), [("ja", "60,000"), ("en", "60,000"), ("uk", "60\u00a0000")])
def test_numbers_are_grouped(language: str, expected: str) -> None:
    assert number_text(60_000, language) == expected


def test_a_negative_number_has_a_minus_sign() -> None:
    assert number_text(-1234, "en") == "−1,234"


@pytest.mark.parametrize(
    ("seconds", "language", "expected"),
    [
        (0, "en", "0 s"),
        (8.4, "en", "8 s"),
        (130, "en", "2 min 10 s"),
        (120, "en", "2 min"),
        (3900, "en", "1 h 5 min"),
        (3900, "ja", "1時間5分"),
        (130, "uk", "2 хв 10 с"),
        (-3, "en", "0 s"),
    ],
)
def test_a_length_of_time_names_its_two_largest_units(seconds: float, language: str, expected: str) -> None:
    assert span_text(seconds, language) == expected


def test_a_reading_stands_as_ruby_over_kanji() -> None:
    name = PersonName("青木 恵子", "アオキ ケイコ")

    assert name_html(name, "ja") == (
        '<span class="name"><ruby>青木<rp>（</rp><rt>あおき</rt><rp>）</rp></ruby> '
        "<ruby>恵子<rp>（</rp><rt>けいこ</rt><rp>）</rp></ruby></span>"
    )


def test_other_readers_get_the_latin_form() -> None:
    name = PersonName("青木 恵子", "アオキ ケイコ", "AOKI Keiko")

    assert name_html(name, "en") == '<span class="name">AOKI Keiko</span>'


def test_a_name_cannot_bring_markup() -> None:
    name = PersonName("<script>alert(1)</script>")

    assert name_html(name, "en") == '<span class="name">&lt;script&gt;alert(1)&lt;/script&gt;</span>'


@pytest.mark.parametrize(("language", "expected"), [("ja", "ウクライナ"), ("en", "Ukraine"), ("uk", "Україна")])
def test_a_country_has_its_name_in_each_language(language: str, expected: str) -> None:
    assert country_text("UA", language) == expected


def test_a_code_without_a_country_is_left_as_it_is() -> None:
    assert country_text("QQ", "ja") == "QQ"
