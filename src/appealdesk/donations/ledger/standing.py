"""What a fund holds and what of it is bound already; whoever takes from it waits for the one before."""

from dataclasses import dataclass

from appealdesk.core.money import Money
from appealdesk.donations.ledger.posting import balance_of
from appealdesk.donations.models import Disbursement, Donation, Fund
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_value
from appealdesk.foundation.refusals import Refusal
from appealdesk.sanctions.queries.holds import held_among, is_payee_held

__all__ = ["Standing", "check_fund", "check_giver_not_held", "check_not_held", "standing_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One fund in one currency: what it holds, and what planned and approved disbursements have bound of it."""

    holds: Money
    bound: Money

    @property
    def free(self) -> Money:
        """What may still be spent."""
        return Money(self.holds.amount_minor - self.bound.amount_minor, self.holds.currency)


def standing_of(fund: Fund, currency: str, *, without: int = 0) -> Standing:
    """The fund now; `without` is the key of a disbursement whose own binding is left out."""
    holds = -balance_of(organisation_id=fund.organisation_id, account_id=fund.ledger_account_id, currency=currency)
    bound = fetch_value(
        """
        SELECT coalesce(sum(amount_minor), 0) FROM donations_disbursement
        WHERE fund_id = %s AND currency = %s AND status IN ('planned', 'once', 'approved') AND id <> %s
        """,
        [fund.pk, currency, without],
    )
    return Standing(holds=Money(holds, currency), bound=Money(int(bound), currency))


def check_fund(fund: Fund, amount: Money, *, without: int = 0) -> None:
    """Lock the fund for this transaction; raises Refusal with its balance where it cannot bear the amount.

    The database refuses a fund below zero by itself; this says beforehand why, and what is bound.
    """
    Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    standing = standing_of(fund, amount.currency, without=without)
    if amount.amount_minor > standing.free.amount_minor:
        raise Refusal(
            "donations.fund_short",
            f"The fund holds {standing.holds.amount_minor} minor units of {amount.currency}, of which "
            f"{standing.bound.amount_minor} are bound already.",
            field="amount",
            values={"holds": standing.holds, "bound": standing.bound, "free": standing.free},
        )


def check_not_held(row: Disbursement) -> None:
    """Raise Refusal while a hold stands."""
    if row.is_held:
        raise Refusal("donations.disbursement_held", "This disbursement is held: a person has to release it first.")


def check_giver_not_held(actor: Actor, donation: Donation) -> None:
    """Raise Refusal while a sanctions check holds whoever gave it, whichever way money would go back to them.

    A payer whom nobody has identified is known to the check by the donation.
    """
    donor = [] if donation.person_id is None else [donation.person_id]
    if held_among(actor=actor, person_ids=donor) or is_payee_held(actor=actor, payee_ref=donation.ref):
        raise Refusal(
            "donations.donor_held", "A sanctions check holds what is this donor's: decide about the hit first."
        )
