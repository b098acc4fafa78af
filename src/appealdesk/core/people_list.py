"""A list of people as a company keeps it: a CSV file whose first row names the columns, a person in each further row.

The file is looked through as a whole before anybody is read from it, because half a list is worse than none: nobody
would know who is missing. Rows are counted as a spreadsheet counts them, the one with the headings being the first.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from appealdesk.core.criteria.facts import Absence
from appealdesk.core.criteria.tree import FactKind
from appealdesk.core.sentences import Sentence, told

__all__ = [
    "MOST_BYTES",
    "MOST_PROBLEMS",
    "MOST_ROWS",
    "CellRefused",
    "ListProblem",
    "ListRefused",
    "ListRow",
    "PeopleList",
    "comparable",
    "decode_list",
    "read_cell",
    "read_day",
    "read_list",
]

MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 32 * 1024 * 1024
MOST_PROBLEMS: Final = 20
"""How many problems are told; who mends twenty and sends the file again is told the next ones."""

_ENCODINGS: Final = ("utf-8-sig", "cp932")
_SEPARATORS: Final = ",;\t"
_REMARK: Final = "#"
_ABSENT: Final = re.compile(r"\((\w+)\)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_BETWEEN_ANSWERS: Final = re.compile(r"[;,、|]")
_NUMBER: Final = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,2})?")
_LARGEST: Final = 1_000_000
_FLAGS: Final = {
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "はい": True,
    "いいえ": False,
    "так": True,
    "ні": False,
}


@dataclass(frozen=True, slots=True)
class ListProblem:
    """What is wrong, in which row, and under which heading if it is one cell. Never what the cell says of somebody."""

    row: int
    column: str
    sentence: Sentence

    def __str__(self) -> str:
        place = f"Row {self.row}, {self.column}" if self.column else f"Row {self.row}"
        return f"{place}: {self.sentence}"


class ListRefused(Exception):  # noqa: N818 - it is an answer rather than an error
    """The file cannot be read as a list; `code` is encoding, long, columns, csv, row or empty."""

    def __init__(self, code: str, problems: Sequence[ListProblem] = (), count: int = 0) -> None:
        super().__init__(" ".join(map(str, problems)) or code)
        self.code = code
        self.problems = tuple(problems)
        self.count = count or len(self.problems)


class CellRefused(ValueError):  # noqa: N818 - it is an answer rather than an error
    """A cell does not hold what its column asks for."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class ListRow:
    """One person's row: its number in the file, and the cells that are not empty by their columns."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """A file that was looked through. `columns` are what the headings mean, in their order."""

    text: str
    separator: str
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    count: int

    def rows(self, start: int = 0) -> Iterator[ListRow]:
        """The persons from a place on, counted from 0."""
        return islice(self._rows(), start, None)

    def heading_of(self, column: str) -> str:
        """How the file itself calls a column."""
        return self.headings[self.columns.index(column)] if column in self.columns else column

    def _rows(self) -> Iterator[ListRow]:
        for number, cells in _records(self.text, self.separator):
            stripped = map(str.strip, cells)
            yield ListRow(number, {name: cell for name, cell in zip(self.columns, stripped, strict=True) if cell})


def read_list(data: bytes, headings: Mapping[str, str], needed: Sequence[str]) -> PeopleList:
    """Look through a file. `headings` tells the column of each heading, which is compared as `comparable` makes it.

    UTF-8 or cp932; commas, semicolons or tabs. Empty rows and rows that begin with # are left out. Raises ListRefused.
    """
    if len(data) > MOST_BYTES:
        raise ListRefused("long")
    text = decode_list(data)
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    try:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise ListRefused("csv", [_broken(1, error)]) from error
    columns = _columns(first, headings, needed)
    count, problems, wrong = 0, list[ListProblem](), 0
    for number, cells in _records(text, separator):
        count += 1
        if count > MOST_ROWS:
            raise ListRefused("long")
        if len(cells) != len(columns):
            wrong += 1
            if wrong <= MOST_PROBLEMS:
                sentence = told(
                    "The row has %(cells)s cells, but there are %(headings)s headings.",
                    cells=len(cells),
                    headings=len(columns),
                )
                problems.append(ListProblem(number, "", sentence))
    if problems:
        raise ListRefused("row", problems, wrong)
    if not count:
        raise ListRefused("empty")
    return PeopleList(
        text=text, separator=separator, columns=columns, headings=tuple(name.strip() for name in first), count=count
    )


def decode_list(data: bytes) -> str:
    """The text of a file. Raises ListRefused, also where bytes could be read but would be the wrong letters."""
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or (encoding == "cp932" and _may_be_euc(data)):
            break
        return text
    raise ListRefused("encoding")


def _may_be_euc(data: bytes) -> bool:
    """Nearly every text in EUC-JP is a row of odd half-width kana in cp932; the other way round it is none at all."""
    try:
        data.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def comparable(heading: str) -> str:
    """A heading or an answer as it is compared: whatever its width, its case and the space around it."""
    return unicodedata.normalize("NFKC", heading).casefold().strip()


def _columns(first: Sequence[str], headings: Mapping[str, str], needed: Sequence[str]) -> tuple[str, ...]:
    """What each heading means; or every heading that means nothing, stands twice or is missing."""
    columns, problems = list[str](), list[ListProblem]()
    for heading in first:
        column = headings.get(comparable(heading), "")
        if not column:
            words = told("There is neither a column nor a fact of this name.")
            problems.append(ListProblem(1, heading.strip()[:60], words))
        elif column in columns:
            problems.append(ListProblem(1, heading.strip(), told("This column stands twice.")))
        columns.append(column)
    for name in needed:
        if name not in columns:
            problems.append(ListProblem(1, name, told("This column is missing.")))
    if problems:
        raise ListRefused("columns", problems[:MOST_PROBLEMS], len(problems))
    return tuple(columns)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows after the headings that say something."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > 1 and any(map(str.strip, cells)) and not cells[0].startswith(_REMARK):
                yield number, cells
    except csv.Error as error:
        raise ListRefused("csv", [_broken(number + 1, error)]) from error


def _broken(row: int, error: csv.Error) -> ListProblem:
    return ListProblem(row, "", told("The quoting is broken (%(error)s).", error=error))


def read_day(text: str) -> date:
    """A day as people write it: 1983-04-09, 1983/4/9, 1983年4月9日 or 09.04.1983. Raises CellRefused."""
    plain = unicodedata.normalize("NFKC", text)
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
    else:
        raise CellRefused(told("There is no such day. Write it as 1983-04-09."))
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise CellRefused(told("There is no such day. Write it as 1983-04-09.")) from error


def read_cell(kind: FactKind, choices: Mapping[str, str], text: str) -> dict[str, Any]:
    """A cell about a fact as the criteria file writes it; `choices` are the keys of the answers by `comparable` words.

    A reason why there is no answer stands in brackets, such as (declined_to_say). Raises CellRefused.
    """
    absent = _ABSENT.fullmatch(text)
    if absent and absent[1] in set(Absence):
        return {"absent": absent[1]}
    return {"value": _value(kind, choices, text)}


def _value(kind: FactKind, choices: Mapping[str, str], text: str) -> Any:
    match kind:
        case FactKind.FLAG:
            if (flag := _FLAGS.get(comparable(text))) is None:
                raise CellRefused(told("Write yes or no."))
            return flag
        case FactKind.NUMBER:
            return _number(text)
        case FactKind.DATE:
            return read_day(text).isoformat()
        case FactKind.VALIDITY:
            return _validity(text)
        case FactKind.CHOICE:
            return _choice(choices, text)
        case FactKind.SET:
            return [_choice(choices, part) for part in _parts(choices, text) or [text]]


def _number(text: str) -> int | float:
    """1,000 is refused: it is a thousand to some and one to others."""
    plain = unicodedata.normalize("NFKC", text)
    number = float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else -1.0
    if not 0 <= number <= _LARGEST:
        raise CellRefused(told("Write a number from 0 to 1000000, such as 3 or 2.5."))
    return int(number) if number.is_integer() else number


def _validity(text: str) -> dict[str, str | None]:
    """First and last day with a slash between them, either of them left out: 2021-04-01/2026-03-31, /2026-03-31."""
    ends = text.split("/")
    if len(ends) != 2 or not any(map(str.strip, ends)):
        raise CellRefused(told("Write the first and the last day as 2021-04-01/2026-03-31; one may be left out."))
    start, until = (read_day(end.strip()).isoformat() if end.strip() else None for end in ends)
    return {"from": start, "until": until}


def _choice(choices: Mapping[str, str], text: str) -> str:
    key = choices.get(comparable(text))
    if key is None:
        raise CellRefused(told("Write one of these: %(choices)s.", choices=", ".join(dict.fromkeys(choices.values()))))
    return key


def _parts(choices: Mapping[str, str], text: str) -> list[str]:
    """Several answers; where no mark stands between them, spaces do, unless the whole is one answer."""
    plain = unicodedata.normalize("NFKC", text)
    if comparable(plain) in choices:
        return [plain]
    parts = _BETWEEN_ANSWERS.split(plain) if _BETWEEN_ANSWERS.search(plain) else plain.split()
    return [part for part in parts if part.strip()]
