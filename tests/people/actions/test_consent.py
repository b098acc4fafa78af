"""Consents are versioned, expire, and can be taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from appealdesk.foundation.actor import Role, public_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.actions.agree import agree_to_purpose
from appealdesk.people.actions.choose_language import choose_language
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.record import record_consent
from appealdesk.people.actions.withdraw import withdraw_consent
from appealdesk.people.models import Consent, Person
from appealdesk.people.queries.consents import consent_state, own_consents, purposes_of
from appealdesk.people.queries.identities import identities_of
from tests.people.cast import KEIKO, NOW, OTHER_SYSTEM, SYSTEM, audited, staff

OFFICER = staff(Role.DESK_OFFICER)
VISITOR = public_actor(SYSTEM.organisation_id)
pytestmark = pytest.mark.django_db


@pytest.fixture
def keiko() -> int:
    return identify_person(actor=SYSTEM, now=NOW, identity=KEIKO, source="enquiry", source_ref="E-1").person_id


def ref_of(person_id: int) -> str:
    with acting(SYSTEM):
        return Person.objects.get(pk=person_id).ref


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

    first = withdraw_consent(actor=SYSTEM, now=NOW, person_ref=ref_of(keiko), purpose="processing")
    again = withdraw_consent(actor=SYSTEM, now=NOW, person_ref=ref_of(keiko), purpose="processing")

    assert (first, again) == (2, 0)
    with acting(SYSTEM):
        assert set(Consent.objects.values_list("withdrawn_at", flat=True)) == {NOW}


def test_a_consent_that_expires_before_it_begins_is_refused(keiko: int) -> None:
    with pytest.raises(Refusal) as refused:
        agree(keiko, until=NOW)

    assert (refused.value.code, refused.value.field) == ("people.consent_expiry", "expires_at")


def test_another_organisations_person_is_not_found(keiko: int) -> None:
    with pytest.raises(NotFound):
        withdraw_consent(actor=OTHER_SYSTEM, now=NOW, person_ref=ref_of(keiko), purpose="processing")


def test_agreeing_again_renews_and_each_purpose_stands_alone(keiko: int) -> None:
    later = NOW + timedelta(days=300)
    agree(keiko)
    agree_to_purpose(actor=VISITOR, now=later, purpose="processing", enquiry_ref="E-1")
    agree_to_purpose(actor=OFFICER, now=later, purpose="hand_over", person_ref=ref_of(keiko))

    withdraw_consent(actor=VISITOR, now=later, purpose="processing", enquiry_ref="E-1")

    with acting(SYSTEM):
        states = {page.purpose: page.state for page in purposes_of(actor=SYSTEM, person_ref=ref_of(keiko), now=later)}
        own = {page.purpose: page.state for page in own_consents(actor=SYSTEM, enquiry_ref="E-1", now=later)}
        held = [
            consent_state(actor=SYSTEM, person_ref=ref_of(keiko), purpose="hand_over", now=later + timedelta(days=days))
            for days in (0, 364, 365)
        ]
        event = OutboxEvent.objects.filter(name="ConsentWithdrawn").get()
    assert states == {"processing": "withdrawn", "hand_over": "holds", "public_name": "none"}
    assert own == {"processing": "withdrawn", "hand_over": "none", "public_name": "none"}
    assert held == ["holds", "holds", "expired"]
    assert event.payload == {"person_ref": ref_of(keiko), "purpose": "processing", "about_ref": "E-1"}


def test_a_person_chooses_the_language_of_letters_once(keiko: int) -> None:
    first = choose_language(actor=VISITOR, now=NOW, language="uk", enquiry_ref="E-1")
    again = choose_language(actor=OFFICER, now=NOW, language="uk", person_ref=ref_of(keiko))

    with acting(SYSTEM):
        page = identities_of(actor=SYSTEM, person_ids=[keiko])[keiko]
    assert (first, again, page.language) == (True, False, "uk")
    assert audited("person.language_chosen") == [("public:public", ref_of(keiko))]


@pytest.mark.parametrize("act", [agree_to_purpose, withdraw_consent])
def test_a_purpose_that_does_not_exist_and_a_role_that_may_not(act: Callable[..., object], keiko: int) -> None:
    ref = ref_of(keiko)
    finance = staff(Role.FINANCE_OFFICER)

    with pytest.raises(NotFound):
        act(actor=OFFICER, now=NOW, purpose="marketing", person_ref=ref)
    with pytest.raises(NotFound):
        act(actor=finance, now=NOW, purpose="processing", person_ref=ref)
    with pytest.raises(NotFound):
        choose_language(actor=finance, now=NOW, language="uk", person_ref=ref)
    with pytest.raises(NotFound):
        choose_language(actor=OFFICER, now=NOW, language="fr", person_ref=ref)
