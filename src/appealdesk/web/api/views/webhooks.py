"""What card providers send: checked, kept and answered at once; a job reads the object again."""

import logging

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from appealdesk.appeals.queries.appeals import organisation_id_of
from appealdesk.donations.actions.receive_card_event import receive_card_event
from appealdesk.donations.cards.driver import ProviderAwayError, SignatureRefused
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound

__all__ = ["card_events"]

logger = logging.getLogger(__name__)
# The largest event of a provider has some tens of kilobytes.
_LARGEST = 256 * 1024


# A provider has no session and no cookie; it signs.
@csrf_exempt
@require_POST
def card_events(request: HttpRequest, organisation: str, ref: str) -> JsonResponse:
    """200 for what the provider signed, new or not; 400 for anything else, and 503 where it is to come again."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST:
        return _answer(413, "too large")
    organisation_id = organisation_id_of(organisation)
    if organisation_id is None:
        return _answer(404, "not found")
    headers = {name.lower(): value for name, value in request.headers.items()}
    actor = system_actor(organisation_id, ref="card-provider")
    try:
        new = receive_card_event(actor=actor, now=read_clock(), account_ref=ref, body=request.body, headers=headers)
    except NotFound:
        return _answer(404, "not found")
    except SignatureRefused as refused:
        logger.warning("An event for the card account %s was refused: %s", ref, refused.sentence)
        return _answer(400, "not signed")
    except ProviderAwayError:
        return _answer(503, "come again")
    return _answer(200, "received" if new else "known")


def _answer(status: int, word: str) -> JsonResponse:
    response = JsonResponse({"event": word}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
