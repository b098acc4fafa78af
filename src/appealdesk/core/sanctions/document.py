"""Opening a list's bytes safely: XML one element at a time and CSV one row at a time, in bounded memory.

Nothing here resolves entities, reads a DTD or asks the network. A file that is too large, cut off, a web page or made
to hurt is refused with a sentence.
"""

import csv
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import Final

from lxml import etree

from appealdesk.core.places import find_country
from appealdesk.core.sanctions.entries import ListedName, SanctionsRefused
from appealdesk.core.text.normalise import tidy

__all__ = [
    "LARGEST_FILE",
    "check_bytes",
    "child_texts",
    "countries_of",
    "each_element",
    "each_row",
    "local_name",
    "names_of",
    "text_of",
]

LARGEST_FILE: Final = 256 * 1024 * 1024
"""Bytes. The largest list that we know, OFAC's, has some 30 MB."""

_LONGEST_NAME: Final = 400
_MOST_NAMES: Final = 500
_LONGEST_CELL: Final = 1 << 20
# How diplomats write what everybody else calls by one word.
_FORMAL: Final = {
    "democratic people's republic of korea": "KP",
    "republic of korea": "KR",
    "russian federation": "RU",
    "islamic republic of iran": "IR",
    "iran (islamic republic of)": "IR",
    "syrian arab republic": "SY",
    "united republic of tanzania": "TZ",
    "state of palestine": "PS",
    "burma": "MM",
}


def check_bytes(data: bytes, publisher: str) -> None:
    """Refuse what cannot be a list: nothing, too much, a web page, a document type, another encoding than UTF-8."""
    if len(data) > LARGEST_FILE:
        raise SanctionsRefused(f"The file has more than {LARGEST_FILE >> 20} MB; it is not a list of {publisher}.")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise SanctionsRefused(f"The file is empty; fetch it from {publisher} again.")
    if start.startswith((b"<!doctype html", b"<html")):
        raise SanctionsRefused(f"The file is a web page and not the list: fetch it from {publisher} again.")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in data:
        raise SanctionsRefused(f"The file is not UTF-8 text; {publisher} publishes no other.")


def each_element(data: bytes, *, root: str, tags: frozenset[str], publisher: str) -> Iterator[etree._Element]:
    """Each element called by one of the `tags`, whatever its namespace, as soon as it is whole; then it is forgotten.

    The root comes first, while only its attributes are there.
    """
    check_bytes(data, publisher)
    if b"<!DOCTYPE" in data:
        raise SanctionsRefused(f"The file declares a DOCTYPE, which {publisher} never does; do not use it.")
    try:
        walk = etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        checked = False
        for event, element in walk:
            if not checked:
                if local_name(element) != root:
                    found = f"{local_name(element):.40}"
                    raise SanctionsRefused(
                        f"The file begins with <{found}> and not <{root}>; it is not from {publisher}."
                    )
                checked = True
                yield element
            if event == "end" and local_name(element) in tags:
                yield element
                _forget(element)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        place = f" at line {error.lineno}" if isinstance(error, etree.XMLSyntaxError) and error.lineno else ""
        raise SanctionsRefused(f"The file is not whole XML{place}; fetch it from {publisher} again.") from error


def each_row(data: bytes, *, delimiter: str, publisher: str) -> Iterator[tuple[int, list[str]]]:
    """Each row of a CSV file with the number of its line, cells without white space at their ends."""
    check_bytes(data, publisher)
    # The limit belongs to the whole process: others get theirs back.
    before = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(
        TextIOWrapper(BytesIO(data), encoding="utf-8-sig", newline=""), delimiter=delimiter, strict=False
    )
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise SanctionsRefused(
            f"The file cannot be read as CSV after line {reader.line_num}; fetch it from {publisher} again."
        ) from error
    finally:
        csv.field_size_limit(before)


def text_of(element: etree._Element, name: str) -> str:
    """The text of the first child with this local name, in one line; empty where there is none."""
    return next(iter(child_texts(element, name)), "")


def child_texts(element: etree._Element, *path: str) -> list[str]:
    """The texts at the end of a path of local names, blanks left out."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if local_name(child) == name]
    return [text for child in found if (text := tidy(child.text or ""))]


def local_name(element: etree._Element) -> str:
    """The name without its namespace, which OFAC changed twice."""
    return str(element.tag).rpartition("}")[2]


def names_of(names: list[ListedName], where: str) -> tuple[ListedName, ...]:
    """The names once each, a strong one before the same as a weak one; refuses an entry without any."""
    strongest: dict[str, ListedName] = {}
    for name in names:
        text = tidy(name.text)[:_LONGEST_NAME]
        if text and (text not in strongest or strongest[text].weak):
            strongest[text] = ListedName(text, name.weak)
    if not strongest:
        raise SanctionsRefused(f"{where} has no name; the list has changed and its reader must be looked at.")
    if len(strongest) > _MOST_NAMES:
        raise SanctionsRefused(f"{where} has more than {_MOST_NAMES} names; the file is not to be trusted.")
    return tuple(strongest.values())


def countries_of(said: list[str]) -> tuple[str, ...]:
    """The countries that are known by these names or by ISO codes, once each, in order."""
    found: dict[str, None] = {}
    for text in said:
        code = text if len(text) == 2 and text.isascii() and text.isupper() else _FORMAL.get(text.lower(), "")
        country = find_country(text)
        if country or code:
            found[code or (country.alpha2 if country else "")] = None
    return tuple(sorted(found))


def _forget(element: etree._Element) -> None:
    """Free the element and what came before it, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
