"""Consents are versioned, expire, and can be taken back."""

from datetime import datetime, timedelta

import pytest

from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.record import record_consent
from appealdesk.people.actions.withdraw import withdraw_consent
from appealdesk.people.models import Consent
from tests.people.cast import KEIKO, NOW, OTHER_SYSTEM, SYSTEM, audited

pytestmark = pytest.mark.django_db


@pytest.fixture
def keiko() -> int:
    return identify_person(actor=SYSTEM, now=NOW, identity=KEIKO, source="enquiry", source_ref="E-1").person_id


def agree(person_id: int, about_ref: str = "E-1", *, until: datetime = NOW + timedelta(days=365)) -> bool:
    return record_consent(
        actor=SYSTEM,
        now=NOW,
        person_id=person_id,
        purpose="processing",
        text_version="2022-02",
        about_ref=about_ref,
        given_at=NOW,
        expires_at=until,
    )


def test_an_occasion_is_recorded_once(keiko: int) -> None:
    assert (agree(keiko), agree(keiko), agree(keiko, "E-2")) == (True, False, True)

    assert len(audited("consent.recorded")) == 2


def test_withdrawing_ends_every_consent_for_the_purpose(keiko: int) -> None:
    agree(keiko)
    agree(keiko, "E-2")

    first = withdraw_consent(actor=SYSTEM, now=NOW, person_id=keiko, purpose="processing")
    again = withdraw_consent(actor=SYSTEM, now=NOW, person_id=keiko, purpose="processing")

    assert (first, again) == (2, 0)
    with acting(SYSTEM):
        assert set(Consent.objects.values_list("withdrawn_at", flat=True)) == {NOW}


def test_a_consent_that_expires_before_it_begins_is_refused(keiko: int) -> None:
    with pytest.raises(Refusal) as refused:
        agree(keiko, until=NOW)

    assert (refused.value.code, refused.value.field) == ("people.consent_expiry", "expires_at")


def test_another_organisations_person_is_not_found(keiko: int) -> None:
    with pytest.raises(NotFound):
        withdraw_consent(actor=OTHER_SYSTEM, now=NOW, person_id=keiko, purpose="processing")
