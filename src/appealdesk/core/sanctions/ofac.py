"""The United States: OFAC's Specially Designated Nationals, as SDN.XML or as the older SDN.CSV.

The CSV has no header, writes an absent value as "-0- ", ends with a control character, and keeps birth dates,
countries and some aliases in the last column's words. The XML says more; take it where you can.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from lxml import etree

from appealdesk.core.sanctions.dates import Born, read_born
from appealdesk.core.sanctions.document import (
    child_texts,
    countries_of,
    each_element,
    each_row,
    local_name,
    names_of,
    text_of,
)
from appealdesk.core.sanctions.entries import EntryKind, ListedName, SanctionsEntry, SanctionsRefused

__all__ = ["read_ofac_csv", "read_ofac_xml"]

_PUBLISHER: Final = "OFAC"
_KINDS: Final = {
    "individual": EntryKind.PERSON,
    "entity": EntryKind.ENTITY,
    "vessel": EntryKind.VESSEL,
    "aircraft": EntryKind.AIRCRAFT,
}
_NOTHING: Final = "-0-"
_COLUMNS: Final = 12
_BORN: Final = re.compile(r"\b(?:alt\. )?DOB ([^;.]+)", re.IGNORECASE)
_COUNTRY: Final = re.compile(r"\b(?:alt\. )?(?:nationality|citizen) ([A-Z][^;.]+)", re.IGNORECASE)
_ALIAS: Final = re.compile(r"\b[af]\.k\.a\. '([^']+)'")


def read_ofac_xml(data: bytes) -> tuple[date | None, Iterator[SanctionsEntry]]:
    """The day of publication and the entries."""
    walk = each_element(data, root="sdnList", tags=frozenset({"publshInformation", "sdnEntry"}), publisher=_PUBLISHER)
    published: date | None = None
    next(walk)
    head = next(walk, None)
    if head is not None and local_name(head) == "publshInformation":
        published = _american(text_of(head, "Publish_Date"))
        head = None
    return published, _entries(head, walk)


def _entries(first: etree._Element | None, rest: Iterator[etree._Element]) -> Iterator[SanctionsEntry]:
    if first is not None:
        yield _entry(first)
    for element in rest:
        if local_name(element) == "sdnEntry":
            yield _entry(element)


def _entry(element: etree._Element) -> SanctionsEntry:
    uid = text_of(element, "uid")
    where = f'The entry "{uid:.20}"'
    kind = text_of(element, "sdnType").lower()
    if not uid.isdigit() or kind not in _KINDS:
        raise SanctionsRefused(
            f"{where} has the type {kind[:20]!r}; the list has changed and its reader must be looked at."
        )
    names = [ListedName(_whole(element))]
    for aliases in element:
        if local_name(aliases) == "akaList":
            names += [ListedName(_whole(alias), text_of(alias, "category").lower() == "weak") for alias in aliases]
    said = [
        *child_texts(element, "nationalityList", "nationality", "country"),
        *child_texts(element, "citizenshipList", "citizenship", "country"),
    ]
    if _KINDS[kind] is not EntryKind.PERSON:
        said += child_texts(element, "addressList", "address", "country")
    return SanctionsEntry(
        uid=uid,
        kind=_KINDS[kind],
        names=names_of(names, where),
        births=_births(child_texts(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")),
        countries=countries_of(said),
        programmes=tuple(dict.fromkeys(child_texts(element, "programList", "program"))),
    )


def read_ofac_csv(data: bytes) -> tuple[date | None, Iterator[SanctionsEntry]]:
    """The entries of SDN.CSV; the file names no day of publication."""
    return None, _rows(data)


def _rows(data: bytes) -> Iterator[SanctionsEntry]:
    for line, row in each_row(data.rstrip(b"\x1a\r\n"), delimiter=",", publisher=_PUBLISHER):
        if not any(row):
            continue
        cells = ["" if cell == _NOTHING else cell for cell in row]
        if len(cells) != _COLUMNS or not cells[0].isdigit():
            raise SanctionsRefused(
                f"Line {line} has not the {_COLUMNS} columns of SDN.CSV, the first a number; it is another file."
            )
        kind = cells[2].lower() or "entity"
        if kind not in _KINDS:
            raise SanctionsRefused(
                f"Line {line} has the type {kind[:20]!r}, which SDN.CSV never had; look at its reader."
            )
        remarks = cells[11]
        names = [ListedName(_turned(cells[1])), *(ListedName(_turned(alias)) for alias in _ALIAS.findall(remarks))]
        yield SanctionsEntry(
            uid=cells[0],
            kind=_KINDS[kind],
            names=names_of(names, f"Line {line}"),
            births=_births(_BORN.findall(remarks)),
            countries=countries_of(_COUNTRY.findall(remarks)),
            programmes=tuple(dict.fromkeys(part for part in re.split(r"\]\s*\[|[\[\]]", cells[3]) if part.strip())),
        )


def _whole(element: etree._Element) -> str:
    """Given name, then family name; an entity has its whole name as the last name."""
    return f"{text_of(element, 'firstName')} {text_of(element, 'lastName')}".strip()


def _turned(name: str) -> str:
    """ "PETRENKO, Ivan" as "Ivan PETRENKO"; a company's name, with its ", LTD.", is as well found turned round."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma else name


def _births(said: list[str]) -> tuple[Born, ...]:
    return tuple(dict.fromkeys(born for text in said if (born := read_born(text)) is not None))


def _american(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
