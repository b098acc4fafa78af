"""The ledger: what the database itself refuses, at commit and for ever after."""

import psycopg
import pytest
from django.db import IntegrityError

from appealdesk.core.ledger.entry import LedgerError
from appealdesk.core.ledger.entry import Posting as Side
from appealdesk.core.money import Money
from appealdesk.donations.ledger.posting import account_id, open_account, post_entry
from appealdesk.donations.models import BalanceCheck, Entry, LedgerAccount, Posting
from appealdesk.donations.queries.journal import balances_by_code
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, execute, fetch_value
from appealdesk.foundation.refusals import Refusal
from tests.cast import NOW
from tests.postgres_plugin import Database

ORGANISATION = 71
SYSTEM = system_actor(ORGANISATION)


@pytest.fixture
def accounts(committed_db: Database) -> tuple[int, int]:
    """Two ledger accounts in a database where commits are real."""
    with acting(SYSTEM):
        bank = open_account(organisation_id=ORGANISATION, code="bank", kind=LedgerAccount.Kind.ASSET)
        fund = open_account(organisation_id=ORGANISATION, code="fund", kind=LedgerAccount.Kind.FUND)
    return bank.pk, fund.pk


def entry(ref: str = "T-1") -> Entry:
    return Entry.objects.create(
        organisation_id=ORGANISATION,
        kind=Entry.Kind.CASH,
        subject_ref=ref,
        booked_on=NOW.date(),
        created_at=NOW,
        created_by="system",
    )


def post(to: int, account: int, amount: int, currency: str = "JPY") -> None:
    Posting.objects.create(
        organisation_id=ORGANISATION, entry_id=to, account_id=account, amount_minor=amount, currency=currency
    )


def write(ref: str, *sides: tuple[int, int, str]) -> None:
    """An entry written as it is, past the checks of the application; it commits."""
    with acting(SYSTEM):
        one = entry(ref)
        for account, amount, currency in sides:
            post(one.pk, account, amount, currency)


def posted(accounts: tuple[int, int], amount: int = 500) -> int:
    bank, fund = accounts
    with acting(SYSTEM):
        return post_entry(
            actor=SYSTEM,
            now=NOW,
            kind=Entry.Kind.CASH,
            subject_ref="T-1",
            booked_on=NOW.date(),
            sides=(Side(str(bank), amount, "JPY"), Side(str(fund), -amount, "JPY")),
        )


def count(table: str) -> int:
    with acting(SYSTEM):
        return int(fetch_value(f"SELECT count(*) FROM {table}"))  # noqa: S608 - the names are ours


def test_a_balanced_entry_stands_and_leaves_no_check(accounts: tuple[int, int]) -> None:
    posted(accounts)

    with acting(SYSTEM):
        found = balances_by_code(organisation_id=ORGANISATION)
        assert BalanceCheck.objects.count() == 0
    assert found == {"bank": (Money(500, "JPY"),), "fund": (Money(-500, "JPY"),)}


def test_an_unbalanced_entry_is_refused_when_the_transaction_commits(accounts: tuple[int, int]) -> None:
    bank, fund = accounts
    outside = acting(SYSTEM)
    outside.__enter__()
    one = entry()
    post(one.pk, bank, 500)
    post(one.pk, fund, -499)

    with pytest.raises(IntegrityError, match="does not balance"):
        outside.__exit__(None, None, None)

    assert (count("donations_entry"), count("donations_posting")) == (0, 0)


def test_an_entry_balances_in_each_currency(accounts: tuple[int, int]) -> None:
    bank, fund = accounts

    with pytest.raises(IntegrityError, match="does not balance"):
        write("T-1", (bank, 500, "JPY"), (fund, -500, "USD"))

    assert count("donations_entry") == 0


def test_two_currencies_that_both_balance_stand(accounts: tuple[int, int]) -> None:
    bank, fund = accounts

    write("T-1", (bank, 500, "JPY"), (fund, -500, "JPY"), (bank, 4, "USD"), (fund, -4, "USD"))

    assert count("donations_posting") == 4


def test_an_entry_without_postings_is_refused(accounts: tuple[int, int]) -> None:
    with pytest.raises(IntegrityError, match="has no postings"), acting(SYSTEM):
        entry()


def test_a_posting_without_an_entry_is_refused(accounts: tuple[int, int]) -> None:
    both = """
        INSERT INTO donations_posting (organisation_id, entry_id, account_id, amount_minor, currency)
        VALUES (71, 4711, %s, 5, 'JPY'), (71, 4711, %s, -5, 'JPY')
    """

    with pytest.raises(IntegrityError, match="which does not exist"), acting(SYSTEM):
        execute(both, accounts)


def test_a_later_posting_cannot_tip_an_entry(accounts: tuple[int, int]) -> None:
    key = posted(accounts)

    with pytest.raises(IntegrityError, match="does not balance"), acting(SYSTEM):
        post(key, accounts[0], 1)

    assert count("donations_posting") == 2


def test_one_wrong_entry_among_good_ones_refuses_them_all(accounts: tuple[int, int]) -> None:
    bank, fund = accounts

    outside = acting(SYSTEM)
    outside.__enter__()
    for amount in (1, 2, 3):
        write(f"T-{amount}", (bank, amount, "JPY"), (fund, -2, "JPY"))

    with pytest.raises(IntegrityError, match="does not balance"):
        outside.__exit__(None, None, None)

    assert count("donations_entry") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE donations_entry SET subject_ref = 'T-2'",
        "DELETE FROM donations_entry",
        "UPDATE donations_posting SET amount_minor = 1",
        "DELETE FROM donations_posting",
        "TRUNCATE donations_posting",
        "TRUNCATE donations_entry CASCADE",
    ],
)
def test_not_even_the_owner_changes_the_ledger(
    accounts: tuple[int, int], committed_db: Database, statement: str
) -> None:
    posted(accounts)

    with psycopg.connect(committed_db.owner_url) as owner, pytest.raises(psycopg.errors.IntegrityError, match="never"):
        owner.execute(statement.encode())

    assert (count("donations_entry"), count("donations_posting")) == (1, 2)


@pytest.mark.usefixtures("two_roles")
@pytest.mark.parametrize("table", ["donations_statementline", "donations_donation", "donations_statement"])
def test_the_application_deletes_no_money(accounts: tuple[int, int], committed_db: Database, table: str) -> None:
    with psycopg.connect(committed_db.app_url) as app:
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608 - the names are ours
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                app.execute(statement.encode())


@pytest.mark.parametrize("sides", [(), (Side("1", 5, "JPY"),), (Side("1", 5, "JPY"), Side("2", -4, "JPY"))])
def test_an_unbalanced_entry_is_refused_before_it_is_written(
    accounts: tuple[int, int], sides: tuple[Side, ...]
) -> None:
    with pytest.raises(LedgerError), acting(SYSTEM):
        post_entry(actor=SYSTEM, now=NOW, kind=Entry.Kind.CASH, subject_ref="T-1", booked_on=NOW.date(), sides=sides)

    assert count("donations_entry") == 0


def test_an_account_that_does_not_exist_is_refused(accounts: tuple[int, int]) -> None:
    with pytest.raises(Refusal) as refused, acting(SYSTEM):
        account_id(organisation_id=ORGANISATION, code="nothing")

    assert refused.value.code == "donations.no_ledger_account"


def test_opening_an_account_twice_opens_one(accounts: tuple[int, int]) -> None:
    with acting(SYSTEM):
        again = open_account(organisation_id=ORGANISATION, code="bank", kind=LedgerAccount.Kind.ASSET)

    assert again.pk == accounts[0]


def test_checks_of_two_organisations_in_one_transaction_both_run(accounts: tuple[int, int]) -> None:
    other = system_actor(72)
    with pytest.raises(IntegrityError, match="has no postings"), acting(SYSTEM), acting(other):
        Entry.objects.create(
            organisation_id=72,
            kind=Entry.Kind.CASH,
            subject_ref="T-9",
            booked_on=NOW.date(),
            created_at=NOW,
            created_by="system",
        )
