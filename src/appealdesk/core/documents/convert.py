"""A document of any kind as pictures of its pages, and the answer as bytes, since it crosses from another process."""

from __future__ import annotations

import json
from dataclasses import dataclass

from appealdesk.core.documents.kinds import DocumentKind, DocumentRefused, find_kind


@dataclass(frozen=True, slots=True)
class Document:
    """What is kept: the kind that came, and a JPEG for each page."""

    kind: DocumentKind
    pages: tuple[bytes, ...]


def convert(data: bytes) -> bytes:
    """A line of JSON, then the pictures one after another. What is refused is an answer too."""
    # The readers are imported here: whoever only unpacks an answer does not load them.
    from appealdesk.core.documents.pdf import draw_pages
    from appealdesk.core.documents.pictures import redraw

    try:
        kind = find_kind(data)
        pages = draw_pages(data) if kind is DocumentKind.PDF else (redraw(data, kind),)
    except DocumentRefused as refused:
        return json.dumps({"refused": refused.code, "values": refused.values}).encode() + b"\n"
    return json.dumps({"kind": kind.value, "lengths": [len(page) for page in pages]}).encode() + b"\n" + b"".join(pages)


def unpack(answer: bytes) -> Document:
    """What `convert` answered. Raises DocumentRefused for what it refused; ValueError for what it cannot have said."""
    line, _, body = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise DocumentRefused(str(told["refused"]), {str(name): int(value) for name, value in told["values"].items()})
    pages, start = [], 0
    for length in map(int, told["lengths"]):
        page = body[start : start + length]
        if len(page) != length or not page.startswith(b"\xff\xd8\xff"):
            raise ValueError("A picture is not as long as it was said to be.")
        pages.append(page)
        start += length
    if start != len(body) or not pages:
        raise ValueError("The pictures are not those that were announced.")
    return Document(DocumentKind(told["kind"]), tuple(pages))
