"""The door: recognition, the choice of a CSV profile, JSON, and hostile bytes at every reader."""

import contextlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.banking import statement as door
from appealdesk.core.banking.statement import (
    FORMATS,
    Statement,
    StatementRefused,
    detect_format,
    read_statement,
    read_statements,
    to_json,
)

BANK = Path(__file__).parents[2] / "data" / "bank"
TODAY = date(2022, 3, 5)
SAMPLES = {
    "zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt": "zengin",
    "zengin_03_nyushukkin_nobreak_RECONSTRUCTED.txt": "zengin",
    "camt053_v08_RECONSTRUCTED.xml": "camt",
    "mt940_RECONSTRUCTED.sta": "mt940",
    "ofx102_sgml_RECONSTRUCTED.ofx": "ofx",
    "jp_smbc_style_RECONSTRUCTED_cp932.csv": "smbc",
    "jp_corporate_ANSER_style_RECONSTRUCTED_cp932.csv": "anser",
    "uk_generic_RECONSTRUCTED.csv": "uk-generic",
    "us_generic_RECONSTRUCTED.csv": "us-generic",
}
CONTENTS = {name: (BANK / name).read_bytes() for name in SAMPLES}
PROFILE_NAMES = {"smbc", "anser", "uk-generic", "us-generic"}


def test_every_format_has_a_sample() -> None:
    assert set(SAMPLES.values()) == set(FORMATS)


@pytest.mark.parametrize("name", SAMPLES)
def test_files_name_themselves_except_csv(name: str) -> None:
    expected = None if SAMPLES[name] in PROFILE_NAMES else SAMPLES[name]

    assert detect_format(CONTENTS[name]) == expected


@pytest.mark.parametrize("name", SAMPLES)
def test_a_recognised_file_reads_as_when_its_format_is_named(name: str) -> None:
    named = read_statement(CONTENTS[name], SAMPLES[name], TODAY)

    assert named.lines
    if SAMPLES[name] not in PROFILE_NAMES:
        assert read_statement(CONTENTS[name], None, TODAY) == named


@pytest.mark.parametrize("name", SAMPLES)
def test_balances_and_lines_agree_in_every_sample(name: str) -> None:
    statement = read_statement(CONTENTS[name], SAMPLES[name], TODAY)

    if statement.opening_minor is not None and statement.closing_minor is not None:
        assert statement.opening_minor + statement.total_minor == statement.closing_minor
    assert len({line.bank_reference for line in statement.lines}) == statement.count
    assert [line.number for line in statement.lines] == list(range(1, statement.count + 1))
    assert all(statement.period_start <= line.booked <= statement.period_end for line in statement.lines)


def test_csv_without_a_profile_is_refused_with_the_choice() -> None:
    with pytest.raises(StatementRefused, match="smbc, anser, uk-generic, us-generic"):
        read_statement(CONTENTS["uk_generic_RECONSTRUCTED.csv"], None, TODAY)


def test_an_unknown_format_is_refused_with_the_choice() -> None:
    with pytest.raises(StatementRefused, match="'swift' is no format; choose one of zengin, camt"):
        read_statement(b"x", "swift", TODAY)


@pytest.mark.parametrize("data", [b"", b" \r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(StatementRefused, match="empty"):
        read_statement(data, None, TODAY)


def test_a_line_of_zero_tells_something_and_moves_nothing() -> None:
    name = "us_generic_RECONSTRUCTED.csv"
    zero = b'CREDIT,03/01/2022,"INTEREST",0.00,MISC,1868.00,\r\n'
    head, line = CONTENTS[name].split(b"\n", 1)

    found = read_statement(head + b"\n" + line.rstrip() + b"\r\n" + zero, SAMPLES[name], TODAY)

    assert [(line.number, line.amount_minor) for line in found.lines] == [(1, 86_800)]
    assert (found.opening_minor, found.closing_minor) == (100_000, 186_800)


@pytest.mark.parametrize("name", [name for name, format in SAMPLES.items() if format not in {"zengin", "camt"}])
def test_a_nul_is_refused_with_its_line(name: str) -> None:
    first, second = CONTENTS[name].split(b"\n", 1)

    with pytest.raises(StatementRefused, match="NUL character, which no bank writes") as refused:
        read_statement(first + b"\n\0" + second, SAMPLES[name], TODAY)

    assert refused.value.problems[0].line == 2


def test_a_file_beyond_any_statement_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LARGEST_FILE", 1_000_000)

    with pytest.raises(StatementRefused, match="larger than 1 MB"):
        read_statement(b"1" * 1_000_001, None, TODAY)


def test_a_file_of_two_accounts_is_two_statements_and_never_one() -> None:
    two = CONTENTS["mt940_RECONSTRUCTED.sta"] + CONTENTS["mt940_RECONSTRUCTED.sta"].replace(
        b"0532013000", b"0532013001"
    )

    assert [statement.account for statement in read_statements(two, None, TODAY)] == [
        "37040044/0532013000EUR",
        "37040044/0532013001EUR",
    ]
    with pytest.raises(StatementRefused, match="holds 2 statements"):
        read_statement(two, None, TODAY)


def test_json_has_the_published_shape() -> None:
    statement = read_statement(CONTENTS["zengin_03_nyushukkin_nobreak_RECONSTRUCTED.txt"], None, TODAY)

    shown = json.loads(json.dumps(to_json(statement)))

    assert shown == {
        "account": "9999-001-1-1234567",
        "period": {"from": "2022-03-01", "to": "2022-03-02"},
        "opening": 500_000,
        "closing": 619_560,
        "count": 3,
        "total_minor": 119_560,
        "lines": [
            {
                "booked": day,
                "value": day,
                "amount_minor": amount,
                "currency": "JPY",
                "payer": payer,
                "reference": "",
                "reversal": False,
            }
            for day, amount, payer in (
                ("2022-03-01", 100_000, "ｱｵｷ ｹｲｺ"),
                ("2022-03-02", 20_000, ""),
                ("2022-03-02", -440, ""),
            )
        ],
    }


@given(data=st.binary(max_size=400), format=st.sampled_from([None, *FORMATS]))
def test_random_bytes_are_refused_and_nothing_else(data: bytes, format: str | None) -> None:
    with pytest.raises(StatementRefused):
        read_statements(data, format, TODAY)


@settings(max_examples=300)
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    place=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 40),
    put=st.binary(max_size=12)
    | st.sampled_from([b"<", b">", b"&", b'"', b",", b"\n", b":61:", b"9" * 30, b"\xef\xbb\xbf"]),
)
def test_damaged_samples_are_read_or_refused(name: str, place: float, length: int, put: bytes) -> None:
    sample = CONTENTS[name]
    start = int(place * len(sample))
    damaged = sample[:start] + put + sample[start + length :]

    try:
        statements = read_statements(damaged, SAMPLES[name], TODAY)
    except StatementRefused:
        return
    for statement in statements:
        assert all(line.currency == statement.currency for line in statement.lines)


@given(name=st.sampled_from(sorted(SAMPLES)), format=st.sampled_from(FORMATS))
def test_a_file_under_a_wrong_name_is_refused(name: str, format: str) -> None:
    if format == SAMPLES[name]:
        assert read_statements(CONTENTS[name], format, TODAY)
        return
    with pytest.raises(StatementRefused):
        read_statements(CONTENTS[name], format, TODAY)


CUT_SHORT = [name for name, format in SAMPLES.items() if format not in PROFILE_NAMES]


@settings(max_examples=200)
@given(name=st.sampled_from(CUT_SHORT), place=st.floats(0, 1, exclude_max=True))
def test_a_file_that_was_cut_is_refused(name: str, place: float) -> None:
    whole = CONTENTS[name].rstrip().removesuffix(b"-").rstrip()
    # The last digit of an MT940 file is the second zero of a decimal fraction, and says nothing.
    cut = whole[: int(place * (len(whole) - 1))]

    with pytest.raises(StatementRefused):
        read_statements(cut, SAMPLES[name], TODAY)


@settings(max_examples=60)
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    encodings=st.tuples(
        st.sampled_from(["cp932", "utf-8", "iso-8859-1"]),
        st.sampled_from(["utf-16", "utf-8", "utf-7", "cp500", "euc_jp"]),
    ),
)
def test_a_file_saved_in_another_encoding_is_read_or_refused(name: str, encodings: tuple[str, str]) -> None:
    read_as, saved_as = encodings
    changed = CONTENTS[name].decode(read_as, "replace").encode(saved_as, "replace")

    for format in (None, SAMPLES[name]):
        try:
            statements = read_statements(changed, format, TODAY)
        except StatementRefused:
            continue
        # A file of ASCII letters alone is the same in most encodings.
        assert [found.total_minor for found in statements] == [TOTALS[name]]


TOTALS = {name: read_statement(CONTENTS[name], format, TODAY).total_minor for name, format in SAMPLES.items()}


@settings(max_examples=150)
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    place=st.floats(0, 1, exclude_max=True),
    put=st.text("0123456789", min_size=1, max_size=6),
)
def test_edited_fields_are_read_or_refused(name: str, place: float, put: str) -> None:
    sample = CONTENTS[name]
    fields = list(re.finditer(rb"[0-9]{2,}", sample))
    field = fields[int(place * len(fields))]

    edited = sample[: field.start()] + put.encode() + sample[field.end() :]
    with contextlib.suppress(StatementRefused):
        for found in read_statements(edited, SAMPLES[name], TODAY):
            assert found.opening_minor is None or found.closing_minor is None or adds_up(found)


def adds_up(found: Statement) -> bool:
    return found.opening_minor is not None and found.opening_minor + found.total_minor == found.closing_minor
