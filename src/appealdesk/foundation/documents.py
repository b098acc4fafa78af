"""Reads a stranger's document in a confined process, or refuses it with a sentence that says what to send instead."""

from typing import Final

from appealdesk.core.documents.convert import Document, convert, unpack
from appealdesk.core.documents.kinds import DocumentRefused
from appealdesk.foundation.confined import ConfinedFailure, run_confined
from appealdesk.foundation.refusals import Refusal

__all__ = ["read_document"]

_SECONDS: Final = 25
_MEGABYTES: Final = 1200
_ANSWER_AT_MOST: Final = 60 * 1024 * 1024
_DAMAGED: Final = "This file is damaged and cannot be read. Save it anew, or take a photograph of the document."


def read_document(data: bytes, *, most_bytes: int) -> Document:
    """The kind and the pages, drawn anew.

    Raises Refusal, about the field `file`, for one that is too large, of no kind that is read, locked, damaged or
    dangerous.
    """
    if len(data) > most_bytes:
        megabytes = most_bytes // (1024 * 1024)
        raise Refusal(
            "document.large",
            f"This file is larger than {megabytes} megabytes. Send a smaller one.",
            field="file",
            values={"megabytes": megabytes},
        )
    try:
        return unpack(
            run_confined(convert, data, seconds=_SECONDS, megabytes=_MEGABYTES, answer_at_most=_ANSWER_AT_MOST)
        )
    except DocumentRefused as refused:
        raise _refusal(refused) from refused
    except (ConfinedFailure, ValueError) as error:
        # A file on which the reader breaks or does not end is damaged, or wants it to break.
        raise Refusal("document.damaged", _DAMAGED, field="file") from error


def _refusal(refused: DocumentRefused) -> Refusal:
    """What the reader found, as a sentence that says what to do."""
    limit, millions = refused.values.get("limit", 0), refused.values.get("millions", 0)
    every = (
        Refusal("document.empty", "This file is empty. Choose it again, or take the photograph anew."),
        Refusal(
            "document.kind",
            "This file is neither a PDF nor a photograph. Send a PDF, JPEG, PNG or WebP file.",
        ),
        Refusal(
            "document.heic",
            "This photograph is in the HEIC format, which we cannot read. Send it as JPEG, or take it from this page.",
        ),
        Refusal("document.mixed", "This file is two kinds of file at once. Send a plain PDF or a photograph."),
        Refusal("document.damaged", _DAMAGED),
        Refusal(
            "document.locked",
            "This PDF is locked by a password. Save it without one, or take a photograph of the document.",
        ),
        Refusal(
            "document.active",
            "This PDF carries a script or another file inside. Print it to a new PDF, or photograph the document.",
        ),
        Refusal(
            "document.pixels",
            f"This photograph has more than {millions} million pixels. Send a smaller one.",
        ),
        Refusal("document.pages", f"This PDF has more than {limit} pages. Send only the pages that matter."),
    )
    found = next(refusal for refusal in every if refusal.code == f"document.{refused.code}")
    return Refusal(found.code, found.sentence, field="file", values=refused.values)
