"""Entries balance to zero in each currency, or they are not made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.ledger.entry import Entry, LedgerError, Posting
from appealdesk.core.money import MoneyError

amounts = st.integers(10, 10**12)


def test_a_balanced_entry_keeps_its_postings() -> None:
    postings = (Posting("bank", 100_000, "JPY"), Posting("unallocated", -100_000, "JPY"))

    assert Entry(postings).postings == postings


def test_each_currency_balances_by_itself() -> None:
    entry = Entry(
        (
            Posting("bank.jpy", -115_330, "JPY"),
            Posting("exchange", 115_330, "JPY"),
            Posting("bank.usd", 100_000, "USD"),
            Posting("exchange", -100_000, "USD"),
        )
    )

    assert len(entry.postings) == 4


def test_two_currencies_do_not_make_up_for_each_other() -> None:
    with pytest.raises(LedgerError, match="-5 minor units of JPY and 5 minor units of USD are left over"):
        Entry((Posting("bank", 5, "USD"), Posting("fund", -5, "JPY")))


@pytest.mark.parametrize("postings", [(), (Posting("bank", 1, "JPY"),)])
def test_one_posting_is_no_entry(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(LedgerError, match="at least two postings"):
        Entry(postings)


def test_a_posting_of_nothing_is_refused() -> None:
    with pytest.raises(LedgerError, match="moves nothing"):
        Entry((Posting("bank", 0, "JPY"), Posting("fund", 0, "JPY")))


def test_a_posting_needs_an_account_and_a_currency() -> None:
    with pytest.raises(LedgerError, match="needs an account"):
        Posting("", 1, "JPY")
    with pytest.raises(MoneyError, match="ISO 4217"):
        Posting("bank", 1, "yen")


@given(parts=st.lists(amounts, min_size=1, max_size=20), wrong=st.integers(-5, 5))
def test_any_split_balances_only_against_its_exact_sum(parts: list[int], wrong: int) -> None:
    debits = [Posting(f"fund.{position}", amount, "EUR") for position, amount in enumerate(parts)]
    credit_of = -sum(parts) + wrong
    postings = (*debits, Posting("bank", credit_of, "EUR"))

    if wrong == 0:
        assert Entry(postings).postings == postings
    else:
        with pytest.raises(LedgerError):
            Entry(postings)
