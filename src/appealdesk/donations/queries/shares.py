"""What the shares of a line need: pledges by their codes, and the lines that may be one donation with another."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from appealdesk.donations.access import access_line, may_handle_money
from appealdesk.donations.models import Pledge, StatementLine
from appealdesk.donations.queries.waiting import WaitingLine, as_waiting
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import NotFound

__all__ = ["lines_like", "pledges_by_code"]

_MOST = 60


def pledges_by_code(*, actor: Actor, codes: Iterable[str], currency: str) -> Mapping[str, str]:
    """The references of the pledges that have these codes, by code."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = Pledge.objects.filter(organisation_id=actor.own_organisation, code__in=set(codes), currency=currency)
    return dict(rows.values_list("code", "ref"))


def lines_like(*, actor: Actor, statement_ref: str, number: int) -> tuple[WaitingLine, ...]:
    """The line and those that wait in its account with the same payer or the same code, in their order."""
    line = access_line(actor, statement_ref, number)
    alike = Q(pk=line.pk)
    if line.payer_token is not None:
        alike |= Q(payer_token=line.payer_token)
    if line.pledge_code:
        alike |= Q(pledge_code=line.pledge_code)
    rows = StatementLine.objects.filter(
        alike, organisation_id=actor.own_organisation, account_id=line.account_id, waits=True
    )
    return tuple(map(as_waiting, rows.select_related("statement", "account").order_by("pk")[:_MOST]))
