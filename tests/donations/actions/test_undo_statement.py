"""A statement is undone as a whole: entries reversed, lines and donations marked, drafts kept back, nothing deleted."""

import pytest

from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.undo_statement import UndoneStatement, undo_statement
from appealdesk.donations.models import Donation, Entry, Statement, StatementLine
from appealdesk.donations.queries.money import donations_page, fund_totals, statement_detail
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.letters.models import Letter
from tests.cast import Cast, set_cast, work_off
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, reconciled, violations
from tests.people.cast import KEIKO, audited

FILE = bank_file(gift(1000), gift(2000, "ｱｵｷ ｹｲｺ"), gift(500), gift(500, cancelled=True))


def undo(cast: Cast, ref: str) -> UndoneStatement:
    return undo_statement(actor=cast.finance, now=LATER, statement_ref=ref)


def state_of(cast: Cast, ref: str) -> str:
    with acting(cast.system):
        return Statement.objects.get(ref=ref).status


def test_everything_is_taken_back_and_nothing_is_deleted(cast: Cast) -> None:
    ref = reconciled(cast, FILE).statement_ref

    undone = undo(cast, ref)

    assert (undone.lines, undone.donations, balances(cast), violations(cast)) == (4, 2, {}, [])
    with acting(cast.system):
        assert set(StatementLine.objects.values_list("state", flat=True)) == {"undone"}
        assert (Donation.objects.count(), Entry.objects.filter(kind="reversal").count()) == (2, 3)
        assert donations_page(actor=cast.finance).count == 0
        assert fund_totals(appeal_id=cast.appeal_id) == ()
    assert audited("statement.undone") == [(f"staff:{cast.finance.ref}", ref)]


def test_the_same_file_can_be_imported_afterwards(cast: Cast) -> None:
    first = reconciled(cast, FILE)
    before = balances(cast)
    undo(cast, first.statement_ref)

    again = reconciled(cast, FILE)

    assert (again.statement_ref != first.statement_ref, again.donations) == (True, first.donations)
    assert (balances(cast), violations(cast)) == (before, [])


def test_undoing_twice_changes_nothing(cast: Cast) -> None:
    ref = reconciled(cast, FILE).statement_ref
    undo(cast, ref)

    assert undo(cast, ref) == UndoneStatement(statement_ref=ref)
    assert violations(cast) == []


def test_drafted_thanks_are_kept_back(cast: Cast) -> None:
    ref = reconciled(cast, FILE).statement_ref
    with acting(cast.system):
        donation = Donation.objects.get(amount_minor=2000).ref
    attach_donor(actor=cast.finance, now=LATER, donation_ref=donation, identity=KEIKO)
    work_off(LATER)

    undone = undo(cast, ref)

    with acting(cast.system):
        assert (undone.letters, list(Letter.objects.values_list("status", flat=True))) == (1, ["cancelled"])
    with pytest.raises(NotFound):
        attach_donor(actor=cast.finance, now=LATER, donation_ref=donation, identity=KEIKO)


def test_an_earlier_file_waits_until_the_one_that_counts_its_lines_as_known_is_undone(cast: Cast) -> None:
    first = reconciled(cast, bank_file(gift(1000))).statement_ref
    second = reconciled(cast, bank_file(gift(1000), gift(2000))).statement_ref

    with pytest.raises(Refusal) as refused:
        undo(cast, first)
    undo(cast, second)
    undo(cast, first)

    assert (refused.value.code, refused.value.values) == ("donations.overlapped", {"ref": second})
    assert (balances(cast), violations(cast)) == ({}, [])


def test_a_line_of_another_file_that_was_taken_back_here_waits_again(cast: Cast) -> None:
    given = bank_file(gift(500), gift(700))
    with_cancelled = bank_file(gift(500), gift(700), gift(700, cancelled=True))
    first = receive_statement(actor=cast.finance, now=LATER, data=given, file_name="a.txt")
    confirm_statement(actor=cast.finance, now=LATER, statement_ref=first.ref)
    second = reconciled(cast, with_cancelled).statement_ref
    work_off(LATER)

    undo(cast, second)

    assert violations(cast) == []
    assert state_of(cast, first.ref) == "reconciled"


def test_a_file_that_was_never_confirmed_is_put_aside_and_one_that_runs_is_not(cast: Cast) -> None:
    waiting = receive_statement(actor=cast.finance, now=LATER, data=FILE, file_name="bank.txt").ref
    undo(cast, waiting)
    running = receive_statement(actor=cast.finance, now=LATER, data=FILE, file_name="bank.txt").ref
    confirm_statement(actor=cast.finance, now=LATER, statement_ref=running)

    with pytest.raises(Refusal, match="still being imported"):
        undo(cast, running)
    with pytest.raises(Refusal, match="put aside"):
        confirm_statement(actor=cast.finance, now=LATER, statement_ref=waiting)

    assert (state_of(cast, waiting), state_of(cast, running), running != waiting) == ("undone", "received", True)


def test_a_preview_counts_the_lines_that_are_known(cast: Cast) -> None:
    reconciled(cast, bank_file(gift(1000)))

    received = receive_statement(
        actor=cast.finance, now=LATER, data=bank_file(gift(1000), gift(2000)), file_name="bank.txt"
    )

    with acting(cast.finance):
        detail = statement_detail(actor=cast.finance, ref=received.ref).statement
    assert (received.known, detail.known, detail.waits, detail.runs) == (1, 1, True, False)


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_and_other_organisations_find_nothing(cast: Cast, role: Role) -> None:
    ref = reconciled(cast, FILE).statement_ref
    other = set_cast("other-office", account_key="other")

    for actor in (cast.officer(role), other.finance):
        with pytest.raises(NotFound):
            undo_statement(actor=actor, now=LATER, statement_ref=ref)
        with pytest.raises(NotFound):
            confirm_statement(actor=actor, now=LATER, statement_ref=ref)
