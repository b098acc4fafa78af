"""Payouts that no bank statement shows yet, and the lines that one of them may be."""

from collections.abc import Iterable
from datetime import timedelta

from appealdesk.donations.models import CardPayout, Statement, StatementLine

__all__ = ["lines_for", "unsettled_payouts"]

_ON_THE_WAY = ("pending", "in_transit", "paid")


def unsettled_payouts(organisation_id: int) -> tuple[CardPayout, ...]:
    """Payouts that the provider has sent and that are no line yet."""
    rows = CardPayout.objects.filter(
        organisation_id=organisation_id, status__in=_ON_THE_WAY, amount_minor__gt=0, movements__kind="payout"
    ).exclude(settlements__undone_at__isnull=True, settlements__isnull=False)
    return tuple(rows.select_related("account").distinct().order_by("pk"))


def lines_for(
    organisation_id: int, payouts: Iterable[CardPayout], *, earlier: timedelta, later: timedelta
) -> dict[int, tuple[StatementLine, ...]]:
    """By payout, the credits of its amount so near to its day that nobody has decided about. One query.

    A rule may have made a gift of one already.
    """
    wanted = list(payouts)
    if not wanted:
        return {}
    rows = (
        StatementLine.objects.filter(
            organisation_id=organisation_id,
            amount_minor__in={payout.amount_minor for payout in wanted},
            booked_on__gte=min(payout.arrives_on for payout in wanted) - earlier,
            booked_on__lte=max(payout.arrives_on for payout in wanted) + later,
            state=StatementLine.State.OPEN,
            waits=True,
            statement__status__in=(Statement.Status.IMPORTED, Statement.Status.RECONCILED),
        )
        .select_related("statement", "account")
        .order_by("pk")
    )
    lines = list(rows)
    return {
        payout.pk: tuple(
            line
            for line in lines
            if (line.amount_minor, line.currency) == (payout.amount_minor, payout.currency)
            and payout.arrives_on - earlier <= line.booked_on <= payout.arrives_on + later
        )
        for payout in wanted
    }
