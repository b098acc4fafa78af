"""The choices of a statement profile: as they were made, as a document, and what they make of a file."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from appealdesk.core.banking.delimited import TriedRow, read_delimited, table_of, try_rows
from appealdesk.core.banking.delimited_profiles import Profile
from appealdesk.core.banking.profile_document import (
    COLUMNS,
    DATE_FORMATS,
    DELIMITERS,
    ENCODINGS,
    ProfileRefused,
    profile_of,
)
from appealdesk.core.banking.shapes import StatementRefused
from appealdesk.web.shared.statement_problems import problem_text

__all__ = [
    "CELL_PROBLEMS",
    "DEFAULTS",
    "FIELD_PROBLEMS",
    "NAMES",
    "Tried",
    "choices_of",
    "document_from",
    "packed",
    "sample_of",
    "tried",
    "unpacked",
]

_SAMPLE: Final = 24_000
_LINES: Final = 20

DEFAULTS: Final[Mapping[str, str]] = {
    "encoding": "utf-8-sig",
    "delimiter": ",",
    "skip": "0",
    "headed": "yes",
    "date_format": "YYYY-MM-DD",
    "decimal_mark": ".",
    "group_mark": ",",
    "currency_mark": "",
    "negated": "",
    "out_words": "",
    "before_payer": "",
}

NAMES: Final[Mapping[str, Mapping[str, str | Promise]]] = {
    "encoding": dict(
        zip(
            ENCODINGS,
            ("UTF-8", "Shift_JIS", "EUC-JP", "UTF-16", "Windows-1252", "Windows-1251", "ISO 8859-15"),
            strict=True,
        )
    ),
    "delimiter": dict(zip(DELIMITERS, (",", ";", _("tab"), "|"), strict=True)),
    "decimal_mark": {".": "1.50", ",": "1,50"},
    "group_mark": {
        "": "1000",
        ",": "1,000",
        ".": "1.000",
        " ": "1 000",
        "\u00a0": "1\u00a0000 (NBSP)",
        "'": "1'000",
    },
    "date_format": {name: name for name in DATE_FORMATS},
    "column": dict(
        zip(
            ("", *COLUMNS),
            (
                _("– not used –"),
                _("day of booking"),
                _("value day"),
                _("amount"),
                _("money in"),
                _("money out"),
                _("direction"),
                _("payer"),
                _("reference"),
                _("text"),
                _("balance"),
                _("bank's number"),
                _("our account"),
            ),
            strict=True,
        )
    ),
}

FIELD_PROBLEMS: Final[Mapping[str, Promise]] = {
    "encoding": _("The file cannot be read in this encoding. Choose another."),
    "delimiter": _("Choose what stands between the columns."),
    "skip": _("From 0 to 50 lines can be left out before the headings."),
    "date_format": _("Write the date with YYYY (or YY), MM and DD, each once, for example DD/MM/YYYY."),
    "decimal_mark": _("The decimal mark is a point or a comma."),
    "group_mark": _("The mark between thousands has to differ from the decimal mark."),
    "currency_mark": _("The currency's mark has at most three characters, for example £."),
    "headings": _("The file has no columns that could be chosen. Check the encoding and the delimiter."),
    "booked": _("Say which column holds the day of booking."),
    "amount": _("Choose either one column with the amount, or one with money in and one with money out."),
    "direction": _("A column that says the direction goes with one column of amounts."),
    "out_words": _("Where a column says the direction, write the words in it that mean money out."),
    "before_payer": _("At most 20 words can stand before the payer."),
    "payer": _("Choose at least one column with words: the payer, the reference or the text."),
    "columns": _("Two columns cannot be the same thing. Choose each once."),
}

CELL_PROBLEMS: Final[Mapping[str, Promise]] = {
    "": _("This row has another number of cells than there are headings."),
    "booked": _("This is no date of the chosen form."),
    "value": _("This is no date of the chosen form."),
    "amount": _("This is no amount as chosen."),
    "money_in": _("Just one of money in and money out must be filled with an amount."),
    "money_out": _("This is no amount as chosen."),
    "balance": _("This is no amount as chosen."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What the choices make of the sample; `problems` by field, `whole` where the rows do not make one statement."""

    headings: tuple[str, ...]
    rows: tuple[TriedRow, ...]
    columns: Mapping[str, str]
    problems: Mapping[str, str]
    whole: str
    read: int

    @property
    def is_right(self) -> bool:
        """True if every row that is shown can be read, and all of them make a statement."""
        return not self.problems and not self.whole and self.read == len(self.rows) > 0


def sample_of(data: bytes) -> bytes:
    """The first whole lines of a file, few enough to go to the browser and back with the form."""
    start = data[:_SAMPLE]
    if len(start) == len(data):
        return start
    for mark in (b"\n\x00", b"\x00\n") if start[:2] in (b"\xff\xfe", b"\xfe\xff") else (b"\n",):
        if (at := start.rfind(mark)) > 0:
            return start[: at + len(mark)]
    return start


def choices_of(document: Mapping[str, Any], headings: Sequence[str]) -> dict[str, str]:
    """A document as the form's fields, its columns by their places among the headings."""
    fields = {name: str(document.get(name, DEFAULTS[name])) for name in DEFAULTS}
    fields["headed"] = "yes" if document.get("headed", True) else ""
    fields["negated"] = "yes" if document.get("negated") else ""
    for name in ("out_words", "before_payer"):
        fields[name] = ", ".join(document.get(name, []))
    places = {heading: place for place, heading in enumerate(headings)}
    for column, heading in document.get("columns", {}).items():
        if heading in places:
            fields[f"column-{places[heading]}"] = column
    return fields


def document_from(fields: Mapping[str, str], headings: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The document that the fields make, and the problems that only the form knows."""
    columns: dict[str, str] = {}
    problems = {}
    for place, heading in enumerate(headings):
        chosen = fields.get(f"column-{place}", "")
        if chosen in columns:
            problems["columns"] = str(FIELD_PROBLEMS["columns"])
        if chosen in COLUMNS:
            columns[chosen] = heading
    skip = fields.get("skip", "").strip()
    document = {
        "encoding": fields.get("encoding", ""),
        "delimiter": fields.get("delimiter", ""),
        "skip": int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 4 else -1,
        "headed": fields.get("headed") == "yes",
        "headings": list(headings),
        "date_format": fields.get("date_format", "").strip(),
        "decimal_mark": fields.get("decimal_mark", ""),
        "group_mark": fields.get("group_mark", ""),
        "currency_mark": fields.get("currency_mark", "").strip(),
        "negated": fields.get("negated") == "yes",
        "out_words": _words(fields.get("out_words", "")),
        "before_payer": _words(fields.get("before_payer", "")),
        "columns": columns,
    }
    return document, problems


def tried(sample: bytes, fields: Mapping[str, str], currency: str) -> Tried:
    """The choices, tried on the sample."""
    bare, problems = document_from(fields, ())
    headings: tuple[str, ...] = ()
    rows: tuple[TriedRow, ...] = ()
    try:
        headings, plain = table_of(sample, _bare(bare))
        rows = tuple(TriedRow(line=line, cells=tuple(cells), problems={}, read=None) for line, cells in plain[:_LINES])
    except (StatementRefused, LookupError, TypeError, ValueError):
        problems["encoding"] = str(FIELD_PROBLEMS["encoding"])
    document, own = document_from(fields, headings)
    problems |= own
    whole = ""
    try:
        profile = profile_of(document, name="", currency=currency)
        if not problems:
            headings, rows = try_rows(sample, profile, _LINES)
            whole = "" if any(row.problems for row in rows) else _whole(sample, profile)
    except ProfileRefused as refused:
        problems = {name: str(FIELD_PROBLEMS.get(name, "")) for name in refused.problems} | problems
    return Tried(
        headings=headings,
        rows=rows,
        columns={heading: column for column, heading in document["columns"].items()},
        problems=problems,
        whole=whole,
        read=sum(row.read is not None for row in rows),
    )


def packed(sample: bytes) -> str:
    """The sample as the form carries it."""
    return base64.b64encode(sample).decode()


def unpacked(text: str) -> bytes:
    """The sample again; nothing where it was damaged on the way."""
    try:
        return base64.b64decode(text, validate=True)[:_SAMPLE]
    except (binascii.Error, ValueError):
        return b""


def _bare(document: Mapping[str, Any]) -> Profile:
    return Profile(
        name="",
        encoding=document["encoding"],
        headings=(),
        currency="JPY",
        booked="",
        date_pattern="",
        delimiter=document["delimiter"],
        skip=max(0, document["skip"]),
        headed=document["headed"],
    )


def _whole(sample: bytes, profile: Profile) -> str:
    """What is wrong with the rows together, such as a balance that does not follow; accounts may be several."""
    try:
        read_delimited(sample, profile)
    except StatementRefused as refused:
        return problem_text(refused.problems[0])
    return ""


def _words(text: str) -> list[str]:
    return [word for part in text.replace("、", ",").split(",") if (word := part.strip())]
