"""Posts entries. The database checks at commit that each of them balances in each currency."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from appealdesk.core.ledger.entry import Entry as BalancedEntry
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.core.money import Money
from appealdesk.donations.models import Entry, LedgerAccount, Posting
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all, fetch_value
from appealdesk.foundation.refusals import Refusal

__all__ = [
    "CARD_CLEARING",
    "CARD_DISPUTED",
    "CARD_FEES",
    "CARD_SHORT",
    "CARD_TRANSIT",
    "CASH",
    "UNALLOCATED",
    "account_id",
    "balance_of",
    "balances",
    "lock_account",
    "lock_names",
    "open_account",
    "open_day",
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
# What went back to cards although its fund was spent by then: somebody has to make it good.
CARD_SHORT = "card_short"

# Any numbers will do as long as no other part of the product takes advisory locks of these classes.
_ACCOUNT_LOCK = 20410
_NAMES_LOCK = 20411


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
    """Post one entry; `sides` name ledger accounts by key. Returns the entry's key.

    What belongs to a month that is closed is booked on the first open day after it; its own day stays with its subject.
    """
    balanced = BalancedEntry(postings=tuple(sides))
    entry = Entry.objects.create(
        organisation_id=actor.own_organisation,
        kind=kind,
        subject_ref=subject_ref,
        booked_on=open_day(organisation_id=actor.own_organisation, wanted=booked_on),
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
    """Post the entry that takes back the one of this subject and kind; the database lets each be reversed once.

    What belongs to a month that is closed is booked on the first open day after it.
    """
    entry = Entry.objects.get(organisation_id=actor.own_organisation, subject_ref=subject_ref, kind=kind)
    turned = Entry.objects.create(
        organisation_id=actor.own_organisation,
        kind=Entry.Kind.REVERSAL,
        subject_ref=subject_ref,
        booked_on=open_day(organisation_id=actor.own_organisation, wanted=day),
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


def open_day(*, organisation_id: int, wanted: date) -> date:
    """The day itself, or where its month is closed the first day that is open; nobody closes months meanwhile."""
    found: date = fetch_value("SELECT donations_open_day(%s, %s)", [organisation_id, wanted])
    return found


def balances(*, organisation_id: int, upto: date | None = None) -> dict[int, tuple[Money, ...]]:
    """Account's key → its balances per currency, at the end of a day or of all days; debit is positive."""
    rows = fetch_all(
        """
        SELECT account_id, currency, sum(amount_minor)::bigint FROM donations_accountday
        WHERE organisation_id = %(organisation)s AND (%(upto)s::date IS NULL OR day <= %(upto)s)
        GROUP BY account_id, currency ORDER BY account_id, currency
        """,
        {"organisation": organisation_id, "upto": upto},
    )
    found: defaultdict[int, list[Money]] = defaultdict(list)
    for account, currency, amount in rows:
        found[account].append(Money(amount, currency))
    return {account: tuple(sums) for account, sums in found.items()}


def balance_of(*, organisation_id: int, account_id: int, currency: str) -> int:
    """What stands in one account in one currency now; debit is positive."""
    found = fetch_value(
        """
        SELECT coalesce(sum(amount_minor), 0) FROM donations_accountday
        WHERE organisation_id = %s AND account_id = %s AND currency = %s
        """,
        [organisation_id, account_id, currency],
    )
    return int(found)


def lock_account(account_id: int) -> None:
    """Whoever takes from the account waits until this transaction ends; accounts themselves are never changed."""
    fetch_value("SELECT pg_advisory_xact_lock(%s, %s)", [_ACCOUNT_LOCK, account_id % 2**31])


def lock_names(organisation_id: int) -> None:
    """Whoever gives a name that may stand once in the organisation's books waits until this transaction ends."""
    fetch_value("SELECT pg_advisory_xact_lock(%s, %s)", [_NAMES_LOCK, organisation_id % 2**31])
