"""Taking an offer back: one page says what that means, one press does it, and the status page then says so."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.queries.enquiries import StatusPage
from appealdesk.foundation.clock import read_clock
from appealdesk.web.public.own import open_own, own_response, to_status

__all__ = ["WithdrawalPage", "withdrawal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalPage:
    """What a withdrawal means."""

    language: str
    secret: str
    status: StatusPage
    appeal: AppealPage


# Without a cookie there is nothing that another site could act with; the secret of the address is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, language: str, ref: str, secret: str) -> HttpResponse:
    """GET: what it means. POST: it is done; a second press finds it done."""
    now = read_clock()
    own = open_own(ref=ref, secret=secret, language=language, now=now)
    if not own.is_live or own.application is None:
        return to_status(own)
    if request.method == "POST":
        withdraw_application(actor=own.visitor, now=now, application_ref=own.application.ref, secret=secret)
        return to_status(own)
    page = WithdrawalPage(language=language, secret=secret, status=own.status, appeal=own.appeal)
    return own_response(request, "public/status/withdrawal.html", page)
