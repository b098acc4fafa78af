"""Documents in words: their kind, and why one cannot be used, for the applicant and for the desk alike."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

__all__ = ["REFUSAL_REASONS", "document_text", "refusal_text"]

REFUSAL_REASONS = ("unreadable", "incomplete", "wrong_document", "other_person", "expired", "not_genuine")


def document_text(kind: str, pages: int) -> str:
    """PDF with 3 pages, or a photograph."""
    if kind != "pdf":
        return _("Photograph")
    return ngettext("PDF, %(count)d page", "PDF, %(count)d pages", pages) % {"count": pages}


def refusal_text(reason: str) -> str:
    """Why a document cannot be used; empty for no reason."""
    return {
        "unreadable": pgettext("evidence", "It cannot be read."),
        "incomplete": pgettext("evidence", "A page or a part of it is missing."),
        "wrong_document": pgettext("evidence", "It does not show what it is meant to show."),
        "other_person": pgettext("evidence", "It is in another name."),
        "expired": pgettext("evidence", "It has run out."),
        "not_genuine": pgettext("evidence", "We could not confirm that it is genuine."),
    }.get(reason, "")
