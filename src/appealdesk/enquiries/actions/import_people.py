"""Take in a file of people, one a row: the whole file is refused, or every row becomes an enquiry, once."""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput, FactAnswer
from appealdesk.enquiries.queries.answers import check_answers
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.inputs import IdentityInput, SpeakerInput

__all__ = ["ImportedPeople", "import_people"]

_ENCODINGS = ("utf-8-sig", "cp932")
_IDENTITY = ("written", "reading", "latin", "birth_date", "email", "phone")
_COLUMNS = {"position", "language", "message", *_IDENTITY}
_MOST_ROWS = 100_000
_MOST_PROBLEMS = 20
_ABSENT = re.compile(r"^\((not_asked|declined_to_say|not_applicable|unverified)\)$")


@dataclass(frozen=True, slots=True)
class ImportedPeople:
    """The references in the order of the rows, and how many of them the file had brought before."""

    refs: tuple[str, ...]
    known: int


def import_people(
    *,
    actor: Actor,
    now: datetime,
    appeal_id: int,
    positions: Mapping[str, str],
    data: bytes,
    speaker: SpeakerInput | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ImportedPeople:
    """Import a CSV file; `positions` are references by short name. The same file again brings nobody twice.

    `speaker` is the contact person of the company whose list it is, through whom everybody on it is reached.

    Columns: position, written, reading, latin, birth_date (2022-03-02), email, phone, language, message, and a
    column per fact: yes or no, a number, a day, answers separated by spaces, from/until, or a reason in brackets such
    as (declined_to_say). Interrupted, the import goes on when the file is given again.
    """
    digest = hashlib.sha256(data).digest()
    dictionary = fact_dictionary(actor.organisation_id or 0)
    entries: list[EnquiryInput] = []
    problems: list[str] = []
    for number, row in enumerate(_rows(data, dictionary), start=2):
        try:
            entry = _entry(actor, appeal_id, positions, dictionary, row, _submission(digest, number))
            entries.append(entry.model_copy(update={"speaker": speaker}))
        except (ValueError, KeyError) as error:
            problems.append(f"Row {number}: {_sentence(error)}")
    if problems:
        raise Refusal(
            "enquiries.people_file_refused",
            f"The file was refused as a whole and nobody was taken in. {problems[0]}",
            field="file",
            values={"problems": problems[:_MOST_PROBLEMS], "count": len(problems)},
        )
    return _receive_all(actor, now, entries, on_progress)


def _receive_all(
    actor: Actor, now: datetime, entries: list[EnquiryInput], on_progress: Callable[[int, int], None] | None
) -> ImportedPeople:
    refs: list[str] = []
    known = 0
    for entry in entries:
        received = receive_enquiry(actor=actor, now=now, entry=entry)
        refs.append(received.ref)
        known += received.already
        if on_progress is not None and (len(refs) % 50 == 0 or len(refs) == len(entries)):
            on_progress(len(refs), len(entries))
    return ImportedPeople(refs=tuple(refs), known=known)


def _submission(digest: bytes, number: int) -> bytes:
    return hashlib.sha256(digest + number.to_bytes(4, "big")).digest()[:16]


def _rows(data: bytes, dictionary: Mapping[str, FactPage]) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(_text(data), newline=""), strict=True)
    names = reader.fieldnames or []
    missing = [name for name in ("position", "language") if name not in names]
    strange = [name for name in names if name not in _COLUMNS and name not in dictionary]
    if missing:
        raise Refusal("enquiries.people_file_columns", f"The first row has no column {missing[0]}.", field="file")
    if strange:
        raise Refusal("enquiries.people_file_columns", f"No fact is named as the column {strange[0]}.", field="file")
    try:
        for number, row in enumerate(reader, start=2):
            if number > _MOST_ROWS:
                raise Refusal("enquiries.people_file_long", f"A file has at most {_MOST_ROWS:,} rows.", field="file")
            if None in row or None in row.values():
                raise Refusal(
                    "enquiries.people_file_row", f"Row {number} has not as many cells as the first row.", field="file"
                )
            yield row
    except csv.Error as error:
        raise Refusal("enquiries.people_file_csv", f"Line {reader.line_num}: {error}.", field="file") from error


def _text(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("enquiries.people_file_encoding", "The file is neither UTF-8 nor Shift_JIS (cp932).", field="file")


def _entry(
    actor: Actor,
    appeal_id: int,
    positions: Mapping[str, str],
    dictionary: Mapping[str, FactPage],
    row: Mapping[str, str],
    submission: bytes,
) -> EnquiryInput:
    if row["position"] not in positions:
        raise KeyError(f"There is no position {row['position']!r}; there are {', '.join(sorted(positions))}.")
    facts = {key: _answer(dictionary[key].type, cell) for key, cell in row.items() if key in dictionary and cell}
    facts.pop("birth_date", None)
    for misfit in check_answers(dictionary, facts):
        raise ValueError(f"{misfit.key}: {misfit.sentence}")
    identity = {name: row[name] for name in ("written", "reading", "latin") if row.get(name)}
    return EnquiryInput.model_validate(
        {
            "appeal_id": appeal_id,
            "organisation_id": actor.organisation_id or 0,
            "position_ref": positions[row["position"]],
            "kind": "offer",
            "channel": "import",
            "language": row["language"],
            "identity": IdentityInput.model_validate(
                {
                    **identity,
                    "birth_date": row.get("birth_date") or None,
                    "emails": [row["email"]] if row.get("email") else [],
                    "phones": [row["phone"]] if row.get("phone") else [],
                    "language": row["language"],
                }
            ),
            "facts": facts,
            "message": row.get("message", ""),
            "submission": submission,
        }
    )


def _answer(kind: str, cell: str) -> FactAnswer:
    if absent := _ABSENT.match(cell):
        return FactAnswer.model_validate({"absent": absent[1]})
    value: Any = cell
    match kind:
        case "flag":
            value = {"yes": True, "no": False}.get(cell.lower(), cell)
        case "number":
            value = float(cell) if "." in cell else int(cell)
        case "set":
            value = cell.split()
        case "validity":
            start, _, until = cell.partition("/")
            value = {"from": start or None, "until": until or None}
    return FactAnswer.model_validate({"value": value})


def _sentence(error: ValueError | KeyError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'row'}: {first['msg']}"
    return str(error.args[0]) if error.args else "it cannot be read."
