"""Refusals as pages: the status that fits, and the sentence in the reader's language by its code."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appealdesk.core.money import Money, format_money
from appealdesk.foundation.limits import TOO_FAST
from appealdesk.foundation.refusals import Foreseen, NotFound, Refusal
from appealdesk.web.shared.culture import date_text, month_text
from appealdesk.web.shared.errors import error_response
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusal_sentences import SENTENCES

__all__ = ["AWAY", "refusal_response", "refusal_sentence", "refusal_status", "telling", "with_status"]

AWAY: Final = "enquiries.try_again"


def refusal_sentence(refusal: Foreseen) -> str:
    """The sentence in the active language; a code or a value without a translation keeps its English sentence."""
    sentence = SENTENCES.get(refusal.code)
    if sentence is None:
        return refusal.sentence
    values = {name: _shown(name, value) for name, value in refusal.values.items()}
    try:
        return _(sentence) % values
    except KeyError:
        return refusal.sentence


@contextmanager
def telling(request: HttpRequest, sentence: str) -> Iterator[None]:
    """The next page tells the sentence once the act inside is done, or why it was refused."""
    try:
        yield
    except Refusal as refusal:
        say(request, refusal_sentence(refusal), "held")
    else:
        say(request, sentence)


def _shown(name: str, value: object) -> object:
    """Money, a day and a month as the reader's culture writes them, and a list as words."""
    if isinstance(value, date):
        written = month_text if name == "month" else date_text
        return written(value, get_language() or "en")
    if isinstance(value, Money):
        return format_money(value, get_language() or "en")
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value


def refusal_status(refusal: Foreseen) -> int:
    """404 where nothing may be seen, 409 where a colleague was faster, 429 where it came too fast, 503 where the
    database is away, else 422."""
    if isinstance(refusal, NotFound):
        return 404
    if refusal.code == TOO_FAST:
        return 429
    if refusal.code == AWAY:
        return 503
    return 409 if refusal.code.endswith("_meanwhile") else 422


def refusal_response(request: HttpRequest, refusal: Foreseen) -> HttpResponse:
    """The page, or for htmx the notice."""
    status = refusal_status(refusal)
    title = _("There is nothing at this address") if status == 404 else _("This was not done")
    response = error_response(request, status=status, title=title, sentence=refusal_sentence(refusal))
    return with_status(response, refusal)


def with_status(response: HttpResponse, refusal: Foreseen) -> HttpResponse:
    """The page with the refusal's status, and for programs with the time after which to come again."""
    response.status_code = refusal_status(refusal)
    if "seconds" in refusal.values:
        response.headers["Retry-After"] = str(refusal.values["seconds"])
    return response
