"""Bytes to records: line ends, wide characters, wrong encodings, and the years of six-digit dates."""

from datetime import date

import pytest

from appealdesk.core.banking.shapes import StatementRefused
from appealdesk.core.banking.zengin import read_zengin
from tests.core.banking.zengin_files import (
    TODAY,
    TYPE_01,
    read_one,
    refusal,
    with_columns,
)


@pytest.mark.parametrize("newline", [b"\r\n", b"\n", b""])
@pytest.mark.parametrize("ending", [b"", b"\x1a", b"\r\n\x1a"])
def test_line_ends_make_no_difference(newline: bytes, ending: bytes) -> None:
    records = TYPE_01.rstrip(b"\r\n").split(b"\r\n")

    assert read_one(newline.join(records) + ending) == read_one(TYPE_01)


def test_mixed_line_ends_are_read_and_a_lone_return_is_no_line_end() -> None:
    assert read_one(TYPE_01.replace(b"\r\n", b"\n", 3)) == read_one(TYPE_01)
    assert str(refusal(TYPE_01.replace(b"\r\n", b"\r", 1))).startswith("Line 1: Column 201 holds the byte 0D")


def test_a_line_end_within_a_record_is_refused() -> None:
    within = with_columns(TYPE_01, 2, 60, "\n")

    assert "instead of 200" in str(refusal(within))


def test_western_years_are_recognised_by_the_whole_file() -> None:
    western = TYPE_01
    for era, year in ((b"040302", b"220302"), (b"040301", b"220301")):
        western = western.replace(era, year)

    assert read_one(western) == read_one(TYPE_01)


def test_a_file_that_mixes_eras_and_western_years_is_refused() -> None:
    mixed = with_columns(TYPE_01, 4, 8, "220302220302")

    assert str(refusal(mixed).problems[0]).startswith("Line 4, date: The date 220302 is neither")


def test_a_file_from_the_future_is_refused() -> None:
    assert "neither by the Japanese era nor by western years" in str(refusal(TYPE_01, date(2022, 1, 1)))


def test_heisei_years_are_read_within_ten_years() -> None:
    heisei = TYPE_01.replace(b"040302", b"310302").replace(b"040301", b"310301")

    assert read_one(heisei, date(2022, 3, 5)).period_end == date(2019, 3, 2)


def test_wide_characters_fill_two_columns() -> None:
    wide = with_columns(TYPE_01, 2, 50, "青木恵子")

    assert read_one(wide).lines[0].payer == "青木恵子"
    assert read_one(wide).lines[1:] == read_one(TYPE_01).lines[1:]


def test_a_wide_character_across_two_fields_is_refused() -> None:
    across = with_columns(TYPE_01, 2, 97, "木")

    assert "must not begin in the middle of a wide character" in str(refusal(across))


def test_a_file_saved_as_utf8_is_refused_with_the_reason() -> None:
    assert "saved as UTF-8" in str(refusal(TYPE_01.decode("cp932").encode("utf-8")))


@pytest.mark.parametrize("byte", [0x00, 0x07, 0x80, 0xA0, 0xFD, 0xFF])
def test_a_byte_that_is_no_text_is_refused_with_its_place(byte: int) -> None:
    data = bytearray(TYPE_01)
    data[202 + 60] = byte

    assert str(refusal(bytes(data))).startswith(f"Line 2: Column 61 holds the byte {byte:02X}")


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\x1a"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(StatementRefused):
        read_zengin(data, TODAY)
