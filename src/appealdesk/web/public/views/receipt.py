"""A donor's own receipt behind its secret link, as a PDF."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from appealdesk.donations.actions.note import note_receipts
from appealdesk.donations.queries.receipt_links import own_receipt_pdf
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.web.public.limits import RECEIPTS, count
from appealdesk.web.public.own import guard_link

__all__ = ["receipt"]


@require_safe
def receipt(request: HttpRequest, language: str, organisation: str, ref: str, secret: str) -> HttpResponse:
    """The paper; each opening is on the record, and none makes another receipt of it."""
    now = read_clock()
    count(request, RECEIPTS, now)
    organisation_id, data = own_receipt_pdf(organisation=organisation, ref=ref, secret=secret)
    actor = public_actor(organisation_id, language=language)
    note_receipts(actor=actor, now=now, refs=[ref], page="link")
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{ref}.pdf"'
    return guard_link(response)
