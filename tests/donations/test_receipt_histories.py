"""Any history of gifts, receipts, duplicates, refunds and undoing keeps the receipts true.

APPEALDESK_HISTORIES says how many histories are tried; a suite tries a few.
"""

import os
from collections import Counter
from contextlib import suppress
from typing import Any, Literal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from appealdesk.donations.actions.refund import refund_donation
from appealdesk.donations.actions.reissue import reissue_receipt
from appealdesk.donations.actions.undo_statement import undo_statement
from appealdesk.donations.actions.void import void_receipt
from appealdesk.donations.inputs import RefundInput
from appealdesk.donations.models import Donation, Receipt, ReceiptSeries, Statement
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Foreseen, Refusal
from tests.cast import Cast, set_cast
from tests.donations.money import LATER, violations
from tests.donations.receipting import given, issued, set_issuer

_CHOICES = st.integers(0, 30)


class ReceiptHistories(RuleBasedStateMachine):
    """Each statement brings some gifts of one known donor; what was once printed is remembered beside the tables."""

    def __init__(self) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.cast: Cast = set_cast()
        set_issuer(self.cast)
        self.arrived = 0
        self.printed: dict[str, tuple[str, int]] = {}
        self.void: set[str] = set()
        self.copies: Counter[str] = Counter()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

    @initialize()
    def the_first_gifts_arrive(self) -> None:
        self.gifts_arrive([2, 3])

    @rule(thousands=st.lists(st.integers(1, 4), min_size=1, max_size=2))
    def gifts_arrive(self, thousands: list[int]) -> None:
        self.arrived += 1
        # No two files bring the same lines, which the second would count as known.
        given(self.cast, *(thousand * 1000 + self.arrived * 10 + index for index, thousand in enumerate(thousands)))

    @rule(choice=_CHOICES, layout=st.sampled_from(["jp-embassy", "jp-certified-npo"]))
    def a_receipt_is_issued(self, choice: int, layout: str) -> None:
        donation = self._donation(choice)
        if donation is None:
            return
        left = donation.amount_minor - donation.returned_minor
        may = left > 0 and not self._valid(donation=donation)

        try:
            receipt = issued(self.cast, donation.ref, layout=layout)
        except Foreseen:
            assert not may
            return

        assert may
        assert receipt.ref not in self.printed
        assert receipt.label not in {label for label, _ in self.printed.values()}
        self.printed[receipt.ref] = (receipt.label, left)

    @rule(choice=_CHOICES, reason=st.sampled_from(["wrong_donor", "wrong_details", "other"]))
    def a_receipt_is_voided(self, choice: int, reason: Literal["wrong_donor", "wrong_details", "other"]) -> None:
        if ref := self._receipt(choice):
            void_receipt(actor=self.cast.finance, now=LATER, receipt_ref=ref, reason=reason)
            self.void.add(ref)

    @rule(choice=_CHOICES)
    def a_duplicate_is_handed_out(self, choice: int) -> None:
        ref = self._receipt(choice)
        if not ref:
            return
        if ref in self.void:
            with pytest.raises(Refusal, match="void"):
                reissue_receipt(actor=self.cast.finance, now=LATER, receipt_ref=ref)
            return
        self.copies[ref] += 1
        made = reissue_receipt(actor=self.cast.finance, now=LATER, receipt_ref=ref)
        assert (made.label, made.copy) == (self.printed[ref][0], self.copies[ref])

    @rule(choice=_CHOICES, part=st.sampled_from([0.3, 1.0]))
    def money_goes_back(self, choice: int, part: float) -> None:
        donation = self._donation(choice)
        if donation is None or donation.amount_minor == donation.returned_minor:
            return
        entry = RefundInput(
            donation_ref=donation.ref,
            amount_minor=max(1, round((donation.amount_minor - donation.returned_minor) * part)),
            happened_on=LATER.date(),
            reason="donor_asked",
            words="They wrote.",
        )
        before = self._valid(donation=donation)
        refund_donation(actor=self.cast.finance, now=LATER, entry=entry)
        self.void |= before

    @rule(choice=_CHOICES)
    def a_statement_is_undone(self, choice: int) -> None:
        with acting(self.cast.system):
            statements = list(Statement.objects.order_by("pk"))
            chosen = statements[choice % len(statements)]
        holds = self._valid(donation__line__statement=chosen)
        # Money that went back keeps its statement as well.
        with suppress(Foreseen):
            undo_statement(actor=self.cast.finance, now=LATER, statement_ref=chosen.ref)
            assert not holds

    def _valid(self, **chosen: object) -> set[str]:
        with acting(self.cast.system):
            return set(Receipt.objects.filter(voided_at__isnull=True, **chosen).values_list("ref", flat=True))

    def _donation(self, choice: int) -> Donation | None:
        with acting(self.cast.system):
            kept = list(Donation.objects.filter(undone_at__isnull=True).order_by("pk"))
        return kept[choice % len(kept)] if kept else None

    def _receipt(self, choice: int) -> str:
        refs = sorted(self.printed)
        return refs[choice % len(refs)] if refs else ""

    @invariant()
    def numbers_have_no_gap_and_are_never_used_again(self) -> None:
        with acting(self.cast.system):
            series = {row.pk: row.last_number for row in ReceiptSeries.objects.all()}
            rows = list(Receipt.objects.order_by("series_id", "number"))
        numbers = {key: [row.number for row in rows if row.series_id == key] for key in series}

        assert numbers == {key: list(range(1, last + 1)) for key, last in series.items()}
        assert {row.ref: (row.label, row.amount_minor) for row in rows} == self.printed
        assert {row.ref for row in rows if row.voided_at is not None} == self.void

    @invariant()
    def no_more_is_receipted_than_was_kept(self) -> None:
        with acting(self.cast.system):
            valid = list(Receipt.objects.filter(voided_at__isnull=True).select_related("donation"))

        assert len({row.donation_id for row in valid}) == len(valid)
        assert [row.label for row in valid if row.donation.undone_at is not None] == []
        assert [row.label for row in valid if row.amount_minor != _kept(row.donation)] == []

    @invariant()
    def every_truth_holds(self) -> None:
        assert violations(self.cast) == []


def _kept(donation: Donation) -> int:
    return donation.amount_minor - donation.returned_minor


@pytest.mark.usefixtures("db")
def test_any_history_of_receipts_keeps_them_true() -> None:
    machine: Any = ReceiptHistories
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("APPEALDESK_HISTORIES", "6")),
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
