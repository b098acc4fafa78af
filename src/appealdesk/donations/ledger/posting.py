"""Posts entries. The database checks at commit that each of them balances in each currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.core.ledger.entry import Entry as BalancedEntry
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.donations.models import Entry, LedgerAccount, Posting
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import Refusal

__all__ = [
    "CARD_CLEARING",
    "CARD_DISPUTED",
    "CARD_FEES",
    "CARD_TRANSIT",
    "CASH",
    "UNALLOCATED",
    "Balance",
    "account_id",
    "balances",
    "open_account",
    "post_entry",
    "reverse_entry",
]

UNALLOCATED = "unallocated"
CASH = "cash"
# What the card provider holds for us; what it has paid out and no bank statement shows yet; what a cardholder's bank
# took back until the dispute is decided; and what the provider keeps.
CARD_CLEARING = "card_clearing"
CARD_TRANSIT = "card_transit"
CARD_DISPUTED = "card_disputed"
CARD_FEES = "card_fees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What stands in one account in one currency; debit is positive."""

    code: str
    kind: str
    currency: str
    amount_minor: int


def open_account(*, organisation_id: int, code: str, kind: LedgerAccount.Kind) -> LedgerAccount:
    """The account of this code, opened if it is new."""
    account, _ = LedgerAccount.objects.get_or_create(
        organisation_id=organisation_id, code=code, defaults={"kind": kind}
    )
    return account


def account_id(*, organisation_id: int, code: str) -> int:
    """The key of an account that has to exist."""
    found = LedgerAccount.objects.filter(organisation_id=organisation_id, code=code).values_list("pk", flat=True)
    if not found:
        raise Refusal("donations.no_ledger_account", f"The chart of accounts has no account {code}.")
    return int(found[0])


def post_entry(
    *, actor: Actor, now: datetime, kind: Entry.Kind, subject_ref: str, booked_on: date, sides: Iterable[Side]
) -> int:
    """Post one entry; `sides` name ledger accounts by key. Returns the entry's key."""
    balanced = BalancedEntry(postings=tuple(sides))
    entry = Entry.objects.create(
        organisation_id=actor.own_organisation,
        kind=kind,
        subject_ref=subject_ref,
        booked_on=booked_on,
        created_at=now,
        created_by=actor.ref,
    )
    Posting.objects.bulk_create(
        Posting(
            organisation_id=actor.own_organisation,
            entry=entry,
            account_id=int(side.account),
            amount_minor=side.amount_minor,
            currency=side.currency,
        )
        for side in balanced.postings
    )
    return int(entry.pk)


def reverse_entry(*, actor: Actor, now: datetime, day: date, subject_ref: str, kind: Entry.Kind) -> int:
    """Post the entry that takes back the one of this subject and kind; the database lets each be reversed once."""
    entry = Entry.objects.get(organisation_id=actor.own_organisation, subject_ref=subject_ref, kind=kind)
    turned = Entry.objects.create(
        organisation_id=actor.own_organisation,
        kind=Entry.Kind.REVERSAL,
        subject_ref=subject_ref,
        booked_on=day,
        created_at=now,
        created_by=actor.ref,
        reverses=entry,
    )
    Posting.objects.bulk_create(
        Posting(
            organisation_id=actor.own_organisation,
            entry=turned,
            account_id=posting.account_id,
            amount_minor=-posting.amount_minor,
            currency=posting.currency,
        )
        for posting in entry.postings.order_by("pk")
    )
    return int(turned.pk)


def balances(*, organisation_id: int) -> tuple[Balance, ...]:
    """Every account's balance per currency, from the postings themselves."""
    rows = fetch_all(
        """
        SELECT account.code, account.kind, sums.currency, sums.amount
        FROM (SELECT account_id, currency, sum(amount_minor)::bigint AS amount
              FROM donations_posting GROUP BY account_id, currency) AS sums
        JOIN donations_ledgeraccount account ON account.id = sums.account_id
        WHERE account.organisation_id = %s
        ORDER BY account.kind, account.code, sums.currency
        """,
        [organisation_id],
    )
    return tuple(
        Balance(code=code, kind=kind, currency=currency, amount_minor=amount) for code, kind, currency, amount in rows
    )
