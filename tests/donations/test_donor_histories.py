"""Any history of donors who are joined, parted, related and erased keeps each gift and each receipt with its donor.

The machine of the people is driven, and everybody who writes gives and gets a receipt; what stands with money is then
compared with whose each record is.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from appealdesk.donations.actions.issue import issue_receipt
from appealdesk.donations.actions.record_cash import record_cash
from appealdesk.donations.inputs import CashInput, ReceiptInput
from appealdesk.donations.models import Donation, Receipt
from appealdesk.donations.queries.held import gifts_of
from appealdesk.figures.queries.definitions import DEFINITIONS
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all
from tests.cast import set_cast
from tests.donations.receipting import AT, set_issuer
from tests.people.test_histories import Histories


class DonorHistories(Histories):
    """Those who write are donors: each statement comes with a gift, its receipt, or both."""

    def __init__(self) -> None:
        super().__init__()
        self.cast = set_cast()
        set_issuer(self.cast)
        self.system = self.cast.system
        self.officers = (self.cast.officer(Role.DESK_OFFICER), self.cast.officer(Role.DUTY_OFFICER))
        # By its reference each gift's record, and each receipt's gift.
        self.gifts: dict[str, str] = {}
        self.receipts: dict[str, str] = {}

    @rule(who=st.integers(0, 3), numbered=st.booleans(), mailed=st.booleans(), receipted=st.booleans())
    def give(self, who: int, numbered: bool, mailed: bool, receipted: bool) -> None:
        self.attach(who=who, numbered=numbered, mailed=mailed)
        found, _ = self.told[-1]
        entry = CashInput(
            fund_ref=self.cast.fund_ref, amount_minor=1_000, currency="JPY",
            counted_with=self.cast.staff[Role.ADMINISTRATOR], person_id=found.person_id,
        )  # fmt: skip
        gift = record_cash(actor=self.system, now=AT, entry=entry).donation_ref
        self.gifts[gift] = found.record_ref
        if receipted:
            wanted = ReceiptInput(donation_ref=gift, layout="jp-embassy", language="ja")
            self.receipts[issue_receipt(actor=self.system, now=AT, entry=wanted).ref] = gift

    @invariant()
    def money_follows_the_records(self) -> None:
        holders = self._holders()
        with acting(self.system):
            given = dict(Donation.objects.values_list("ref", "person_id"))
            paper = {
                ref: (gift, key) for ref, gift, key in Receipt.objects.values_list("ref", "donation__ref", "person_id")
            }
            shown = {
                found.record_ref: {gift.ref for gift in gifts_of(actor=self.system, person_id=found.person_id)}
                for found, _ in self.told
            }
            counted = fetch_all(DEFINITIONS["raised"].query, {"appeal": self.cast.appeal_id})
        assert set(given) == set(self.gifts)
        assert paper == {ref: (gift, given[gift]) for ref, gift in self.receipts.items()}
        parts = {record: held for held in holders.values() for record in held}
        for record, gifts in shown.items():
            assert gifts == {gift for gift, of in self.gifts.items() if of in parts[record]}
        donors = {parts[record] for record in self.gifts.values()}
        assert len({row[1] for row in counted}) == len(donors)


@pytest.mark.django_db
def test_any_history_of_donors_keeps_each_gift_and_receipt_with_its_donor() -> None:
    run_state_machine_as_test(
        DonorHistories,
        settings=settings(
            max_examples=4, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
