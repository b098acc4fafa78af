"""What a bank's files call an account besides the key under which it was registered."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.donations.actions.end import end_account_name
from appealdesk.donations.actions.name import name_account
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.views.statements import show_statements
from appealdesk.web.shared.notices import say

__all__ = ["end", "name"]


@desk_view("statements", "POST")
def name(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Files of this name are the account's from now on."""
    called = request.POST.get("name", "")
    try:
        name_account(actor=actor, now=read_clock(), account_ref=request.POST.get("account", ""), name=called)
    except Refusal as refusal:
        return show_statements(request, actor, of_name=refusal)
    say(request, _("Files of this name are taken for this account from now on. Upload the file once more."))
    return HttpResponseRedirect(reverse("desk:statements"))


@desk_view("statements", "POST")
def end(request: HttpRequest, actor: Actor) -> HttpResponse:
    """They are not any more."""
    called = request.POST.get("name", "")
    end_account_name(actor=actor, now=read_clock(), account_ref=request.POST.get("account", ""), name=called)
    say(request, _("Files of this name are no longer taken for this account. What was imported stays."))
    return HttpResponseRedirect(reverse("desk:statements"))
