"""However a bank cuts an account's movements into files, and in whatever order they come, nothing is counted twice."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from appealdesk.donations.actions.import_statement import ImportResult, import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.actions.save_profile import save_profile
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.models import StatementLine
from appealdesk.foundation.db import acting
from tests.cast import Cast, set_cast
from tests.donations.camt_files import IBAN, Movement, camt_file, csv_file
from tests.donations.money import LATER, balances, violations

DAY = date(2022, 2, 25)
MOVEMENTS = [Movement(number, DAY + timedelta(days=number // 3), 10_000) for number in range(6)]
PROFILE: dict[str, Any] = {
    "encoding": "utf-8-sig",
    "delimiter": ";",
    "skip": 0,
    "headed": True,
    "headings": ["Nr", "Tag", "Name", "Betrag"],
    "date_format": "YYYY-MM-DD",
    "decimal_mark": ".",
    "group_mark": "",
    "columns": {"number": "Nr", "booked": "Tag", "payer": "Name", "amount": "Betrag"},
}


@pytest.fixture
def euros(db: None) -> Cast:
    """An office whose account is in euros."""
    return _euros()


def _euros() -> Cast:
    cast = set_cast(account_key=IBAN, currency="EUR")
    save_profile(actor=cast.finance, now=LATER, account_ref=cast.account_ref, document=PROFILE, seen_version=0)
    return cast


def taken(cast: Cast, data: bytes, name: str = "bank.xml") -> ImportResult:
    received = receive_statement(actor=cast.finance, now=LATER, data=data, file_name=name, account_ref=cast.account_ref)
    result = import_statement(actor=cast.system, now=LATER, statement_ref=received.ref)
    reconcile_statement(actor=cast.system, now=LATER, statement_ref=received.ref)
    return result


def stands(cast: Cast, movements: list[Movement]) -> None:
    """The ledger is what it is after one file with all of them, and each of them is one line."""
    total = sum(one.amount_minor for one in movements)
    credits = sum(one.amount_minor for one in movements if one.amount_minor > 0)
    expected = {"bank": total, "fund": -credits, "unallocated": credits - total}
    assert balances(cast) == {name: amount for name, amount in expected.items() if amount}
    with acting(cast.system):
        kept = StatementLine.objects.exclude(state="undone").values_list("bank_reference", flat=True)
        assert sorted(reference.split("/")[1] for reference in kept) == [f"B{one.number:06}" for one in movements]
    assert violations(cast) == []


def test_the_days_statement_after_the_reports_within_the_day(euros: Cast) -> None:
    first = taken(euros, camt_file("052", MOVEMENTS[:2]))
    second = taken(euros, camt_file("052", MOVEMENTS[:5]))
    statement = taken(euros, camt_file("053", MOVEMENTS))
    notes = taken(euros, camt_file("054", MOVEMENTS[1:4]))

    assert [(one.new, one.known) for one in (first, second, statement, notes)] == [(2, 0), (3, 2), (1, 5), (0, 3)]
    stands(euros, MOVEMENTS)


def test_the_same_file_under_another_name(euros: Cast) -> None:
    data = camt_file("053", MOVEMENTS)
    first = taken(euros, data)

    again = receive_statement(actor=euros.finance, now=LATER, data=data, file_name="copy of bank (2).xml")

    assert (again.already, again.ref) == (True, first.statement_ref)
    stands(euros, MOVEMENTS)


def test_the_same_statement_written_anew_by_the_bank(euros: Cast) -> None:
    taken(euros, camt_file("053", MOVEMENTS))

    again = taken(euros, camt_file("053", MOVEMENTS).replace(b"<MsgId>M<", b"<MsgId>M2<"))

    assert (again.new, again.known) == (0, 6)
    stands(euros, MOVEMENTS)


def test_a_later_file_that_brings_what_an_earlier_one_lacked(euros: Cast) -> None:
    # Without balances a bank's notes may miss one movement, and nothing tells.
    taken(euros, camt_file("054", [*MOVEMENTS[:2], *MOVEMENTS[3:]]))

    completed = taken(euros, camt_file("053", MOVEMENTS))

    assert (completed.new, completed.known) == (1, 5)
    stands(euros, MOVEMENTS)


def test_a_corrected_file_takes_the_place_of_the_wrong_one(euros: Cast) -> None:
    corrected = [*MOVEMENTS[:5], MOVEMENTS[5]._replace(amount_minor=12_000)]
    wrong = taken(euros, camt_file("053", MOVEMENTS))

    undo_statement(actor=euros.finance, now=LATER, statement_ref=wrong.statement_ref)
    taken(euros, camt_file("053", corrected))

    stands(euros, corrected)


_WRITERS: dict[str, Callable[[list[Movement], int], bytes]] = {
    "052": lambda found, before: camt_file("052", found, before),
    "053": lambda found, before: camt_file("053", found, before),
    "054": lambda found, before: camt_file("054", found, before),
    "csv": lambda found, _before: csv_file(found, newest_first=False),
    "csv backwards": lambda found, _before: csv_file(found, newest_first=True),
}


class AnyCut(TestCase):
    """Hypothesis runs each example in a transaction of its own."""

    @settings(max_examples=8)
    @given(st.data())
    def test_any_overlapping_files_in_any_order_and_format_make_the_same_ledger(self, data: st.DataObject) -> None:
        amounts = data.draw(st.lists(st.sampled_from([10_000, 5_000, -2_500]), min_size=1, max_size=12))
        movements = [Movement(at, DAY + timedelta(days=at // 4), amount) for at, amount in enumerate(amounts)]
        cuts = data.draw(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=5))
        ranges = [(start, end) for start, end in cuts if start < min(end, len(movements))]
        # Whatever the cuts leave out comes with one more file.
        ranges = data.draw(st.permutations([*ranges, (0, len(movements))]))
        cast = _euros()

        for start, end in ranges:
            before = sum(one.amount_minor for one in movements[:start])
            writer = data.draw(st.sampled_from(sorted(_WRITERS)))
            taken(cast, _WRITERS[writer](movements[start:end], before))

        stands(cast, movements)
