"""Balances are the sums of the postings, whatever their order."""

import random

from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.ledger.balance import balances
from appealdesk.core.ledger.entry import Entry, Posting
from appealdesk.core.money import Money

entries = st.lists(
    st.tuples(
        st.permutations(["bank", "cash", "fund.a", "fund.b"]),
        st.integers(1, 10**9),
        st.sampled_from(["JPY", "USD", "EUR"]),
    ),
    max_size=30,
)


def test_balances_stand_per_account_and_currency() -> None:
    postings = [
        Posting("bank", 100_000, "JPY"),
        Posting("fund", -100_000, "JPY"),
        Posting("bank", 86_800, "USD"),
        Posting("fund", -86_800, "USD"),
        Posting("bank", -440, "JPY"),
        Posting("fees", 440, "JPY"),
    ]

    assert balances(postings) == {
        "bank": (Money(99_560, "JPY"), Money(86_800, "USD")),
        "fees": (Money(440, "JPY"),),
        "fund": (Money(-100_000, "JPY"), Money(-86_800, "USD")),
    }


def test_an_emptied_account_is_told() -> None:
    postings = [Posting("unallocated", -5, "JPY"), Posting("unallocated", 5, "JPY")]

    assert balances(postings) == {"unallocated": (Money(0, "JPY"),)}


def test_no_posting_is_no_account() -> None:
    assert balances([]) == {}


@given(entries=entries, seed=st.integers())
def test_all_accounts_together_hold_nothing_in_any_order(entries: list[tuple[list[str], int, str]], seed: int) -> None:
    postings = [
        posting
        for accounts, amount, currency in entries
        for posting in Entry((Posting(accounts[0], amount, currency), Posting(accounts[1], -amount, currency))).postings
    ]
    shuffled = random.Random(seed).sample(postings, len(postings))

    found = balances(shuffled)

    assert found == balances(postings)
    for code in ("JPY", "USD", "EUR"):
        held = [money.amount_minor for monies in found.values() for money in monies if money.currency == code]
        assert sum(held) == 0
