"""A profile that a person chose reads a bank's CSV as it is, and says of each cell what is wrong with it."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.banking.delimited import read_delimited, try_rows
from appealdesk.core.banking.delimited_profiles import PROFILES
from appealdesk.core.banking.profile_document import ProfileRefused, document_of, profile_of
from appealdesk.core.banking.shapes import Statement, StatementRefused

GERMAN: dict[str, Any] = {
    "encoding": "cp1252",
    "delimiter": ";",
    "skip": 2,
    "headed": True,
    "headings": ["Buchung", "Valuta", "Auftraggeber", "Verwendungszweck", "Betrag", "Saldo"],
    "date_format": "DD.MM.YYYY",
    "decimal_mark": ",",
    "group_mark": ".",
    "columns": {
        "booked": "Buchung",
        "value": "Valuta",
        "payer": "Auftraggeber",
        "description": "Verwendungszweck",
        "amount": "Betrag",
        "balance": "Saldo",
    },
}
GERMAN_FILE = (
    "Konto;DE00\n\nBuchung;Valuta;Auftraggeber;Verwendungszweck;Betrag;Saldo\n"
    "02.03.2022;01.03.2022;Jürgen Groß;DON-7F3K-2 Hilfe;1.234,50;2.000,00\n"
    "01.03.2022;01.03.2022;;Gebühr;-4,50;765,50\n"
).encode("cp1252")


def read(data: bytes, document: dict[str, Any], currency: str = "EUR") -> Statement:
    (statement,) = read_delimited(data, profile_of(document, name="saved:1", currency=currency))
    return statement


def test_a_german_file_newest_first() -> None:
    statement = read(GERMAN_FILE, GERMAN)

    assert (statement.opening_minor, statement.closing_minor, statement.currency) == (77_000, 200_000, "EUR")
    assert [(str(line.booked), str(line.value), line.amount_minor) for line in statement.lines] == [
        ("2022-03-01", "2022-03-01", -450),
        ("2022-03-02", "2022-03-01", 123_450),
    ]
    assert [(line.payer, line.reference, line.text) for line in statement.lines] == [
        ("", "", "Gebühr"),
        ("Jürgen Groß", "DON-7F3K-2", "DON-7F3K-2 Hilfe"),
    ]


@pytest.mark.parametrize(
    ("rows", "columns", "more", "amounts"),
    [
        ("D,A,P\n2022-03-02,-5.00,x\n2022-03-02,7.00,y\n", {"amount": "A"}, {}, [-500, 700]),
        ("D,A,P\n2022-03-02,-5.00,x\n2022-03-02,7.00,y\n", {"amount": "A"}, {"negated": True}, [500, -700]),
        (
            "D,A,P,S\n2022-03-02,5.00,x,OUT\n2022-03-02,7.00,y,IN\n",
            {"amount": "A", "direction": "S"},
            {"out_words": ["OUT"]},
            [-500, 700],
        ),
        ("D,I,O,P\n2022-03-02,,5.00,x\n2022-03-02,7.00,,y\n", {"money_in": "I", "money_out": "O"}, {}, [-500, 700]),
    ],
)
def test_each_way_to_write_an_amount(
    rows: str, columns: dict[str, str], more: dict[str, Any], amounts: list[int]
) -> None:
    headings = rows.split("\n", 1)[0].split(",")
    document = {
        "encoding": "utf-8-sig",
        "delimiter": ",",
        "skip": 0,
        "headed": True,
        "headings": headings,
        "date_format": "YYYY-MM-DD",
        "decimal_mark": ".",
        "group_mark": ",",
        "columns": {"booked": "D", "payer": "P", **columns},
        **more,
    }

    assert [line.amount_minor for line in read(rows.encode(), document).lines] == amounts


def test_a_file_without_headings_has_numbered_columns() -> None:
    document = GERMAN | {
        "encoding": "cp932",
        "delimiter": "\t",
        "skip": 0,
        "headed": False,
        "headings": ["column 1", "column 2", "column 3"],
        "date_format": "YY年MM月DD日",
        "decimal_mark": ".",
        "group_mark": ",",
        "before_payer": ["振込"],
        "columns": {"booked": "column 1", "amount": "column 2", "description": "column 3"},
    }

    statement = read("22年3月2日\t1,000\t振込　ｱｵｷ ｹｲｺ\n".encode("cp932"), document, "JPY")

    assert [(str(line.booked), line.amount_minor, line.payer) for line in statement.lines] == [
        ("2022-03-02", 1000, "ｱｵｷ ｹｲｺ")
    ]


def test_each_cell_that_cannot_be_read_says_why() -> None:
    data = GERMAN_FILE.replace(b"02.03.2022", b"32.03.2022").replace(b"-4,50", b"-4.5x")

    headings, rows = try_rows(data, profile_of(GERMAN, name="saved:1", currency="EUR"))

    assert (headings, [row.line for row in rows]) == (tuple(GERMAN["headings"]), [4, 5])
    assert [sorted(row.problems) for row in rows] == [["Buchung"], ["Betrag"]]
    assert [row.read for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        ((b"Saldo\n", b"Stand\n"), 3, "The headings are not those of saved:1"),
        ((b"765,50", b"765,51"), 4, "The balance does not follow"),
        ((b";765,50", b""), 5, "The row has 5 cells"),
        (("Jürgen".encode("cp1252"), b"J\x81rgen"), 4, "The file is not cp1252"),
    ],
)
def test_a_file_that_the_profile_does_not_fit_any_more_is_refused_whole(
    change: tuple[bytes, bytes], line: int, words: str
) -> None:
    with pytest.raises(StatementRefused) as refused:
        read(GERMAN_FILE.replace(*change), GERMAN)

    assert (refused.value.problems[0].line, words in str(refused.value)) == (line, True)


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_the_profiles_that_come_with_the_desk_are_points_to_start_from(name: str) -> None:
    profile = profile_of(document_of(name), name=name, currency=PROFILES[name].currency)

    assert (profile.headings, profile.booked) == (PROFILES[name].headings, PROFILES[name].booked)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"encoding": "klingon"}, {"encoding"}),
        ({"delimiter": "x"}, {"delimiter"}),
        ({"skip": 99}, {"skip"}),
        ({"skip": True}, {"skip"}),
        ({"date_format": "DD.DD.YYYY"}, {"date_format"}),
        ({"group_mark": ","}, {"group_mark"}),
        ({"headings": []}, {"headings"}),
        ({"columns": {"booked": "Buchung"}}, {"amount", "payer"}),
        ({"columns": {"amount": "Betrag", "payer": "Nirgends"}}, {"columns", "booked"}),
        ({"columns": GERMAN["columns"] | {"money_in": "Saldo", "money_out": "Saldo"}}, {"amount"}),
        ({"columns": GERMAN["columns"] | {"direction": "Saldo"}}, {"out_words"}),
        ({"out_words": "OUT"}, {"out_words"}),
        ({"columns": []}, {"columns"}),
    ],
)
def test_everything_that_is_wrong_with_a_document_is_told(change: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(ProfileRefused) as refused:
        profile_of(GERMAN | change, name="x", currency="EUR")

    assert set(refused.value.problems) == fields


@given(st.dictionaries(st.sampled_from([*GERMAN, "negated"]), st.none() | st.booleans() | st.text() | st.integers()))
def test_no_document_breaks_the_check(change: dict[str, Any]) -> None:
    with suppress(ProfileRefused):
        assert profile_of(GERMAN | change, name="x", currency="EUR").name == "x"


@given(st.binary(max_size=400))
def test_no_file_breaks_a_saved_profile(data: bytes) -> None:
    with suppress(StatementRefused):
        assert read(data, GERMAN).currency == "EUR"
