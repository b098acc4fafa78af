"""The United Nations: the Security Council's consolidated list, consolidated.xml."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from lxml import etree

from appealdesk.core.sanctions.dates import Born, read_iso_born, year_span
from appealdesk.core.sanctions.document import child_texts, countries_of, each_element, local_name, names_of, text_of
from appealdesk.core.sanctions.entries import EntryKind, ListedName, SanctionsEntry, SanctionsRefused

__all__ = ["read_un_xml"]

_PUBLISHER: Final = "the United Nations"
_KINDS: Final = {"INDIVIDUAL": EntryKind.PERSON, "ENTITY": EntryKind.ENTITY}
_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ABOUT: Final = "APPROXIMATELY"


def read_un_xml(data: bytes) -> tuple[date | None, Iterator[SanctionsEntry]]:
    """The day on which the file was made and the entries."""
    walk = each_element(data, root="CONSOLIDATED_LIST", tags=frozenset(_KINDS), publisher=_PUBLISHER)
    made = read_iso_born(str(next(walk).get("dateGenerated", "")))
    return made.earliest if made else None, map(_entry, walk)


def _entry(element: etree._Element) -> SanctionsEntry:
    uid = text_of(element, "DATAID")
    where = f'The entry "{uid:.20}"'
    if not uid:
        raise SanctionsRefused("An entry has no DATAID; the list has changed and its reader must be looked at.")
    tag = local_name(element)
    principal = " ".join(part for name in _PARTS if (part := text_of(element, name)))
    names = [ListedName(principal), ListedName(text_of(element, "NAME_ORIGINAL_SCRIPT"))]
    names += [
        ListedName(text_of(child, "ALIAS_NAME"), text_of(child, "QUALITY").lower() == "low")
        for child in element
        if local_name(child) == f"{tag}_ALIAS"
    ]
    said = child_texts(element, "NATIONALITY", "VALUE")
    if tag == "ENTITY":
        said += child_texts(element, "ENTITY_ADDRESS", "COUNTRY")
    births = (_born(child) for child in element if local_name(child) == "INDIVIDUAL_DATE_OF_BIRTH")
    return SanctionsEntry(
        uid=uid,
        kind=_KINDS[tag],
        names=names_of(names, where),
        births=tuple(dict.fromkeys(born for born in births if born is not None)),
        countries=countries_of(said),
        programmes=tuple(child_texts(element, "UN_LIST_TYPE")),
    )


def _born(element: etree._Element) -> Born | None:
    about = text_of(element, "TYPE_OF_DATE").upper() == _ABOUT
    day = read_iso_born(text_of(element, "DATE"))
    if day is not None:
        return year_span(str(day.earliest.year), about=True) if about else day
    if year := text_of(element, "YEAR"):
        return year_span(year, about=about)
    return year_span(text_of(element, "FROM_YEAR"), text_of(element, "TO_YEAR"), about=about)
