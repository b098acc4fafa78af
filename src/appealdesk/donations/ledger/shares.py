"""Shares of lines: the donation of a whole line gives way to them and comes back, and fees are posted beside them."""

from collections.abc import Sequence
from datetime import date, datetime

from appealdesk.core.money import Money
from appealdesk.donations.ledger.gifts import record_gift
from appealdesk.donations.ledger.posting import post_entry, reverse_entry
from appealdesk.donations.ledger.settling import fee_sides
from appealdesk.donations.models import Donation, Entry, Match, StatementLine
from appealdesk.donations.queries.receipt_contents import check_not_receipted
from appealdesk.foundation.actor import Actor

__all__ = ["give_line_back", "post_fee", "reverse_fee", "whole_of"]


def whole_of(line: StatementLine) -> Donation | None:
    """The donation that the whole line is while nobody knows its payer, if it is one.

    It gives way only after the shares are recorded, because a fund that has spent cannot bear it the other way round.
    """
    rows = line.donations.filter(undone_at__isnull=True).select_related("fund")
    donation = rows.select_for_update(of=("self",)).first()
    if donation is not None:
        check_not_receipted([donation.pk])
    return donation


def give_line_back(*, actor: Actor, now: datetime, line: StatementLine) -> None:
    """The whole line is a donation of an unidentified payer again, as it was before it was shared."""
    record_gift(actor=actor, now=now, line=line, fund=line.account.fund, pledge=None, person_id=None, reasons=())


def post_fee(*, actor: Actor, now: datetime, match: Match, gifts: Sequence[Donation]) -> None:
    """What a bank kept on the way, as given and then spent; the fund of the largest share bears it."""
    borne = max(gifts, key=lambda gift: gift.amount_minor)
    post_entry(
        actor=actor,
        now=now,
        kind=Entry.Kind.FEE,
        subject_ref=match.ref,
        booked_on=borne.received_on,
        sides=fee_sides(fund=borne.fund, fee=Money(match.fee_minor, borne.currency)),
    )


def reverse_fee(*, actor: Actor, now: datetime, day: date, match: Match) -> None:
    """Take the fee of a decision back with it, and before its gifts: until then their fund is short of it."""
    reverse_entry(actor=actor, now=now, day=day, subject_ref=match.ref, kind=Entry.Kind.FEE)
