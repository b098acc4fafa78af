"""Refusals as pages: the status that fits, and the sentence in the reader's language by its code."""

from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.shared.errors import error_response

__all__ = ["SENTENCES", "refusal_response", "refusal_sentence", "refusal_status"]

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "not_found": gettext_noop("There is nothing at this address, or you may not see it."),
        "enquiries.appeal_closed": gettext_noop(
            "This appeal takes no offers now. Open its page: it says why, and what you can do instead."
        ),
        "enquiries.position_unknown": gettext_noop(
            "This position is no longer asked for. Go back and choose another one; what you typed is kept."
        ),
        "screening.decided_meanwhile": gettext_noop(
            "A colleague has decided about this application meanwhile. Look at that decision before you change it."
        ),
    }
)


def refusal_sentence(refusal: Refusal) -> str:
    """The sentence in the active language; a code without a translation keeps its English sentence."""
    sentence = SENTENCES.get(refusal.code)
    return refusal.sentence if sentence is None else _(sentence) % refusal.values


def refusal_status(refusal: Refusal) -> int:
    """404 where nothing may be seen, 409 where a colleague was faster, else 422."""
    if isinstance(refusal, NotFound):
        return 404
    return 409 if refusal.code.endswith("_meanwhile") else 422


def refusal_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page, or for htmx the notice."""
    status = refusal_status(refusal)
    title = _("There is nothing at this address") if status == 404 else _("This was not done")
    return error_response(request, status=status, title=title, sentence=refusal_sentence(refusal))
