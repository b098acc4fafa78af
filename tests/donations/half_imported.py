"""A file of which some lines are imported when something breaks, and what must be true then and in the end."""

from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.models import Donation, Statement, StatementLine
from appealdesk.foundation.db import acting
from appealdesk.foundation.jobs import dispatch_events
from appealdesk.foundation.models import Job
from tests.cast import Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, violations

__all__ = ["LINES", "assert_midway", "assert_whole", "confirmed", "standing", "whole_file"]

LINES = 4_000


def confirmed() -> Cast:
    """A file that was confirmed, and whose import the worker begins next."""
    cast = set_cast()
    received = receive_statement(actor=cast.finance, now=LATER, data=whole_file(), file_name="bank.txt")
    confirm_statement(actor=cast.finance, now=LATER, statement_ref=received.ref)
    dispatch_events(now=LATER)
    return cast


def whole_file() -> bytes:
    """Each line another payer's."""
    return bank_file(*[gift(_amount(number), f"ｻﾄｳ {number}") for number in range(LINES)])


def standing(cast: Cast) -> tuple[str, int, int, int]:
    """How the statement stands: its status, the lines it counts as done, those there are, and the donations."""
    with acting(cast.system):
        row = Statement.objects.get()
        assert row.new_count == row.done_count
        return row.status, row.done_count, StatementLine.objects.count(), Donation.objects.count()


def assert_midway(cast: Cast) -> None:
    """Some of the lines are stored, and exactly those are counted."""
    status, done, stored, given = standing(cast)
    assert (status, stored, given, 0 < done < LINES) == ("received", done, 0, True)


def assert_whole(cast: Cast) -> None:
    """Everything is there, once."""
    total = sum(_amount(number) for number in range(LINES))
    assert standing(cast) == ("reconciled", LINES, LINES, LINES)
    assert balances(cast) == {"bank": total, "fund": -total}
    assert set(Job.objects.values_list("status", "attempts", "last_error")) == {("done", 1, "")}
    assert violations(cast) == []


def _amount(number: int) -> int:
    return 1000 + number % 7
