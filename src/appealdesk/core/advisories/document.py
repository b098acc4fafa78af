"""Opening a feed's bytes safely: hardened XML and JSON, and a sentence for everything that is neither.

Governments answer with HTTP 200 and an HTML page during maintenance and with half a file when they are busy, and
anybody may hand the command line a file made to hurt. Nothing here resolves entities, reads a DTD or asks the network.
"""

import json
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Final

from lxml import etree

from appealdesk.core.advisories.reading import AdvisoryRefused

__all__ = [
    "LARGEST_DOCUMENT",
    "mapping_at",
    "moment_at",
    "parse_json",
    "parse_xml",
    "text_at",
    "text_of",
    "web_address",
]

LARGEST_DOCUMENT: Final = 32 * 1024 * 1024
"""Bytes. The largest feed that we know, Canada's index, has less than one megabyte."""

_BLANK: Final = b"\xef\xbb\xbf \t\r\n"


def parse_xml(data: bytes, *, root: str, source: str) -> etree._Element:
    """The root element, which must be called `root`; `source` names the issuer in sentences."""
    _refuse_what_is_no_feed(data, source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        element = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        place = f" at line {error.lineno}" if isinstance(error, etree.XMLSyntaxError) and error.lineno else ""
        raise AdvisoryRefused(f"The file is not whole XML{place}; fetch it from {source} again.") from error
    if element.getroottree().docinfo.internalDTD is not None or b"<!DOCTYPE" in data:
        raise AdvisoryRefused(f"The file declares a DOCTYPE, which {source} never does; do not use it.")
    if element.tag != root:
        raise AdvisoryRefused(f"The file begins with <{element.tag!s:.40}> and not <{root}>; it is not from {source}.")
    return element


def parse_json(data: bytes, *, source: str) -> object:
    """The JSON value of UTF-8 bytes."""
    _refuse_what_is_no_feed(data, source)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise AdvisoryRefused(f"The file is not whole JSON{line}; fetch it from {source} again.") from error


def text_of(element: etree._Element, path: str) -> str:
    """The text at a path below the element, white space at the ends gone; empty where there is none."""
    return (element.findtext(path) or "").strip()


def text_at(item: Mapping[str, object], key: str, where: str) -> str:
    """A string member of a JSON object; refuses where it is missing or of another type."""
    value = item.get(key)
    if not isinstance(value, str):
        raise AdvisoryRefused(f'{where} has no text "{key}"; the feed has changed and its reader must be looked at.')
    return value.strip()


def mapping_at(value: object, where: str) -> Mapping[str, object]:
    """The value as a JSON object; refuses anything else."""
    if not isinstance(value, dict):
        raise AdvisoryRefused(f"{where} is not a JSON object; the feed has changed and its reader must be looked at.")
    return value


def moment_at(text: str, where: str, *, zone: tzinfo | None = None, form: str = "") -> datetime:
    """An aware moment: ISO 8601 with its own offset, or `form` (strptime) read in `zone`."""
    try:
        moment = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007 - set below
    except ValueError as error:
        raise AdvisoryRefused(f'{where} has the date "{text:.40}", which cannot be read.') from error
    moment = moment.replace(tzinfo=moment.tzinfo or zone)
    if moment.tzinfo is None:
        raise AdvisoryRefused(f'{where} has the time "{text:.40}" without a time zone.')
    return moment


def web_address(text: str) -> str:
    """The address where it is http(s), else an empty string: a page must never link to anything else."""
    return text if text.startswith(("https://", "http://")) else ""


def _refuse_what_is_no_feed(data: bytes, source: str) -> None:
    if len(data) > LARGEST_DOCUMENT:
        raise AdvisoryRefused(f"The file has more than {LARGEST_DOCUMENT // 1024 // 1024} MB; it is not from {source}.")
    start = data[:512].lstrip(_BLANK).lower()
    if not start:
        raise AdvisoryRefused(f"The file is empty; fetch it from {source} again.")
    if start.startswith((b"<!doctype html", b"<html")):
        raise AdvisoryRefused(
            f"The file is a web page and not the feed: {source} answers so during maintenance; fetch it again later."
        )
