"""What the desk reads about money: totals, payers of one page only, and in how many queries."""

import pytest
from pytest_django import DjangoAssertNumQueries

from appealdesk.core.money import Money
from appealdesk.donations.models import StatementLine
from appealdesk.donations.queries.accounts import chart_page
from appealdesk.donations.queries.money import (
    accounts_page,
    donation_page,
    donations_page,
    fund_totals,
    funds_of,
    statement_detail,
    statements_page,
)
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound
from tests.cast import Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import imported, reconciled


def test_a_statement_says_what_it_brought(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(1000), gift(2000, "ｱｵｷ ｹｲｺ")))
    second = reconciled(cast, bank_file(gift(1000), gift(2000, "ｱｵｷ ｹｲｺ"), gift(4000)))

    with acting(cast.finance):
        page = statement_detail(actor=cast.finance, ref=second.statement_ref)

    told = page.statement
    assert (told.lines, told.new, told.known, told.donations, told.by_rule) == (3, 1, 2, 1, 0)
    assert (told.total, told.status, told.account_label) == (Money(7000, "JPY"), "reconciled", "Test Bank, main branch")
    assert [(line.amount, line.payer, line.state) for line in page.lines] == [(Money(4000, "JPY"), "ｻﾄｳ ﾐﾅ", "open")]
    assert (page.page, page.pages) == (1, 1)


def test_lines_come_in_pages(cast: Cast) -> None:
    statement = imported(cast, bank_file(*[gift(1000 + number) for number in range(101)]))

    with acting(cast.finance):
        pages = [statement_detail(actor=cast.finance, ref=statement.statement_ref, page=page) for page in (1, 2, 3)]

    assert [len(page.lines) for page in pages] == [50, 50, 1]
    assert {page.pages for page in pages} == {3}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_statements_is_one_query(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for last in range(number):
        imported(cast, bank_file(*[gift(1000)] * (last + 1)))

    with acting(cast.finance), django_assert_num_queries(1):
        pages = statements_page(actor=cast.finance)

    assert [page.lines for page in pages] == list(range(number, 0, -1))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_donations_is_two_queries(
    cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reconciled(cast, bank_file(*[gift(1000)] * number))

    with acting(cast.finance), django_assert_num_queries(2):
        page = donations_page(actor=cast.finance)

    assert (len(page.rows), page.count, page.identified, page.totals) == (
        number,
        number,
        0,
        (Money(1000 * number, "JPY"),),
    )


def test_donations_are_continued_by_key_and_none_is_left_out(cast: Cast) -> None:
    reconciled(cast, bank_file(*[gift(1000 + number) for number in range(5)]))
    seen, before = [], None
    with acting(cast.finance):
        while True:
            page = donations_page(actor=cast.finance, before=before, limit=2)
            seen += [row.amount.amount_minor for row in page.rows]
            before = page.before
            if before is None:
                break

    assert seen == [1004, 1003, 1002, 1001, 1000]


def test_an_erased_payer_is_none(cast: Cast) -> None:
    result = reconciled(cast, bank_file(gift(1000)))
    with acting(cast.system):
        StatementLine.objects.update(wrapped_key=None, sealed=None)

        page = statement_detail(actor=cast.system, ref=result.statement_ref)
        (donation,) = donations_page(actor=cast.system).rows

    assert (page.lines[0].payer, page.lines[0].reference, donation.payer) == (None, None, None)


def test_funds_accounts_and_balances_are_listed(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(1000)))

    with acting(cast.finance):
        (account,) = accounts_page(actor=cast.finance)
        chart = chart_page(actor=cast.finance)
        totals = fund_totals(appeal_id=cast.appeal_id)
        ((ref, names),) = funds_of(organisation_id=cast.organisation_id)

    assert (account.ref, account.account_key, account.currency) == (cast.account_ref, cast.account_key, "JPY")
    assert [(row.kind, row.label or row.code, row.balances) for row in chart.accounts] == [
        ("asset", account.label, (Money(1000, "JPY"),)),
        ("liability", "unallocated", (Money(0, "JPY"),)),
    ]
    assert ([(row.ref, row.holds) for row in chart.funds], chart.balances) == ([(ref, Money(1000, "JPY"))], True)
    assert totals == (Money(1000, "JPY"),)
    assert (ref, names["en"]) == (cast.fund_ref, "Humanitarian aid")


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_read_no_money(cast: Cast, role: Role) -> None:
    result = reconciled(cast, bank_file(gift(1000)))
    officer = cast.officer(role)

    with acting(officer):
        ref = donations_page(actor=cast.system).rows[0].ref
        for read in (
            lambda: statements_page(actor=officer),
            lambda: donations_page(actor=officer),
            lambda: accounts_page(actor=officer),
            lambda: chart_page(actor=officer),
            lambda: statement_detail(actor=officer, ref=result.statement_ref),
            lambda: donation_page(actor=officer, ref=ref),
        ):
            with pytest.raises(NotFound):
                read()


def test_another_organisation_reads_nothing(cast: Cast) -> None:
    result = reconciled(cast, bank_file(gift(1000)))
    other = set_cast("other-office")

    with acting(other.finance):
        assert statements_page(actor=other.finance) == ()
        assert donations_page(actor=other.finance).count == 0
        with pytest.raises(NotFound):
            statement_detail(actor=other.finance, ref=result.statement_ref)
