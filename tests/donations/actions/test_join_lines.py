"""Several lines are one donation: instalments of a pledge, or a gift that a daily limit broke into pieces."""

import pytest
from django.db import IntegrityError

from appealdesk.donations.actions.join_lines import join_lines
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.models import Donation, Match, StatementLine
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from tests.cast import Cast, set_cast
from tests.donations.actions.test_match_line import donor, page, promised
from tests.donations.actions.test_split_line import tampered
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, reconciled, violations

_PAYER = "ｱｵｷ ｹｲｺ"


def joined(cast: Cast, *lines: tuple[str, int], target: str = "", fee: int = 0) -> str:
    return join_lines(actor=cast.finance, now=LATER, lines=lines, target_ref=target, fee_minor=fee)


def kept(cast: Cast) -> list[int]:
    with acting(cast.system):
        return sorted(Donation.objects.filter(undone_at__isnull=True).values_list("amount_minor", flat=True))


@pytest.mark.parametrize("every_credit", [True, False])
def test_instalments_are_one_donation_and_taken_back_together(db: None, every_credit: bool) -> None:
    cast = set_cast(every_credit_is_donation=every_credit)
    _, person_id = donor(cast)
    pledge_ref, _ = promised(cast, 30_000, person_id)
    file = bank_file(gift(10_000, _PAYER), gift(500), gift(9_560, _PAYER), gift(10_000, _PAYER))
    statement = reconciled(cast, file).statement_ref
    before = (balances(cast), kept(cast), page(cast).waiting)

    match_ref = joined(cast, (statement, 4), (statement, 1), (statement, 3), target=pledge_ref, fee=440)

    with acting(cast.system):
        donation = Donation.objects.get(part=True)
        assert (donation.amount_minor, donation.person_id, donation.line.number) == (30_000, person_id, 1)  # type: ignore[union-attr]
        assert Match.objects.filter(donation=donation).count() == 3
    rest = [500] if every_credit else []
    assert (kept(cast), page(cast).waiting, balances(cast)["bank_fees"]) == ([*rest, 30_000], 1, 440)
    assert violations(cast) == []
    # Any of the three takes back all.
    with acting(cast.system):
        last = Match.objects.exclude(ref=match_ref).latest("pk").ref
    unmatch_line(actor=cast.finance, now=LATER, match_ref=last)
    assert ((balances(cast), kept(cast), page(cast).waiting), violations(cast)) == (before, [])


def test_lines_of_two_statements_part_when_one_is_undone(cast: Cast) -> None:
    first = reconciled(cast, bank_file(gift(1000, _PAYER))).statement_ref
    second = reconciled(cast, bank_file(gift(1000, _PAYER), gift(2000, _PAYER))).statement_ref
    joined(cast, (first, 1), (second, 2), fee=50)

    undo_statement(actor=cast.finance, now=LATER, statement_ref=second)

    assert (kept(cast), balances(cast), violations(cast)) == ([1000], {"bank": 1000, "fund": -1000}, [])
    assert page(cast).waiting == 1


def test_a_line_that_is_part_of_a_gift_is_not_taken_back_by_a_later_file(cast: Cast) -> None:
    first = reconciled(cast, bank_file(gift(1000, _PAYER), gift(2000, _PAYER))).statement_ref
    joined(cast, (first, 1), (first, 2))

    reconciled(cast, bank_file(gift(1000, _PAYER), gift(2000, _PAYER), gift(2000, _PAYER, cancelled=True)))

    with acting(cast.system):
        assert set(StatementLine.objects.values_list("state", flat=True)) == {"open"}
    assert (kept(cast), violations(cast)) == ([3000], [])


@pytest.mark.parametrize(("numbers", "code"), [([1], "donations.lines_count"), ([1, 1], "donations.lines_count")])
def test_one_line_alone_is_not_joined(cast: Cast, numbers: list[int], code: str) -> None:
    statement = reconciled(cast, bank_file(gift(1000))).statement_ref

    with pytest.raises(Refusal) as refused:
        joined(cast, *[(statement, number) for number in numbers])

    assert (refused.value.code, kept(cast), violations(cast)) == (code, [1000], [])


def test_one_of_lines_that_are_one_donation_is_not_taken_back_alone(cast: Cast) -> None:
    statement = reconciled(cast, bank_file(gift(1000), gift(2000))).statement_ref
    joined(cast, (statement, 1), (statement, 2))

    with pytest.raises(IntegrityError):
        tampered(cast, "UPDATE donations_match SET undone_at = now() WHERE id = (SELECT max(id) FROM donations_match)")

    assert (kept(cast), violations(cast)) == ([3000], [])
