"""The United Kingdom: UK-Sanctions-List.csv. A line with the day of the report, a header, several rows per entry."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from appealdesk.core.sanctions.dates import Born, read_slashed_born
from appealdesk.core.sanctions.document import countries_of, each_row, names_of
from appealdesk.core.sanctions.entries import EntryKind, ListedName, SanctionsEntry, SanctionsRefused

__all__ = ["read_uk_csv"]

_PUBLISHER: Final = "the United Kingdom"
_KINDS: Final = {"individual": EntryKind.PERSON, "entity": EntryKind.ENTITY, "ship": EntryKind.VESSEL}
_NEEDED: Final = ("Unique ID", "Name 6", "Name 1", "Name type", "Alias strength", "Regime Name")
_KIND_COLUMNS: Final = ("Designation Type", "Individual, Entity, Ship")
_NAME_COLUMNS: Final = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_REPORT: Final = re.compile(r"^Report Date:\s*(.+)$", re.IGNORECASE)
# One cell may hold several values: split by a bar, or numbered "(1) … (2) …".
_SEVERAL: Final = re.compile(r"\s*\|\s*|\s*;\s*|\s*\(\d+\)\s*")


@dataclass(slots=True)
class _Gathered:
    """What the rows of one entry said so far."""

    kind: EntryKind
    names: list[ListedName] = field(default_factory=list)
    others: list[ListedName] = field(default_factory=list)
    births: dict[Born, None] = field(default_factory=dict)
    countries: list[str] = field(default_factory=list)
    programmes: dict[str, None] = field(default_factory=dict)


def read_uk_csv(data: bytes) -> tuple[date | None, Iterator[SanctionsEntry]]:
    """The day of the report and the entries, each gathered from its rows, which need not stand together."""
    rows = each_row(data, delimiter=",", publisher=_PUBLISHER)
    published: date | None = None
    header: dict[str, int] = {}
    for _, row in rows:
        if found := _REPORT.match(row[0] if row else ""):
            published = _report_day(found[1])
        elif any(row):
            header = {name: place for place, name in enumerate(row)}
            break
    missing = [name for name in _NEEDED if name not in header]
    if missing or not any(name in header for name in _KIND_COLUMNS):
        raise SanctionsRefused(
            f"The file has no column {(missing or _KIND_COLUMNS)[0]!r}; it is not the UK sanctions list, or that"
            " has changed."
        )
    gathered: dict[str, _Gathered] = {}
    for line, row in rows:
        if any(row):
            _add(gathered, line, {name: row[place] for name, place in header.items() if place < len(row)})
    return published, (_entry(uid, entry) for uid, entry in gathered.items())


def _add(gathered: dict[str, _Gathered], line: int, cells: Mapping[str, str]) -> None:
    uid = cells.get("Unique ID", "")
    kind = _KINDS.get(next((cells[name] for name in _KIND_COLUMNS if cells.get(name)), "").lower())
    if not uid or kind is None:
        raise SanctionsRefused(
            f"Line {line} has no unique id, or a designation type that we do not know; the list has changed."
        )
    entry = gathered.setdefault(uid, _Gathered(kind))
    weak = cells.get("Alias strength", "").lower().startswith("low")
    whole = " ".join(part for name in _NAME_COLUMNS if (part := cells.get(name, "")))
    # The principal name may come in any row, and stands first.
    into = entry.names if cells.get("Name type", "").lower().startswith("primary name") else entry.others
    into += [ListedName(whole, weak), ListedName(cells.get("Name non-latin script", ""), weak)]
    for text in _SEVERAL.split(cells.get("D.O.B", "")):
        if (born := read_slashed_born(text)) is not None:
            entry.births[born] = None
    entry.countries += _SEVERAL.split(cells.get("Nationality(/ies)", ""))
    if kind is not EntryKind.PERSON:
        entry.countries.append(cells.get("Address Country", ""))
    if regime := cells.get("Regime Name", ""):
        entry.programmes[regime] = None


def _entry(uid: str, gathered: _Gathered) -> SanctionsEntry:
    return SanctionsEntry(
        uid=uid,
        kind=gathered.kind,
        names=names_of([*gathered.names, *gathered.others], f'The entry "{uid:.20}"'),
        births=tuple(gathered.births),
        countries=countries_of(gathered.countries),
        programmes=tuple(gathered.programmes),
    )


def _report_day(text: str) -> date | None:
    for form in ("%d-%b-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
