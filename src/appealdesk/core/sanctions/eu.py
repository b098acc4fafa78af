"""The European Union: the consolidated Financial Sanctions File, as XML (FSF) or as its CSV with semicolons."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from lxml import etree

from appealdesk.core.sanctions.dates import Born, read_iso_born, year_span
from appealdesk.core.sanctions.document import countries_of, each_element, each_row, local_name, names_of
from appealdesk.core.sanctions.entries import EntryKind, ListedName, SanctionsEntry, SanctionsRefused

__all__ = ["read_eu_csv", "read_eu_xml"]

_PUBLISHER: Final = "the European Union"
_KINDS: Final = {
    "p": EntryKind.PERSON,
    "person": EntryKind.PERSON,
    "e": EntryKind.ENTITY,
    "enterprise": EntryKind.ENTITY,
}
_NEEDED: Final = ("Entity_LogicalId", "NameAlias_WholeName")
_KIND_COLUMNS: Final = ("Entity_SubjectType", "Entity_SubjectType_ClassificationCode")
_TRUE: Final = "true"
# The file gives 00 as the country of nobody knows where.
_NO_COUNTRY: Final = "00"


def read_eu_xml(data: bytes) -> tuple[date | None, Iterator[SanctionsEntry]]:
    """The day on which the file was made and the entries."""
    walk = each_element(data, root="export", tags=frozenset({"sanctionEntity"}), publisher=_PUBLISHER)
    made = read_iso_born(str(next(walk).get("generationDate", "")))
    return made.earliest if made else None, map(_entry, walk)


def _entry(element: etree._Element) -> SanctionsEntry:
    uid = str(element.get("logicalId", ""))
    names: list[ListedName] = []
    births: dict[Born, None] = {}
    countries: list[str] = []
    programmes: dict[str, None] = {}
    kind: EntryKind | None = None
    for child in element:
        said = {str(name): str(value) for name, value in child.attrib.items()}
        match local_name(child):
            case "subjectType":
                kind = _KINDS.get(said.get("code", "").lower())
            case "nameAlias":
                names.append(ListedName(_whole(said), said.get("strong", _TRUE).lower() != _TRUE))
            case "birthdate" if born := _born(said):
                births[born] = None
            case "citizenship":
                countries.append(said.get("countryIso2Code", ""))
            case "address" if kind is EntryKind.ENTITY:
                countries.append(said.get("countryIso2Code", ""))
            case "regulation" if programme := said.get("programme", ""):
                programmes[programme] = None
    if not uid or kind is None:
        raise SanctionsRefused(
            f'The entry "{uid:.20}" has no id, or a subject type that we do not know; the list has changed.'
        )
    return SanctionsEntry(
        uid=uid,
        kind=kind,
        names=names_of(names, f'The entry "{uid:.20}"'),
        births=tuple(births),
        countries=countries_of([code for code in countries if code != _NO_COUNTRY]),
        programmes=tuple(programmes),
    )


def _whole(said: Mapping[str, str]) -> str:
    parts = (said.get("firstName", ""), said.get("middleName", ""), said.get("lastName", ""))
    return said.get("wholeName", "").strip() or " ".join(part for part in parts if part.strip())


def _born(said: Mapping[str, str]) -> Born | None:
    about = said.get("circa", "").lower() == _TRUE
    day = read_iso_born(said.get("birthdate", ""))
    if day is not None:
        return year_span(str(day.earliest.year), about=True) if about else day
    if first := said.get("yearRangeFrom", ""):
        return year_span(first, said.get("yearRangeTo", ""), about=about)
    return year_span(said.get("year", ""), about=about)


@dataclass(slots=True)
class _Gathered:
    """What the rows of one entry said so far."""

    kind: EntryKind
    names: list[ListedName] = field(default_factory=list)
    births: dict[Born, None] = field(default_factory=dict)
    countries: list[str] = field(default_factory=list)
    programmes: dict[str, None] = field(default_factory=dict)


def read_eu_csv(data: bytes) -> tuple[date | None, Iterator[SanctionsEntry]]:
    """The day on which the file was made and the entries, each gathered from its rows."""
    rows = each_row(data, delimiter=";", publisher=_PUBLISHER)
    header = {name: place for place, name in enumerate(next(rows, (0, list[str]()))[1])}
    kinds = [name for name in _KIND_COLUMNS if name in header]
    missing = [name for name in _NEEDED if name not in header]
    if missing or not kinds:
        raise SanctionsRefused(
            f"The file has no column {(missing or _KIND_COLUMNS)[0]!r}; it is not the EU's file, or that has changed."
        )
    published: date | None = None
    gathered: dict[str, _Gathered] = {}
    for line, row in rows:
        if any(row):
            cells = {name: row[place] for name, place in header.items() if place < len(row)}
            published = published or _made_on(cells.get("fileGenerationDate", ""))
            _add(gathered, line, cells, kinds)
    return published, (
        SanctionsEntry(
            uid=uid,
            kind=entry.kind,
            names=names_of(entry.names, f'The entry "{uid:.20}"'),
            births=tuple(entry.births),
            countries=countries_of([code for code in entry.countries if code != _NO_COUNTRY]),
            programmes=tuple(entry.programmes),
        )
        for uid, entry in gathered.items()
    )


def _add(gathered: dict[str, _Gathered], line: int, cells: Mapping[str, str], kinds: Sequence[str]) -> None:
    uid = cells.get("Entity_LogicalId", "")
    kind = next((found for name in kinds if (found := _KINDS.get(cells.get(name, "").lower()))), None)
    if not uid or kind is None:
        raise SanctionsRefused(f"Line {line} has no id, or a subject type that we do not know; the list has changed.")
    entry = gathered.setdefault(uid, _Gathered(kind))
    said = {
        "wholeName": cells.get("NameAlias_WholeName", ""),
        "firstName": cells.get("NameAlias_FirstName", ""),
        "middleName": cells.get("NameAlias_MiddleName", ""),
        "lastName": cells.get("NameAlias_LastName", ""),
        "circa": cells.get("BirthDate_Circa", ""),
        "birthdate": cells.get("BirthDate_BirthDate", ""),
        "yearRangeFrom": cells.get("BirthDate_YearRangeFrom", ""),
        "yearRangeTo": cells.get("BirthDate_YearRangeTo", ""),
        "year": cells.get("BirthDate_Year", ""),
    }
    entry.names.append(ListedName(_whole(said), cells.get("NameAlias_Strong", _TRUE).lower() not in {_TRUE, ""}))
    if (born := _born(said)) is not None:
        entry.births[born] = None
    entry.countries.append(cells.get("Citizenship_CountryIso2Code", ""))
    if kind is EntryKind.ENTITY:
        entry.countries.append(cells.get("Address_CountryIso2Code", ""))
    if programme := cells.get("Entity_Regulation_Programme", ""):
        entry.programmes[programme] = None


def _made_on(text: str) -> date | None:
    said = re.match(r"^(\d{2})/(\d{2})/(\d{4})", text)
    if said is None:
        made = read_iso_born(text[:10])
        return made.earliest if made else None
    try:
        return datetime(int(said[3]), int(said[2]), int(said[1])).date()  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None
