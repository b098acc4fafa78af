"""Tells a document by its content, never by its name or by what a browser says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds that are read."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"


class DocumentRefused(Exception):  # noqa: N818 - it is an answer rather than an error
    """A document that is not taken: `code` says why, `values` are the numbers that the sentence names.

    Codes: empty, kind, heic, mixed, damaged, locked, active, pixels, pages.
    """

    def __init__(self, code: str, values: Mapping[str, int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})


_PDF = b"%PDF-"
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
# ISO base media files begin with the length of a box of this type, then say their brand.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})
_HEAD = 1024
# A ZIP archive may begin anywhere and is found from its end, which has at most 65,557 bytes with its comment.
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_557
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|body|iframe|\?php)", re.IGNORECASE)


def find_kind(data: bytes) -> DocumentKind:
    """The kind of a document by its first bytes. Raises DocumentRefused for what is none, or is two things at once."""
    if not data:
        raise DocumentRefused("empty")
    kind = _by_signature(data)
    if kind is None:
        raise DocumentRefused("heic" if _is_heic(data) else "kind")
    if _is_also_something_else(data, kind):
        raise DocumentRefused("mixed")
    return kind


def _by_signature(data: bytes) -> DocumentKind | None:
    if data.startswith(_PDF):
        return DocumentKind.PDF
    if data.startswith(_JPEG):
        return DocumentKind.JPEG
    if data.startswith(_PNG):
        return DocumentKind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return DocumentKind.WEBP
    return None


def _is_heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS


def _is_also_something_else(data: bytes, kind: DocumentKind) -> bool:
    """True if another programme would take the same bytes for a PDF, an archive or a page."""
    head, tail = data[:_HEAD], data[-_ZIP_TAIL:]
    if _ZIP_END in tail or _MARKUP.search(head):
        return True
    if kind is not DocumentKind.PDF:
        return _PDF in head
    # What stands behind the last mark of the end belongs to no PDF.
    end = data.rfind(b"%%EOF")
    return end >= 0 and bool(data[end + len(b"%%EOF") :].strip(b"\r\n\t \x00"))
