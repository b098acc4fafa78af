"""Whoever opens an identity leaves a line in the audit log."""

import pytest

from appealdesk.foundation.actor import Actor, Role, public_actor
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.actions.note import note_reading
from appealdesk.people.actions.read import read_person
from appealdesk.people.actions.record import record_consent
from tests.people.cast import KEIKO, NOW, SYSTEM, audited, identity, staff

pytestmark = pytest.mark.django_db
OFFICER = staff(Role.DESK_OFFICER)


@pytest.fixture
def keiko() -> Identified:
    return identify_person(actor=SYSTEM, now=NOW, identity=KEIKO, source="enquiry", source_ref="E-1")


def test_a_person_is_opened_and_the_reading_noted(keiko: Identified) -> None:
    later = NOW.replace(year=2023)
    record_consent(
        actor=SYSTEM,
        now=NOW,
        person_id=keiko.person_id,
        purpose="processing",
        text_version="2022-02",
        about_ref="E-1",
        given_at=NOW,
        expires_at=later,
    )

    page = read_person(actor=OFFICER, now=NOW, ref=keiko.person_ref)

    assert (page.identity.names, page.identity.birth_date) == (KEIKO.names, KEIKO.birth_date)
    assert [(record.source, record.source_ref) for record in page.records] == [("enquiry", "E-1")]
    assert [(consent.purpose, consent.holds) for consent in page.consents] == [("processing", True)]
    assert audited("person.read") == [(f"staff:{OFFICER.ref}", keiko.person_ref)]
    assert read_person(actor=OFFICER, now=later, ref=keiko.person_ref).consents[0].holds is False


@pytest.mark.parametrize(
    "actor",
    [
        staff(Role.PRESS_OFFICER),
        staff(Role.FINANCE_OFFICER),
        staff(Role.DESK_OFFICER, 72),
        staff(Role.ADMINISTRATOR, 72),
        public_actor(71),
        public_actor(None),
    ],
)
def test_who_may_not_see_a_person_does_not_learn_that_there_is_one(keiko: Identified, actor: Actor) -> None:
    with pytest.raises(NotFound) as refused:
        read_person(actor=actor, now=NOW, ref=keiko.person_ref)
    with pytest.raises(NotFound) as unknown:
        read_person(actor=actor, now=NOW, ref="P-000000000")

    assert refused.value.sentence == unknown.value.sentence
    assert audited("person.read") == []


def test_a_finance_officer_sees_donors() -> None:
    donor = identify_person(
        actor=SYSTEM, now=NOW, identity=identity(reading="アオキ ケイコ"), source="donation", source_ref="G-1"
    )

    page = read_person(actor=staff(Role.FINANCE_OFFICER), now=NOW, ref=donor.person_ref)

    assert page.identity.names.reading == "アオキ ケイコ"


@pytest.mark.parametrize("ref", ["", "P-", "x" * 300, "P-'; DROP"])
def test_a_malformed_reference_is_not_found(ref: str) -> None:
    with pytest.raises(NotFound):
        read_person(actor=OFFICER, now=NOW, ref=ref)


def test_a_list_is_one_line() -> None:
    note_reading(actor=OFFICER, now=NOW, person_refs=["P-2", "P-1", "P-2"], page="queue")
    note_reading(actor=OFFICER, now=NOW, person_refs=["P-1"], page="phone")
    note_reading(actor=OFFICER, now=NOW, person_refs=[], page="queue")

    assert audited("person.listed") == [(f"staff:{OFFICER.ref}", "queue")]
    assert audited("person.read") == [(f"staff:{OFFICER.ref}", "P-1")]
