"""Donors who are found to be one, and two again: what they gave, declared and were asked about follows each time."""

from datetime import date

import pytest

from appealdesk.donations.actions.declare import declare_gift_aid
from appealdesk.donations.actions.settle import settle_doubt
from appealdesk.donations.actions.void import void_receipt
from appealdesk.donations.inputs import GiftAidInput
from appealdesk.donations.models import Donation
from appealdesk.donations.queries.held import gifts_of
from appealdesk.donations.queries.receipt_checks import CheckRow, receipt_checks, waiting_checks
from appealdesk.donations.queries.receipt_contents import declarations_of
from appealdesk.figures.queries.definitions import DEFINITIONS
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.revoke import revoke_judgement
from appealdesk.people.inputs import IdentityInput, JudgementInput
from appealdesk.people.models import Record
from tests.cast import Cast, set_cast, work_off
from tests.donations.receipting import AT, DONOR, given, issued, set_issuer
from tests.people.cast import audited

OTHER = IdentityInput(written="青木 けい子", emails=("kei@example.org",), language="ja")


@pytest.fixture
def donations(cast: Cast) -> list[str]:
    """A gift of each of two donors."""
    set_issuer(cast)
    return given(cast, 5_000, 7_000, donors=(DONOR, OTHER))


def join(cast: Cast) -> str:
    """An officer says that the two are one; the judgement."""
    with acting(cast.system):
        one, other = Record.objects.order_by("pk").values_list("ref", flat=True)
    entry = JudgementInput(record_a=one, record_b=other, verdict="same", reasons=("officer.compared",))
    made = judge_records(actor=cast.officer(Role.DESK_OFFICER), now=AT, entry=entry)
    work_off(AT)
    return made.ref


def part(cast: Cast, judgement: str) -> None:
    revoke_judgement(actor=cast.officer(Role.DESK_OFFICER), now=AT, judgement_ref=judgement)
    work_off(AT)


def waiting(cast: Cast) -> tuple[CheckRow, ...]:
    with acting(cast.finance):
        rows = receipt_checks(actor=cast.finance)
        assert waiting_checks(actor=cast.finance) == len(rows)
    return rows


def standing(cast: Cast, refs: list[str]) -> tuple[list[list[str]], list[bool], int]:
    """The gifts of each one's donor, whose gift a declaration covers, and how many contributors a figure counts."""
    with acting(cast.system):
        rows = [Donation.objects.select_related("fund").get(ref=ref) for ref in refs]
        covered = declarations_of(rows)
        query = DEFINITIONS["raised"].query
        contributors = {row[1] for row in fetch_all(query, {"appeal": cast.appeal_id})}
        gifts = [
            sorted(gift.ref for gift in gifts_of(actor=cast.finance, person_id=row.person_id or 0)) for row in rows
        ]
    return gifts, [row.pk in covered for row in rows], len(contributors)


def test_gifts_declarations_and_figures_follow_a_join_and_its_undoing(cast: Cast, donations: list[str]) -> None:
    declare_gift_aid(
        actor=cast.finance,
        now=AT,
        entry=GiftAidInput(
            donation_ref=donations[1], scope="all", title="Ms", first_name="Kei", last_name="Aoki", house="12",
            postcode="BA1 1AA", address="12 Queen Square, Bath", declared_on=date(2022, 3, 4),
        ),
    )  # fmt: skip
    apart = standing(cast, donations)

    judgement = join(cast)
    together = standing(cast, donations)
    part(cast, judgement)

    assert apart == ([[donations[0]], [donations[1]]], [False, True], 2)
    assert together == ([sorted(donations)] * 2, [True, True], 1)
    assert standing(cast, donations) == apart


def test_receipts_are_looked_at_once_their_donor_is_joined_or_parted(cast: Cast, donations: list[str]) -> None:
    first, second = (issued(cast, donation) for donation in donations)
    none = waiting(cast)

    judgement = join(cast)
    rows = waiting(cast)
    told = [settle_doubt(actor=cast.finance, now=AT, receipt_ref=first.ref) for _ in range(2)]
    left = [row.receipt_ref for row in waiting(cast)]
    part(cast, judgement)
    again = waiting(cast)
    void_receipt(actor=cast.finance, now=AT, receipt_ref=second.ref, reason="wrong_donor")

    assert (none, told, left) == ((), [True, False], [second.ref])
    # Both papers name who was meant then; the one donor of now has one name.
    assert [(row.label, row.donor_name, row.occasion) for row in rows] == [
        (first.label, "青木 恵子", "joined"),
        (second.label, "青木 けい子", "joined"),
    ]
    assert len({row.person_ref for row in rows}) == 1
    assert {(row.receipt_ref, row.occasion) for row in again} == {(first.ref, "parted"), (second.ref, "parted")}
    assert len({row.person_ref for row in again}) == 2
    assert [row.receipt_ref for row in waiting(cast)] == [first.ref]
    assert audited("receipt.doubted") == [("system:system", one.ref) for one in (first, second, first, second)]
    assert [subject for _, subject in audited("receipt.checked")] == [first.ref]


def test_others_see_and_settle_no_receipt_to_look_at(cast: Cast, donations: list[str]) -> None:
    receipt = issued(cast, donations[0])
    join(cast)
    strangers = set_cast("elsewhere", account_key="9999-002-1-7654321")

    assert (len(waiting(cast)), waiting(strangers)) == (1, ())
    for actor in (strangers.finance, cast.officer(Role.DESK_OFFICER)):
        with pytest.raises(NotFound):
            settle_doubt(actor=actor, now=AT, receipt_ref=receipt.ref)
    with pytest.raises(NotFound):
        receipt_checks(actor=cast.officer(Role.DESK_OFFICER))
