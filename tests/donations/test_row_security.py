"""The database itself keeps the money of organisations apart."""

import pytest
from django.db import IntegrityError, ProgrammingError

from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.inputs import InKindInput, PledgeInput
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, execute, fetch_value
from tests.cast import NOW, Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import reconciled
from tests.people.cast import KEIKO

TABLES = {
    "donations_fund": 1,
    "donations_bankaccount": 1,
    "donations_ledgeraccount": 3,
    "donations_accountday": 4,
    "donations_statement": 1,
    "donations_statementline": 1,
    "donations_pledge": 1,
    "donations_inkindoffer": 1,
    "donations_donation": 1,
    "donations_entry": 2,
    "donations_posting": 4,
}


@pytest.fixture(autouse=True)
def _rows(cast: Cast) -> None:
    entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY")
    create_pledge(actor=cast.finance, now=NOW, entry=entry)
    goods = InKindInput(
        appeal_id=cast.appeal_id,
        goods="Blankets",
        quantity="40",
        place="Yokohama",
        available_until=NOW.date(),
        identity=KEIKO,
        submission=b"1" * 16,
    )
    offer_in_kind(actor=cast.system, now=NOW, entry=goods)
    reconciled(cast, bank_file(gift(1000)))


def count(table: str) -> int:
    return int(fetch_value(f"SELECT count(*) FROM {table}"))  # noqa: S608 - the names are those above


@pytest.mark.parametrize(("table", "number"), TABLES.items())
def test_rows_are_visible_to_their_organisation_only(cast: Cast, table: str, number: int) -> None:
    with acting(cast.system):
        own = count(table)
    with acting(system_actor(cast.organisation_id + 1)):
        elsewhere = count(table)
    with acting(system_actor(None)):
        nowhere = count(table)

    assert (own, elsewhere, nowhere, count(table)) == (number, 0, 0, 0)


def test_nobody_writes_for_another_organisation(cast: Cast) -> None:
    statement = "INSERT INTO donations_ledgeraccount (organisation_id, code, kind) VALUES (%s, 'theirs', 'asset')"

    with pytest.raises(ProgrammingError, match="row-level security"), acting(system_actor(cast.organisation_id + 1)):
        execute(statement, [cast.organisation_id])


def test_nobody_moves_a_donation_to_another_organisation(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting(cast.system):
        execute("UPDATE donations_donation SET organisation_id = organisation_id + 1")


@pytest.mark.parametrize("column", ["line_id", "fund_id"])
def test_a_donation_names_a_line_and_a_fund_that_are_there(cast: Cast, column: str) -> None:
    chosen = {"fund_id": "fund_id", "line_id": "NULL::bigint"} | {column: "4711"}
    copy = f"""
        INSERT INTO donations_donation (ref, organisation_id, fund_id, line_id, amount_minor, currency, received_on,
                                        channel, match_reasons, anonymous, recorded_at)
        SELECT 'G-COPY', organisation_id, {chosen["fund_id"]}, {chosen["line_id"]}, amount_minor, currency,
               received_on, channel, match_reasons, anonymous, recorded_at
        FROM donations_donation
    """  # noqa: S608 - columns of ours

    with pytest.raises(IntegrityError, match="does not exist"), acting(cast.system):
        execute(copy)


def test_another_organisations_fund_does_not_exist(cast: Cast) -> None:
    """References are checked as the organisation sees the tables."""
    with acting(cast.system):
        foreign = fetch_value("SELECT id FROM donations_fund")
    other = set_cast("other-office", account_key="9999-001-1-7654321")
    statement = """
        INSERT INTO donations_donation (ref, organisation_id, fund_id, amount_minor, currency, received_on,
                                        channel, match_reasons, anonymous, recorded_at)
        VALUES ('G-THEIRS', %s, %s, 1, 'JPY', %s, 'cash', '[]', true, %s)
    """

    with pytest.raises(IntegrityError, match="fund that does not exist"), acting(other.system):
        execute(statement, [other.organisation_id, foreign, NOW.date(), NOW])


def test_a_line_names_a_statement_that_is_there(cast: Cast) -> None:
    copy = """
        INSERT INTO donations_statementline (organisation_id, statement_id, account_id, number, bank_reference,
                                             booked_on, value_on, amount_minor, currency, reversal, pledge_code, state,
                                             waits)
        SELECT organisation_id, 4711, account_id, number, 'copy',
               booked_on, value_on, amount_minor, currency, reversal, pledge_code, state, waits
        FROM donations_statementline
    """

    with pytest.raises(IntegrityError, match="does not exist"), acting(cast.system):
        execute(copy)
