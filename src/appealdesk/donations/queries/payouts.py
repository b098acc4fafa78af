"""Payouts that no bank statement shows yet, and the lines that one of them may be."""

from datetime import date

from appealdesk.donations.models import CardPayout, Statement, StatementLine

__all__ = ["lines_for", "unsettled_payouts"]

_ON_THE_WAY = ("pending", "in_transit", "paid")


def unsettled_payouts(organisation_id: int) -> tuple[CardPayout, ...]:
    """Payouts that the provider has sent and that are no line yet."""
    rows = CardPayout.objects.filter(
        organisation_id=organisation_id, status__in=_ON_THE_WAY, amount_minor__gt=0, movements__kind="payout"
    ).exclude(settlements__undone_at__isnull=True, settlements__isnull=False)
    return tuple(rows.select_related("account").distinct().order_by("pk"))


def lines_for(payout: CardPayout, *, earliest: date, latest: date) -> tuple[StatementLine, ...]:
    """Credits of this amount in these days that nobody has decided about, though a rule may have made them gifts."""
    rows = (
        StatementLine.objects.filter(
            organisation_id=payout.organisation_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            booked_on__gte=earliest,
            booked_on__lte=latest,
            state=StatementLine.State.OPEN,
            waits=True,
            statement__status__in=(Statement.Status.IMPORTED, Statement.Status.RECONCILED),
        )
        .select_related("statement", "account")
        .order_by("pk")
    )
    return tuple(rows)
