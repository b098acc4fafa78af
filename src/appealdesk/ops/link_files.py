"""The files of `appealdesk names link`: records in, pairs out, and one sentence about what is wrong with a file.

A file is read twice: a glance at its first lines tells whether its names are in Latin letters and parts.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError

from appealdesk.core.linking.fields import Field, fields_of, known_names
from appealdesk.people.linkage.link import Entry, Link, Outcome

__all__ = [
    "RecordFile",
    "check_mapping",
    "choose_fields",
    "is_told",
    "names_are_in_parts",
    "open_records",
    "write_pairs",
    "write_persons",
]

_GLANCE: Final = 500
_MOSTLY: Final = 0.9
_NAMES_AS_WHOLE: Final = frozenset({Field.NAME, Field.KANA, Field.LATIN, Field.GIVEN_KANA, Field.FAMILY_KANA})
_PAIR_COLUMNS: Final = ("left", "right", "score", "verdict", "bits", "reasons")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file whose header was understood: which column, counted from 0, holds which fact."""

    path: Path
    header: tuple[str, ...]
    fields: Mapping[Field, int]

    def rows(self) -> Iterator[tuple[str, dict[Field, str]]]:
        """Each record's own number, which is that of its line where the file has none, and what it says."""
        facts = [(field, place) for field, place in self.fields.items() if field is not Field.RECORD]
        number = self.fields.get(Field.RECORD)
        for line, row in _rows(self.path, len(self.header)):
            record = row[number].strip() if number is not None else str(line)
            if not record:
                column = self.header[number or 0]
                raise CommandError(f"{self.path}, line {line}, column {column}: the record has no number.")
            yield record, {field: text for field, place in facts if (text := row[place].strip())}

    def entries(self, source: int, records: list[str]) -> Iterator[Entry]:
        """The same for the engine; `records` takes the numbers in. Raises CommandError where a number comes twice."""
        known: set[str] = set()
        for record, facts in self.rows():
            if record in known:
                raise CommandError(f"{self.path}: the record number {record} comes twice, so pairs could not be told.")
            known.add(record)
            records.append(record)
            yield source, facts


def choose_fields(given: Sequence[str]) -> dict[str, Field]:
    """What `--map COLUMN=FIELD` says. Raises CommandError for what is no field."""
    chosen: dict[str, Field] = {}
    for text in given:
        column, _, name = text.rpartition("=")
        if not column or name not in set(Field):
            fields = ", ".join(Field)
            raise CommandError(f"--map {text}: write COLUMN=FIELD, where FIELD is one of {fields}.")
        chosen[column.strip()] = Field(name)
    return chosen


def open_records(path: Path, given: Mapping[str, Field]) -> RecordFile:
    """Understand the header. Raises CommandError for a file that cannot be read or has nothing to compare."""
    header = tuple(name.strip() for name in _header(path))
    fields = fields_of(header, given)
    if not fields.keys() - {Field.RECORD}:
        examples = ", ".join(known_names(field)[0] for field in (Field.NAME, Field.GIVEN, Field.FAMILY, Field.PHONE))
        raise CommandError(
            f"{path}, line 1: none of the columns {', '.join(header) or '(none)'} is known; name one {examples} or "
            "the like, or use --map COLUMN=FIELD."
        )
    return RecordFile(path, header, fields)


def check_mapping(files: Sequence[RecordFile], given: Mapping[str, Field]) -> None:
    """Raises CommandError for a column that none of the files has."""
    for column in given:
        if not any(column in file.header for file in files):
            raise CommandError(
                f"--map {column}: no file has such a column; {files[0].path} has {', '.join(files[0].header)}."
            )


def names_are_in_parts(files: Iterable[RecordFile]) -> bool:
    """Whether given and family names have columns of their own and are in Latin letters nearly everywhere."""
    seen = latin = 0
    for file in files:
        if not {Field.GIVEN, Field.FAMILY} <= file.fields.keys() or file.fields.keys() & _NAMES_AS_WHOLE:
            return False
        for _, facts in islice(file.rows(), _GLANCE):
            for text in (facts.get(Field.GIVEN), facts.get(Field.FAMILY)):
                if text:
                    seen += 1
                    latin += all(ord(letter) < _BEYOND_LATIN for letter in text)
    return seen > 0 and latin >= _MOSTLY * seen


_BEYOND_LATIN: Final = 0x250


def write_pairs(path: Path, links: Iterable[Link], left: Sequence[str], right: Sequence[str]) -> int:
    """One line for each pair; returns how many."""

    def lines() -> Iterator[Sequence[object]]:
        for link in links:
            score = f"{link.score:.6f}"
            yield left[link.left], right[link.right], score, link.outcome.value, f"{link.bits:.2f}", link.reasons

    return _write(path, _PAIR_COLUMNS, lines())


def write_persons(path: Path, groups: Mapping[int, int], records: Sequence[str]) -> int:
    """For each record the person, named by the number of the person's first record; returns how many."""
    return _write(
        path,
        ("record", "person"),
        ((record, records[groups.get(place, place)]) for place, record in enumerate(records)),
    )


def is_told(link: Link, *, undecided: bool) -> bool:
    """Whether a pair goes into the file."""
    return undecided or link.outcome is Outcome.SAME


def _write(path: Path, header: Sequence[str], lines: Iterable[Sequence[object]]) -> int:
    """Written beside its place and put there at the end, so that a failure leaves nothing half done."""
    beside = path.with_name(f".{path.name}.part")
    count = 0
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(header)
            for line in lines:
                writer.writerow(line)
                count += 1
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return count


def _header(path: Path) -> list[str]:
    header: list[str] = _reading(path, lambda lines: next(csv.reader(lines), []))
    return header


def _reading(path: Path, read: Callable[[TextIOWrapper], Any]) -> Any:
    try:
        with path.open("rb") as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines:
            return read(lines)
    except UnicodeDecodeError as error:
        raise _not_utf8(path) from error
    except csv.Error as error:
        raise CommandError(f"{path}, line 1: it cannot be read as CSV: {error}.") from error
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error


def _rows(path: Path, width: int) -> Iterator[tuple[int, list[str]]]:
    """Every line but the first and blank ones, with its number."""
    with path.open("rb") as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        try:
            next(rows, None)
            for row in rows:
                if row and len(row) != width:
                    raise CommandError(
                        f"{path}, line {rows.line_num}: {len(row)} values where the first line has {width}."
                    )
                if row:
                    yield rows.line_num, row
        except csv.Error as error:
            raise CommandError(f"{path}, line {rows.line_num}: it cannot be read as CSV: {error}.") from error
        except UnicodeDecodeError as error:
            raise _not_utf8(path) from error


def _not_utf8(path: Path) -> CommandError:
    with path.open("rb") as lines:
        number = next((number for number, line in enumerate(lines, start=1) if not _is_utf8(line)), 1)
    return CommandError(f"{path}, line {number}: it is not in UTF-8; save it as CSV in UTF-8 and try again.")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
