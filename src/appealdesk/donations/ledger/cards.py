"""Posts a movement of a provider's balance: the net to the clearing account, the fee to the fees, the gross across.

A gift is booked gross: its fund gets what the donor gave, and the fee is a cost of its own. A dispute takes nothing off
the fund until it is lost; until then what the bank took stands in an account between.
"""

from collections import Counter
from datetime import date, datetime
from typing import Final

from appealdesk.core.ledger.entry import LedgerError
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.donations.cards.driver import Movement, MovementKind
from appealdesk.donations.ledger.posting import (
    CARD_CLEARING,
    CARD_DISPUTED,
    CARD_FEES,
    CARD_SHORT,
    CARD_TRANSIT,
    UNALLOCATED,
    balance_of,
    open_account,
    post_entry,
)
from appealdesk.donations.models import Entry, Fund, LedgerAccount, StatementLine
from appealdesk.foundation.actor import Actor

__all__ = ["open_card_accounts", "post_movement", "post_settlement"]

_KINDS: Final = {
    CARD_CLEARING: LedgerAccount.Kind.ASSET,
    CARD_TRANSIT: LedgerAccount.Kind.ASSET,
    CARD_DISPUTED: LedgerAccount.Kind.ASSET,
    CARD_FEES: LedgerAccount.Kind.EXPENSE,
    CARD_SHORT: LedgerAccount.Kind.ASSET,
    UNALLOCATED: LedgerAccount.Kind.LIABILITY,
}
# Where the gross goes to or comes from; a payment's own movements go to its fund.
_ACROSS: Final = {
    MovementKind.DISPUTE: CARD_DISPUTED,
    MovementKind.DISPUTE_WON: CARD_DISPUTED,
    MovementKind.FEE: CARD_FEES,
    MovementKind.PAYOUT: CARD_TRANSIT,
    MovementKind.PAYOUT_FAILED: CARD_TRANSIT,
    MovementKind.OTHER: UNALLOCATED,
}
_ENTRIES: Final = {
    MovementKind.CHARGE: Entry.Kind.CARD,
    MovementKind.REFUND: Entry.Kind.REFUND,
    MovementKind.REFUND_FAILED: Entry.Kind.REFUND,
    MovementKind.DISPUTE: Entry.Kind.DISPUTE,
    MovementKind.DISPUTE_WON: Entry.Kind.DISPUTE,
    MovementKind.DISPUTE_LOST: Entry.Kind.DISPUTE,
    MovementKind.FEE: Entry.Kind.FEE,
    MovementKind.PAYOUT: Entry.Kind.PAYOUT,
    MovementKind.PAYOUT_FAILED: Entry.Kind.PAYOUT,
    MovementKind.OTHER: Entry.Kind.CARD,
}


def open_card_accounts(organisation_id: int) -> dict[str, int]:
    """The ledger accounts that cards need, by their codes."""
    return {
        code: int(open_account(organisation_id=organisation_id, code=code, kind=kind).pk)
        for code, kind in _KINDS.items()
    }


def post_movement(
    *, actor: Actor, now: datetime, day: date, movement: Movement, subject_ref: str, fund: Fund | None = None
) -> int | None:
    """The entry's key; None where nothing moved. Only a fee, a payout and what is not ours come without a fund."""
    accounts = open_card_accounts(actor.own_organisation)
    code = _ACROSS.get(movement.kind)
    sums: Counter[int] = Counter()
    if movement.kind is MovementKind.DISPUTE_LOST:
        # The bank has taken it already: from the account between, it now goes off the fund.
        sums[accounts[CARD_DISPUTED]] += movement.gross_minor
    else:
        sums[accounts[CARD_CLEARING]] += movement.net_minor
        sums[accounts[CARD_FEES]] += movement.fee_minor
    if code is not None:
        sums[accounts[code]] -= movement.gross_minor
    else:
        from_fund = _from_fund(fund, movement)
        sums[_account_of(fund)] += from_fund
        sums[accounts[CARD_SHORT]] -= movement.gross_minor + from_fund
    sides = [Side(str(account), amount, movement.currency) for account, amount in sums.items() if amount]
    if not sides:
        return None
    kind = _ENTRIES[movement.kind]
    return post_entry(actor=actor, now=now, kind=kind, subject_ref=subject_ref, booked_on=day, sides=sides)


def post_settlement(*, actor: Actor, now: datetime, subject_ref: str, line: StatementLine) -> int:
    """A payout has reached the bank: what the statement left unallocated is what was on its way."""
    accounts = open_card_accounts(actor.own_organisation)
    return post_entry(
        actor=actor,
        now=now,
        kind=Entry.Kind.PAYOUT,
        subject_ref=subject_ref,
        booked_on=line.booked_on,
        sides=(
            Side(str(accounts[UNALLOCATED]), line.amount_minor, line.currency),
            Side(str(accounts[CARD_TRANSIT]), -line.amount_minor, line.currency),
        ),
    )


def _account_of(fund: Fund | None) -> int:
    if fund is None:
        raise LedgerError("A payment's movement needs the fund that it was given to.")
    return int(fund.ledger_account_id)


def _from_fund(fund: Fund | None, movement: Movement) -> int:
    """What the fund gives, negative where it gets something; never more than it holds, because it may be spent."""
    wanted = -movement.gross_minor
    if wanted <= 0 or fund is None:
        return wanted
    Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    account = int(fund.ledger_account_id)
    held = -balance_of(organisation_id=fund.organisation_id, account_id=account, currency=movement.currency)
    return min(wanted, max(held, 0))
