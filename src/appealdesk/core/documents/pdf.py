"""Reads a PDF as a stranger's file: looks at every object for what acts, then draws the pages.

A certificate has no reason to run a script, to start a programme or to carry another file. Drawing the pages would
leave all of that behind; it is refused all the same, because whoever sends it does not send a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from appealdesk.core.documents.kinds import DocumentRefused
from appealdesk.core.documents.pictures import encode

MOST_PAGES = 20
_MOST_OBJECTS = 50_000
_DEEPEST = 60
# A page is drawn at 150 dots an inch; a PDF's own unit is 1/72 inch. A poster is drawn smaller.
_SCALE = 150 / 72
_LONGEST_SIDE = 2000
_ACTING_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/AF"})
_ACTING_VALUES = frozenset(
    {"/JavaScript", "/Launch", "/EmbeddedFile", "/FileAttachment", "/ImportData", "/SubmitForm", "/GoToE", "/RichMedia"}
    | {"/Rendition", "/Movie", "/Sound", "/3D", "/Screen"}
)


def draw_pages(data: bytes) -> tuple[bytes, ...]:
    """Each page as a JPEG. Raises DocumentRefused for a PDF that is locked, damaged, too long, or that acts."""
    _check_objects(data)
    try:
        with pypdfium2.PdfDocument(data) as document:
            count = len(document)
            if not 0 < count <= MOST_PAGES:
                raise DocumentRefused("pages", {"limit": MOST_PAGES}) if count else DocumentRefused("damaged")
            return tuple(_draw(document[number]) for number in range(count))
    except DocumentRefused:
        raise
    except Exception as error:  # pdfium tells every failure by its own errors, and bindings add theirs.
        raise DocumentRefused("damaged") from error


def _draw(page: Any) -> bytes:
    width, height = page.get_size()
    longest = max(width, height)
    if longest <= 0:
        raise DocumentRefused("damaged")
    bitmap = page.render(scale=min(_SCALE, _LONGEST_SIDE / longest), may_draw_forms=False)
    try:
        return encode(bitmap.to_pil())
    finally:
        bitmap.close()
        page.close()


def _check_objects(data: bytes) -> None:
    """Look at every object that the file's tables name, those inside of compressed streams of objects too."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentRefused("locked")
        if len(reader.pages) > MOST_PAGES:
            raise DocumentRefused("pages", {"limit": MOST_PAGES})
        if any(_acts(value, 0) for value in _objects(reader)):
            raise DocumentRefused("active")
    except DocumentRefused:
        raise
    except Exception as error:  # The reader raises whatever the file makes it raise.
        raise DocumentRefused("damaged") from error


def _objects(reader: PdfReader) -> Iterator[Any]:
    numbers = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > _MOST_OBJECTS:
        raise DocumentRefused("damaged")
    yield reader.trailer
    for number, generation in sorted(numbers):
        # An object that nothing can read draws nothing either.
        yield reader.get_object(IndirectObject(number, generation, reader))


def _acts(value: Any, depth: int) -> bool:
    """True if an object, or one inside of it, is an action or a file; what it refers to is visited by itself."""
    if depth > _DEEPEST:
        raise DocumentRefused("damaged")
    if isinstance(value, DictionaryObject):
        return any(
            key in _ACTING_KEYS or (isinstance(inner, NameObject) and inner in _ACTING_VALUES) or _inside(inner, depth)
            for key, inner in ((str(key), value.raw_get(key)) for key in value)
        )
    if isinstance(value, ArrayObject):
        return any(_inside(inner, depth) for inner in list.__iter__(value))
    return False


def _inside(value: Any, depth: int) -> bool:
    return not isinstance(value, IndirectObject) and _acts(value, depth + 1)
