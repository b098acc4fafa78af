"""One line is shared among many donations, or given with the fee that a bank kept; taking it back is exact."""

import psycopg
import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from appealdesk.donations.actions.match_line import match_line
from appealdesk.donations.actions.split_line import split_line
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.unmatch import unmatch_line
from appealdesk.donations.inputs import PartInput
from appealdesk.donations.models import Donation, Match, Posting
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.models import Letter
from appealdesk.people.inputs import IdentityInput
from tests.cast import Cast, set_cast, work_off
from tests.donations.actions.test_match_line import donor, page, promised
from tests.donations.bank import bank_file, gift
from tests.donations.money import LATER, balances, reconciled, violations
from tests.people.cast import audited

SAKURA = IdentityInput(written="佐倉 真理", emails=("mari@example.jp",), language="ja")


def shared(cast: Cast, statement: str, *parts: PartInput, fee: int = 0, number: int = 1) -> str:
    return split_line(actor=cast.finance, now=LATER, statement_ref=statement, number=number, parts=parts, fee_minor=fee)


def part(amount: int, target: str = "", identity: IdentityInput | None = None) -> PartInput:
    return PartInput(amount_minor=amount, target_ref=target, identity=identity)


def kept(cast: Cast) -> list[tuple[int, int | None]]:
    with acting(cast.system):
        rows = Donation.objects.filter(undone_at__isnull=True).order_by("pk")
        return list(rows.values_list("amount_minor", "person_id"))


@pytest.mark.parametrize("every_credit", [True, False])
def test_a_companys_list_becomes_donations_whose_donors_are_thanked(db: None, every_credit: bool) -> None:
    cast = set_cast(every_credit_is_donation=every_credit)
    person_ref, person_id = donor(cast)
    pledge_ref, _ = promised(cast, 5000)
    statement = reconciled(cast, bank_file(gift(10_000, "ｶ)ｻｸﾗｼﾖｳｼﾞ"))).statement_ref

    match_ref = shared(
        cast, statement, part(2000, person_ref), part(5000, pledge_ref), part(1000, identity=SAKURA), part(2000)
    )
    work_off(LATER)

    given_by = kept(cast)
    assert [amount for amount, _ in given_by] == [2000, 5000, 1000, 2000]
    assert (given_by[0][1], given_by[2][1] is not None, given_by[3][1]) == (person_id, True, None)
    with acting(cast.system):
        assert Match.objects.get(undone_at__isnull=True).outcome == "split"
        assert Letter.objects.filter(status="draft").count() == 2
    assert (page(cast).waiting, balances(cast), violations(cast)) == (0, {"bank": 10_000, "fund": -10_000}, [])
    assert audited("line.decided") == [(f"staff:{cast.finance.ref}", match_ref)]


@pytest.mark.parametrize("every_credit", [True, False])
def test_taking_it_back_is_exact(db: None, every_credit: bool) -> None:
    cast = set_cast(every_credit_is_donation=every_credit)
    statement = reconciled(cast, bank_file(gift(10_000), gift(500))).statement_ref
    before = (balances(cast), sorted(kept(cast)), page(cast).waiting)
    match_ref = shared(cast, statement, part(4000, identity=SAKURA), part(6440), fee=440)
    work_off(LATER)
    during = balances(cast)

    at = unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)
    unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)

    assert (at, balances(cast), sorted(kept(cast)), page(cast).waiting) == (f"{statement}:1", *before)
    assert (during["bank_fees"], during["bank"], violations(cast)) == (440, 10_500, [])
    with acting(cast.system):
        assert list(Letter.objects.values_list("status", flat=True)) == ["cancelled"]
    shared(cast, statement, part(10_000))
    assert violations(cast) == []


def test_the_donor_gave_what_was_promised_though_a_bank_kept_some(cast: Cast) -> None:
    person_ref, person_id = donor(cast)
    pledge_ref, _ = promised(cast, 10_000, person_id)
    statement = reconciled(cast, bank_file(gift(9560, "ｱｵｷ ｹｲｺ"))).statement_ref

    shared(cast, statement, part(10_000, pledge_ref), fee=440)

    assert kept(cast) == [(10_000, person_id)]
    assert (balances(cast), violations(cast)) == (
        {"bank": 9560, "bank_fees": 440, "fund": -9560, "released": -440},
        [],
    )
    with acting(cast.system):
        match = Match.objects.get()
        assert (match.outcome, match.fee_minor, match.person_id) == ("donor", 440, person_id)
        assert match.reasons == ["fee", "officer"]
    assert person_ref


@pytest.mark.parametrize(
    ("amounts", "fee", "code", "missing"),
    [
        ([4000, 5000], 0, "donations.parts_sum", 1000),
        ([4000, 7000], 0, "donations.parts_sum", -1000),
        ([10_000], 1, "donations.parts_sum", 1),
        ([30_000], 20_000, "donations.fee_large", None),
        ([], 0, "donations.parts_count", None),
    ],
)
def test_parts_that_are_not_the_line_change_nothing(
    cast: Cast, amounts: list[int], fee: int, code: str, missing: int | None
) -> None:
    statement = reconciled(cast, bank_file(gift(10_000))).statement_ref
    before = (kept(cast), balances(cast))

    with pytest.raises(Refusal) as refused:
        shared(cast, statement, *[part(amount, identity=SAKURA) for amount in amounts], fee=fee)

    assert (refused.value.code, refused.value.values.get("missing")) == (code, missing)
    assert ((kept(cast), balances(cast)), page(cast).waiting, violations(cast)) == (before, 1, [])


def test_a_colleagues_decision_is_not_written_over(cast: Cast) -> None:
    statement = reconciled(cast, bank_file(gift(3000))).statement_ref
    match_line(actor=cast.finance, now=LATER, statement_ref=statement, number=1, outcome="unknown")

    with pytest.raises(Refusal, match="A colleague decided"):
        shared(cast, statement, part(3000))


def test_a_statement_with_shared_lines_is_undone_as_a_whole(cast: Cast) -> None:
    statement = reconciled(cast, bank_file(gift(10_000), gift(500))).statement_ref
    shared(cast, statement, part(4000, identity=SAKURA), part(6440), fee=440)

    undone = undo_statement(actor=cast.finance, now=LATER, statement_ref=statement)

    assert (undone.lines, undone.donations, kept(cast), balances(cast), violations(cast)) == (2, 3, [], {}, [])


def tampered(cast: Cast, statement: str) -> None:
    """Do what another program might, and commit."""
    with transaction.atomic(), acting(cast.system):
        execute(statement)
        execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE donations_donation SET amount_minor = amount_minor - 1 WHERE part AND undone_at IS NULL",
        "UPDATE donations_donation SET undone_at = now() WHERE part AND amount_minor = 4000",
        "UPDATE donations_match SET fee_minor = 441",
        "UPDATE donations_match SET undone_at = now()",
    ],
)
def test_the_database_holds_the_sums_whoever_writes(cast: Cast, tampering: str) -> None:
    statement = reconciled(cast, bank_file(gift(10_000))).statement_ref
    shared(cast, statement, part(4000), part(6440), fee=440)

    with pytest.raises(IntegrityError) as refused:
        tampered(cast, tampering)

    assert isinstance(refused.value.__cause__, psycopg.errors.CheckViolation)


class AnyShares(TestCase):
    """Whatever the parts and the fee are, the ledger is balanced, and taking it back leaves what was there."""

    @settings(max_examples=6)
    @given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.floats(0, 0.5), st.booleans())
    def test_nothing_is_lost_or_made(self, amounts: list[int], kept_part: float, every_credit: bool) -> None:
        cast = set_cast(every_credit_is_donation=every_credit)
        fee = round(sum(amounts) * kept_part)
        came = sum(amounts) - fee
        statement = reconciled(cast, bank_file(gift(came))).statement_ref
        before = balances(cast)

        match_ref = shared(cast, statement, *map(part, amounts), fee=fee)
        during = balances(cast)
        unmatch_line(actor=cast.finance, now=LATER, match_ref=match_ref)

        assert (during["bank"], during.get("bank_fees", 0), during["fund"]) == (came, fee, -came)
        assert (balances(cast), violations(cast)) == (before, [])
        with acting(cast.system):
            assert sum(Posting.objects.values_list("amount_minor", flat=True)) == 0
