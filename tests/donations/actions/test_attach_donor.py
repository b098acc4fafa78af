"""Saying whose donation it is."""

import pytest

from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.models import Donation
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.identify import identify_person
from tests.cast import NOW, Cast, set_cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import reconciled
from tests.people.cast import KEIKO, TARO, audited


@pytest.fixture
def donation(cast: Cast) -> str:
    """A donation of somebody whom the bank's file does not tell."""
    reconciled(cast, bank_file(gift(100_000, "ｱｵｷ ｹｲｺ")))
    with acting(cast.system):
        return Donation.objects.get().ref


def test_a_new_donor_is_attached_and_told(cast: Cast, donation: str) -> None:
    attached = attach_donor(actor=cast.finance, now=NOW, donation_ref=donation, identity=KEIKO)

    with acting(cast.system):
        row = Donation.objects.get()
    events = OutboxEvent.objects.filter(name="DonorAttached").values_list("payload", flat=True)
    assert (attached.donation_ref, attached.how, row.person_id is not None) == (donation, "created", True)
    assert row.match_reasons == ["officer"]
    assert list(events) == [{"donation_ref": donation}]
    assert audited("donor.attached") == [(f"staff:{cast.finance.ref}", donation)]


def test_a_donor_who_is_known_stays_one_person(cast: Cast, donation: str) -> None:
    before = identify_person(actor=cast.system, now=NOW, identity=KEIKO, source="enquiry", source_ref="E-1")

    attached = attach_donor(actor=cast.finance, now=NOW, donation_ref=donation, identity=KEIKO)

    assert (attached.person_ref, attached.how) == (before.person_ref, "attached")


def test_a_donation_has_one_donor(cast: Cast, donation: str) -> None:
    attach_donor(actor=cast.finance, now=NOW, donation_ref=donation, identity=KEIKO)

    with pytest.raises(Refusal) as refused:
        attach_donor(actor=cast.finance, now=NOW, donation_ref=donation, identity=TARO)

    assert refused.value.code == "donations.donor_known"


def test_another_organisation_finds_no_donation(donation: str) -> None:
    other = set_cast("other-office")

    with pytest.raises(NotFound):
        attach_donor(actor=other.finance, now=NOW, donation_ref=donation, identity=KEIKO)


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_other_roles_find_no_donation(cast: Cast, donation: str, role: Role) -> None:
    with pytest.raises(NotFound):
        attach_donor(actor=cast.officer(role), now=NOW, donation_ref=donation, identity=KEIKO)
