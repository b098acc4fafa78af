"""Refunds, transfers and write-offs: asked for, made by one person or two, with the entry of each, and taken back."""

from collections.abc import Mapping
from datetime import date, datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.core.money import Money
from appealdesk.donations.ledger.gifts import note_returned
from appealdesk.donations.ledger.posting import CASH, balance_of, lock_account, post_entry, reverse_entry
from appealdesk.donations.ledger.spend import IN_TRANSIT, WRITTEN_OFF, chart_account, spend_sides
from appealdesk.donations.ledger.standing import check_fund, check_giver_not_held
from appealdesk.donations.models import Donation, Entry, Refund, Threshold, Transfer, WriteOff
from appealdesk.donations.queries.words import seal_reason
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import Refusal

__all__ = ["KINDS", "Asked", "ask", "check_cash", "check_day", "make", "take_back"]

Asked = Refund | Transfer | WriteOff

KINDS: dict[type[Asked], tuple[str, Entry.Kind]] = {
    Refund: ("refund", Entry.Kind.REFUND),
    Transfer: ("transfer", Entry.Kind.TRANSFER),
    WriteOff: ("write_off", Entry.Kind.WRITE_OFF),
}
"""The word of each in the audit log, and the kind of its entry."""


def ask(
    *, actor: Actor, now: datetime, row: Asked, words: str, details: Mapping[str, str], always_two: bool = False
) -> str:
    """Write down what is asked for, with its reason sealed, and make it at once where one person is enough.

    Returns its reference. `row` says everything about the money; who asks and whether two are wanted is said here.
    """
    row.organisation_id = actor.own_organisation
    row.two_people = always_two or _wants_two(row)
    row.wrapped_key, row.sealed = seal_reason(row.ref, words)
    row.asked_at, row.asked_by = now, actor.ref
    row.save(force_insert=True)
    word, _ = KINDS[type(row)]
    record_audit(actor=actor, now=now, tag=f"{word}.asked", subject=row.ref, details=details)
    if not row.two_people:
        make(actor=actor, now=now, row=row)
    return row.ref


def _wants_two(row: Asked) -> bool:
    """True from the organisation's threshold on; without one a single person is enough."""
    found = Threshold.objects.filter(organisation_id=row.organisation_id, currency=row.currency).first()
    return found is not None and row.amount_minor >= found.amount_minor


def make(*, actor: Actor, now: datetime, row: Asked) -> None:
    """Post it; raises Refusal where the money is not there any more, or a sanctions check holds it meanwhile."""
    if isinstance(row, Refund):
        check_giver_not_held(actor, row.donation)
    sides = _sides(row)
    word, kind = KINDS[type(row)]
    post_entry(actor=actor, now=now, kind=kind, subject_ref=row.ref, booked_on=row.happened_on, sides=sides)
    row.status, row.decided_at, row.decided_by = row.Status.MADE, now, actor.ref
    row.save(update_fields=["status", "decided_at", "decided_by"])
    if isinstance(row, Refund):
        donation = row.donation
        note_returned(
            actor=actor, now=now, donation=donation, returned_minor=donation.returned_minor + row.amount_minor
        )
    record_audit(actor=actor, now=now, tag=f"{word}.made", subject=row.ref, details={"asked_by": row.asked_by})


def take_back(*, actor: Actor, now: datetime, day: date, row: Asked) -> None:
    """Reverse what was made by mistake."""
    word, kind = KINDS[type(row)]
    money = Money(row.amount_minor, row.currency)
    if isinstance(row, Transfer):
        check_fund(row.target, money)
    elif isinstance(row, WriteOff) and row.gain:
        check_fund(row.fund, money)
    reverse_entry(actor=actor, now=now, day=day, subject_ref=row.ref, kind=kind)
    row.status = row.Status.REVERSED
    row.save(update_fields=["status"])
    if isinstance(row, Refund):
        donation = Donation.objects.select_for_update(no_key=True).get(pk=row.donation_id)
        note_returned(
            actor=actor, now=now, donation=donation, returned_minor=donation.returned_minor - row.amount_minor
        )
    record_audit(actor=actor, now=now, tag=f"{word}.reversed", subject=row.ref, details={})


def check_day(actor: Actor, now: datetime, day: date) -> None:
    """Raise Refusal for a day that has not come yet."""
    if day > day_of(actor.own_organisation, now=now):
        raise Refusal("donations.future_day", "This day has not come yet. Write the day of the payment.", field="day")


def check_cash(*, organisation_id: int, amount: Money) -> int:
    """The key of the cash account; raises Refusal where it holds less than is to be paid from it."""
    cash = chart_account(organisation_id, CASH)
    lock_account(cash.pk)
    held = balance_of(organisation_id=organisation_id, account_id=cash.pk, currency=amount.currency)
    if held < amount.amount_minor:
        raise Refusal(
            "donations.cash_short",
            f"There are {held} minor units of {amount.currency} in cash: pay by bank, or less.",
            field="amount",
            values={"holds": Money(held, amount.currency)},
        )
    return int(cash.pk)


def _sides(row: Asked) -> tuple[Side, ...]:
    money = Money(row.amount_minor, row.currency)
    if isinstance(row, Refund):
        return _refund(row, money)
    if isinstance(row, Transfer):
        check_fund(row.source, money)
        return (
            Side(str(row.source.ledger_account_id), row.amount_minor, row.currency),
            Side(str(row.target.ledger_account_id), -row.amount_minor, row.currency),
        )
    return _write_off(row, money)


def _refund(row: Refund, money: Money) -> tuple[Side, ...]:
    donation = Donation.objects.select_for_update(no_key=True).select_related("fund").get(pk=row.donation_id)
    row.donation = donation
    left = donation.amount_minor - donation.returned_minor
    if donation.undone_at is not None or money.amount_minor > left:
        raise Refusal(
            "donations.refund_large",
            f"Of this donation {left} minor units are left that could be given back.",
            field="amount",
            values={"left": Money(left, money.currency)},
        )
    check_fund(donation.fund, money)
    if donation.channel == Donation.Channel.CASH:
        source = check_cash(organisation_id=row.organisation_id, amount=money)
    else:
        source = chart_account(row.organisation_id, IN_TRANSIT).pk
    return (
        Side(str(donation.fund.ledger_account_id), row.amount_minor, row.currency),
        Side(str(source), -row.amount_minor, row.currency),
    )


def _write_off(row: WriteOff, money: Money) -> tuple[Side, ...]:
    lock_account(row.account_id)
    stands = balance_of(organisation_id=row.organisation_id, account_id=row.account_id, currency=row.currency)
    open_minor = -stands if row.gain else stands
    if money.amount_minor > open_minor:
        raise Refusal(
            "donations.write_off_large",
            f"Only {open_minor} minor units of {row.currency} are open in this account.",
            field="amount",
            values={"left": Money(max(open_minor, 0), row.currency)},
        )
    if row.gain:
        return (
            Side(str(row.account_id), row.amount_minor, row.currency),
            Side(str(row.fund.ledger_account_id), -row.amount_minor, row.currency),
        )
    check_fund(row.fund, money)
    return spend_sides(
        fund=row.fund,
        expense_id=chart_account(row.organisation_id, WRITTEN_OFF).pk,
        source_id=row.account_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
    )
