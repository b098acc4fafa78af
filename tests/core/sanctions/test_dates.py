"""Birth dates as publishers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.sanctions.dates import Born, read_born, read_iso_born, read_slashed_born, year_span


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("10 Dec 1948", Born(date(1948, 12, 10), date(1948, 12, 10))),
        ("Feb 1948", Born(date(1948, 2, 1), date(1948, 2, 29))),
        ("1953", Born(date(1953, 1, 1), date(1953, 12, 31))),
        ("circa 1953", Born(date(1951, 1, 1), date(1955, 12, 31))),
        ("1957 to 1960", Born(date(1957, 1, 1), date(1960, 12, 31))),
        ("circa 1957-1960", Born(date(1955, 1, 1), date(1962, 12, 31))),
        ("1960 to 1957", None),
        ("31 Feb 1948", None),
        ("10 1948", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_the_words_of_ofac(text: str, born: Born | None) -> None:
    assert read_born(text) == born


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("13/05/1969", Born(date(1969, 5, 13), date(1969, 5, 13))),
        ("dd/mm/1972", Born(date(1972, 1, 1), date(1972, 12, 31))),
        ("00/03/1972", Born(date(1972, 3, 1), date(1972, 3, 31))),
        ("13/mm/1972", None),
        ("05/13/1969", None),
    ],
)
def test_the_days_of_the_united_kingdom(text: str, born: Born | None) -> None:
    assert read_slashed_born(text) == born


def test_a_day_with_a_time_or_a_zone_is_that_day() -> None:
    day = Born(date(1966, 5, 4), date(1966, 5, 4))

    assert [read_iso_born(text) for text in ("1966-05-04", "1966-05-04T00:00:00", "1966-05-04Z", "4.5.66")] == [
        day,
        day,
        day,
        None,
    ]
    assert year_span("1966", "x") is None


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader_and_what_is_read_is_a_span(text: str) -> None:
    for read in (read_born, read_iso_born, read_slashed_born, year_span):
        born = read(text)
        assert born is None or born.earliest <= born.latest
