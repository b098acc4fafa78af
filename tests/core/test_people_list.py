"""A list of people as CSV: what was written is read, whatever is sent is answered, and nothing is guessed."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.criteria.tree import FactKind
from appealdesk.core.people_list import CellRefused, ListRefused, PeopleList, comparable, read_cell, read_day, read_list

HEADINGS = {"position": "position", "language": "language", "氏名": "written"}
NEEDED = ("position", "language")
CHOICES = {"jsdf": "jsdf", "陸上自衛隊": "jsdf", "none": "none", "no service": "none"}
# Letters of a Japanese office; a remark begins with #, and a cell of spaces is an empty one.
CELLS = st.text(alphabet='あ青恵ｱaZ9 ,;\t"\n#', max_size=6).map(str.strip)


def written(rows: list[list[str]], separator: str, encoding: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([["language", "position", "氏名"], *rows])
    return out.getvalue().encode(encoding)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp932"]),
)
def test_what_a_spreadsheet_writes_is_read(rows: list[list[str]], separator: str, encoding: str) -> None:
    kept = [(place, row) for place, row in enumerate(rows, start=2) if any(row) and not row[0].startswith("#")]
    names = ("language", "position", "written")
    if not kept:
        with pytest.raises(ListRefused, match="empty"):
            read_list(written(rows, separator, encoding), HEADINGS, NEEDED)
        return

    people = read_list(written(rows, separator, encoding), HEADINGS, NEEDED)

    assert people.count == len(kept)
    assert [(row.number, dict(row.cells)) for row in people.rows()] == [
        (place, {name: cell for name, cell in zip(names, row, strict=True) if cell}) for place, row in kept
    ]
    assert [row.number for row in people.rows(1)] == [place for place, _row in kept[1:]]


def answered(data: bytes) -> PeopleList | ListRefused:
    try:
        return read_list(data, HEADINGS, NEEDED)
    except ListRefused as refused:
        return refused


@given(st.binary(max_size=80) | st.binary(max_size=40).map(lambda tail: b"position,language\n" + tail))
def test_any_bytes_are_a_list_or_are_refused(data: bytes) -> None:
    answer = answered(data)

    if isinstance(answer, ListRefused):
        assert answer.code in {"encoding", "columns", "csv", "row", "empty"}
    else:
        assert len(list(answer.rows())) == answer.count


@pytest.mark.parametrize("text", ["1983-04-09", "1983/4/9", "1983年4月9日", "09.04.1983", "１９８３－０４－０９"])
def test_days_as_people_write_them(text: str) -> None:
    assert read_day(text) == date(1983, 4, 9)


@pytest.mark.parametrize("text", ["1983-02-30", "04/09/1983", "83-4-9", "yesterday", "0000-01-01"])
def test_a_day_that_could_be_another_is_none(text: str) -> None:
    with pytest.raises(CellRefused):
        read_day(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FactKind.FLAG, "はい", True),
        (FactKind.FLAG, "FALSE", False),
        (FactKind.NUMBER, "３", 3),
        (FactKind.NUMBER, "2,5", 2.5),
        (FactKind.DATE, "2022/3/1", "2022-03-01"),
        (FactKind.VALIDITY, "2021-04-01/", {"from": "2021-04-01", "until": None}),
        (FactKind.CHOICE, "陸上自衛隊", "jsdf"),
        (FactKind.SET, "jsdf none", ["jsdf", "none"]),
        (FactKind.SET, "No service; JSDF", ["none", "jsdf"]),
        (FactKind.SET, "no service", ["none"]),
    ],
)
def test_answers_by_their_kind(kind: FactKind, text: str, value: object) -> None:
    assert read_cell(kind, {comparable(word): key for word, key in CHOICES.items()}, text) == {"value": value}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FactKind.FLAG, "perhaps"),
        (FactKind.NUMBER, "1,000"),
        (FactKind.NUMBER, "nan"),
        (FactKind.NUMBER, "-1"),
        (FactKind.DATE, "soon"),
        (FactKind.VALIDITY, "/"),
        (FactKind.CHOICE, "navy"),
        (FactKind.SET, "jsdf navy"),
        (FactKind.SET, ";"),
        (FactKind.FLAG, "(perhaps)"),
    ],
)
def test_what_could_mean_two_things_is_refused(kind: FactKind, text: str) -> None:
    with pytest.raises(CellRefused):
        read_cell(kind, CHOICES, text)


def test_a_reason_why_there_is_no_answer_is_kept() -> None:
    assert read_cell(FactKind.NUMBER, {}, "(declined_to_say)") == {"absent": "declined_to_say"}
