"""Record cash that two people counted."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.accounts.queries import staff_of
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.donations.access import access_fund
from appealdesk.donations.events import DonorAttached
from appealdesk.donations.inputs import CashInput
from appealdesk.donations.ledger.posting import CASH, open_account, post_entry
from appealdesk.donations.models import Donation, Entry, LedgerAccount
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.queries.persons import person_by_id

__all__ = ["RecordedCash", "record_cash"]


@dataclass(frozen=True, slots=True)
class RecordedCash:
    """The donation that the cash became."""

    donation_ref: str


def record_cash(*, actor: Actor, now: datetime, entry: CashInput) -> RecordedCash:
    """Record the cash as a donation of today; refuses it where one person alone counted."""
    with acting(actor):
        fund = access_fund(actor, entry.fund_ref)
        _check_second_counter(actor, entry.counted_with)
        if entry.person_id is not None and person_by_id(actor=actor, person_id=entry.person_id) is None:
            raise NotFound("person")
        donation = Donation.objects.create(
            ref=new_ref("G"),
            organisation_id=actor.own_organisation,
            fund=fund,
            person_id=entry.person_id,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            received_on=day_of(actor.own_organisation, now=now),
            channel=Donation.Channel.CASH,
            recorded_at=now,
        )
        cash = open_account(organisation_id=actor.own_organisation, code=CASH, kind=LedgerAccount.Kind.ASSET)
        post_entry(
            actor=actor,
            now=now,
            kind=Entry.Kind.CASH,
            subject_ref=donation.ref,
            booked_on=donation.received_on,
            sides=(
                Side(str(cash.pk), entry.amount_minor, entry.currency),
                Side(str(fund.ledger_account_id), -entry.amount_minor, entry.currency),
            ),
        )
        if entry.person_id is not None:
            emit(DonorAttached(donation_ref=donation.ref), actor=actor, now=now)
        details = {"channel": donation.channel, "fund": fund.ref, "counted_with": entry.counted_with}
        record_audit(actor=actor, now=now, tag="donation.recorded", subject=donation.ref, details=details)
    return RecordedCash(donation.ref)


def _check_second_counter(actor: Actor, counted_with: str) -> None:
    if counted_with == actor.ref:
        raise Refusal(
            "donations.counted_alone",
            "Two people count cash: choose a colleague who counted it too.",
            field="counted_with",
        )
    if counted_with not in {page.ref for page in staff_of(organisation_id=actor.own_organisation)}:
        raise Refusal(
            "donations.counter_unknown",
            "The second person has to be a colleague with an account.",
            field="counted_with",
        )
