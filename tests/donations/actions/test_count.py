"""Cash counted by two, blind; booked when both agree, with a slip whose number is never missing."""

import threading
from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appealdesk.core.cash import DENOMINATIONS, CashProblem, check_pieces, total_minor
from appealdesk.donations.actions.count import Counted, count_again, count_first
from appealdesk.donations.actions.deposit import deposit_cash
from appealdesk.donations.actions.give_back import give_back_cash
from appealdesk.donations.actions.unsettle import unsettle_line
from appealdesk.donations.inputs import CashBegunInput
from appealdesk.donations.models import CashCount, CashSeries, Donation
from appealdesk.donations.queries.cash import cash_page, slip_page
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.inputs import IdentityInput
from tests.cast import Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, reconciled, violations
from tests.people.cast import KEIKO, audited
from tests.postgres_plugin import Database

NOTES = {10_000: 3, 1_000: 2}


def begin(cast: Cast, pieces: dict[int, int] = NOTES, identity: IdentityInput | None = None) -> str:
    entry = CashBegunInput(
        fund_ref=cast.fund_ref, currency="JPY", pieces=pieces, identity=identity, submission=new_submission_id()
    )
    return count_first(actor=cast.finance, now=LATER, entry=entry).ref


def again(actor: Actor, ref: str, pieces: dict[int, int] = NOTES) -> str:
    return count_again(actor=actor, now=LATER, ref=ref, pieces=pieces).status


def admin(cast: Cast) -> Actor:
    return cast.officer(Role.ADMINISTRATOR)


def test_two_equal_counts_are_booked_with_a_slip(cast: Cast) -> None:
    ref = begin(cast)

    assert again(admin(cast), ref) == "booked"
    with acting(cast.system):
        gift = Donation.objects.get()
        slip = slip_page(actor=cast.finance, ref=ref)
    assert (gift.amount_minor, gift.channel, gift.person_id) == (32_000, "cash", None)
    assert (slip.number, slip.amount.amount_minor, slip.names) == (1, 32_000, None)
    assert slip.counted_by == (cast.finance.ref, admin(cast).ref)
    assert balances(cast) == {"cash": 32_000, "fund": -32_000}
    assert audited("cash.slip_issued") == [(f"staff:{admin(cast).ref}", ref)]
    assert violations(cast) == []


def test_the_second_count_is_blind_and_nobody_counts_twice(cast: Cast) -> None:
    ref = begin(cast)

    with acting(cast.system):
        assert cash_page(actor=admin(cast), ref=ref).tallies == ()
    with pytest.raises(Refusal) as refused:
        again(cast.finance, ref)
    assert refused.value.code == "donations.counted_already"


def test_counts_that_differ_are_shown_to_both_and_counted_anew(cast: Cast) -> None:
    ref = begin(cast)

    # The same sum in other pieces is a mistake too.
    assert again(admin(cast), ref, {10_000: 2, 5_000: 2, 1_000: 2}) == "differs"
    with acting(cast.system):
        page = cash_page(actor=cast.finance, ref=ref)
        assert Donation.objects.count() == 0
    assert [tally.total.amount_minor for tally in page.tallies] == [32_000, 32_000]
    assert (again(admin(cast), ref), again(cast.finance, ref)) == ("differs", "booked")
    assert violations(cast) == []


def test_a_giver_who_says_their_name_becomes_the_donor_and_the_name_is_kept_once(cast: Cast) -> None:
    ref = begin(cast, identity=KEIKO)
    again(admin(cast), ref)

    with acting(cast.system):
        row = CashCount.objects.get()
        slip = slip_page(actor=cast.finance, ref=ref)
    assert (row.wrapped_key, row.sealed) == (None, None)
    assert slip.names is not None
    assert slip.names.written == "青木 恵子"


def test_the_same_form_twice_begins_one_count(cast: Cast) -> None:
    entry = CashBegunInput(fund_ref=cast.fund_ref, currency="JPY", pieces=NOTES, submission=bytes(16))

    first, second = (count_first(actor=cast.finance, now=LATER, entry=entry) for _ in range(2))

    assert first == second == Counted(first.ref, "counting")


def test_cash_is_given_back_only_before_it_is_booked(cast: Cast) -> None:
    back, booked = begin(cast, identity=KEIKO), begin(cast)
    again(admin(cast), booked)
    give_back_cash(actor=cast.finance, now=LATER, ref=back)

    with pytest.raises(Refusal):
        again(admin(cast), back)
    with pytest.raises(Refusal):
        give_back_cash(actor=cast.finance, now=LATER, ref=booked)
    with acting(cast.system):
        assert CashCount.objects.get(ref=back).sealed is None


@pytest.mark.parametrize("pieces", [{}, {10_000: 0}, {7: 1}, {10_000: -1}, {10_000: 10**9}])
def test_what_cannot_be_a_count_is_refused(cast: Cast, pieces: dict[int, int]) -> None:
    with pytest.raises(Refusal) as refused:
        begin(cast, pieces)
    assert refused.value.code == "donations.cash_pieces"


def test_others_see_no_cash(cast: Cast) -> None:
    ref = begin(cast)
    for actor in (cast.officer(Role.DESK_OFFICER), set_cast("other-office").finance):
        with pytest.raises(NotFound):
            again(actor, ref)


def test_counts_that_are_booked_at_once_leave_no_gap_in_the_numbers(committed_db: Database) -> None:
    cast = set_cast()
    refs = [begin(cast) for _ in range(6)]
    ready = threading.Barrier(6)
    counters = [replace(cast.finance, ref=cast.staff[Role.ADMINISTRATOR]) for _ in refs]

    def book(actor: Actor, ref: str) -> None:
        try:
            ready.wait()
            again(actor, ref)
        finally:
            connection.close()

    workers = [threading.Thread(target=book, args=pair) for pair in zip(counters, refs, strict=True)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with acting(cast.system):
        numbers = sorted(CashCount.objects.values_list("slip_number", flat=True))
        assert CashSeries.objects.get().last_number == 6
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert violations(cast) == []


@given(st.sampled_from(sorted(DENOMINATIONS)), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_sum_is_that_of_the_pieces_and_nothing_else_is_counted(currency: str, data: st.DataObject) -> None:
    values = st.sampled_from(DENOMINATIONS[currency])
    pieces = data.draw(st.dictionaries(values, st.integers(0, 500), min_size=1))
    if not any(pieces.values()):
        with pytest.raises(CashProblem):
            check_pieces(currency, pieces)
        return

    counted = check_pieces(currency, pieces)

    assert list(counted) == sorted(counted, reverse=True)
    assert total_minor(counted) == sum(value * number for value, number in pieces.items())


def test_cash_that_was_brought_to_the_bank_is_no_second_donation(cast: Cast) -> None:
    again(admin(cast), begin(cast))
    statement = reconciled(cast, bank_file(gift(32_000))).statement_ref

    settlement = deposit_cash(actor=cast.finance, now=LATER, statement_ref=statement, number=1)

    with acting(cast.system):
        assert Donation.objects.filter(undone_at__isnull=True).count() == 1
    assert balances(cast) == {"bank": 32_000, "fund": -32_000}
    assert violations(cast) == []

    unsettle_line(actor=cast.finance, now=LATER, settlement_ref=settlement)
    assert balances(cast) == {"bank": 32_000, "cash": 32_000, "fund": -32_000, "unallocated": -32_000}
    assert violations(cast) == []


def test_more_than_there_is_was_not_brought_to_the_bank(cast: Cast) -> None:
    again(admin(cast), begin(cast))
    statement = reconciled(cast, bank_file(gift(50_000))).statement_ref

    with pytest.raises(Refusal) as refused:
        deposit_cash(actor=cast.finance, now=LATER, statement_ref=statement, number=1)
    assert refused.value.code == "donations.deposit_large"
