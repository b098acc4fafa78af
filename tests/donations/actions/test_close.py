"""A month that is closed: what is refused, what comes late, and two people who open it again."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from appealdesk.donations.actions.ask import ask_to_reopen
from appealdesk.donations.actions.close import close_month
from appealdesk.donations.actions.reopen import reopen_month
from appealdesk.donations.ledger.gifts import take_back_gift
from appealdesk.donations.models import Donation, Entry
from appealdesk.donations.queries.periods import OpenEnd, month_after, months_page, open_ends
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.refusals import Refusal
from tests.cast import Cast
from tests.donations.bank import DAY, bank_file, gift
from tests.donations.money import balances, reconciled, violations
from tests.donations.spending import MARCH, cash, colleague

FEBRUARY = date(2022, 2, 1)
TODAY = date(2022, 3, 10)
LEFT = ("account_unread",)


def close(cast: Cast, month: date = FEBRUARY, leaves: tuple[str, ...] = LEFT, now: datetime = MARCH) -> str:
    return close_month(actor=cast.finance, now=now, month=month, leaves=leaves)


def in_february(cast: Cast) -> None:
    cash(cast, 1_000, now=datetime(2022, 2, 20, 9, tzinfo=UTC))


def book(cast: Cast, day: date) -> None:
    """An entry that the database sees, whoever writes it."""
    with acting(cast.system):
        entry = Entry.objects.get(kind="cash")
        execute(
            "WITH entry AS (INSERT INTO donations_entry (organisation_id, kind, subject_ref, booked_on, created_at,"
            " created_by) VALUES (%s, 'fee', 'X', %s, now(), 'x') RETURNING id)"
            " INSERT INTO donations_posting (organisation_id, entry_id, account_id, amount_minor, currency)"
            " SELECT organisation_id, entry.id, account_id, -amount_minor, currency"
            " FROM entry, donations_posting WHERE entry_id = %s",
            [cast.organisation_id, day, entry.pk],
        )


def test_nothing_is_booked_in_a_closed_month(cast: Cast) -> None:
    in_february(cast)
    close(cast)

    with pytest.raises(IntegrityError, match="2022-02 is closed"):
        book(cast, date(2022, 2, 28))
    book(cast, date(2022, 3, 1))

    assert (balances(cast), violations(cast)) == ({}, [])


def test_a_statement_that_comes_late_is_booked_on_the_first_open_day(cast: Cast) -> None:
    in_february(cast)
    close(cast)

    reconciled(cast, bank_file(gift(500)))

    with acting(cast.system):
        entry = Entry.objects.get(kind="donation")
        donation = Donation.objects.get(ref=entry.subject_ref)
    assert (donation.received_on, entry.booked_on) == (DAY, date(2022, 3, 1))
    assert violations(cast) == []


def test_what_is_taken_back_of_a_closed_month_is_booked_on_the_first_open_day(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(500)))
    close(cast, leaves=(*LEFT, "line_waits"))

    with acting(cast.system):
        take_back_gift(actor=cast.finance, now=MARCH, day=DAY, donation=Donation.objects.get())
        turned = Entry.objects.get(reverses__isnull=False)

    assert (turned.booked_on, violations(cast)) == (date(2022, 3, 1), [])


def test_what_is_open_is_settled_or_left_on_purpose(cast: Cast) -> None:
    in_february(cast)
    reconciled(cast, bank_file(gift(500), gift(330, "ﾃｽｳﾘﾖｳ", cancelled=True)))
    with acting(cast.system):
        found = open_ends(organisation_id=cast.organisation_id, month=FEBRUARY)
    with pytest.raises(Refusal) as refused:
        close(cast, leaves=())

    close(cast, leaves=("line_waits", "outgoing_unsettled"))

    assert found == (OpenEnd("line_waits", 1), OpenEnd("outgoing_unsettled", 1))
    assert refused.value.code == "donations.open_ends"
    with acting(cast.finance):
        page = months_page(actor=cast.finance, today=TODAY)
    assert [(row.month.month, row.closed, row.left, row.next) for row in page] == [
        (3, False, (), False),
        (2, True, found, False),
    ]


def test_a_month_that_runs_or_has_an_open_one_before_it_is_not_closed(cast: Cast) -> None:
    in_february(cast)
    with pytest.raises(Refusal) as runs:
        close(cast, date(2022, 3, 1))
    with pytest.raises(Refusal) as earlier:
        close(cast, date(2022, 3, 1), now=datetime(2022, 4, 2, tzinfo=UTC))
    close(cast)
    with pytest.raises(Refusal) as again:
        close(cast)

    assert [refused.value.code for refused in (runs, earlier, again)] == [
        "donations.month_runs",
        "donations.earlier_month",
        "donations.closed_meanwhile",
    ]


def test_two_people_open_it_again(cast: Cast) -> None:
    in_february(cast)
    ref = close(cast)
    with pytest.raises(Refusal) as unasked:
        reopen_month(actor=cast.finance, now=MARCH, period_ref=ref)
    ask_to_reopen(actor=cast.finance, now=MARCH, period_ref=ref, reason="late_document")
    with pytest.raises(Refusal) as alone:
        reopen_month(actor=cast.finance, now=MARCH, period_ref=ref)

    reopen_month(actor=colleague(cast), now=MARCH, period_ref=ref)

    book(cast, date(2022, 2, 28))
    assert (unasked.value.code, alone.value.code) == ("donations.reopen_unasked", "donations.agree_own")
    assert close(cast) != ref
    with pytest.raises(IntegrityError), acting(cast.system):
        execute("UPDATE donations_period SET opened_by = asked_by WHERE ref = %s", [ref])


def test_the_month_after_december_is_january() -> None:
    assert (month_after(date(2022, 12, 5)), month_after(date(2022, 1, 31))) == (date(2023, 1, 1), date(2022, 2, 1))
