"""What the worker makes of an enquiry, and that doing it twice changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from appealdesk.enquiries import jobs
from appealdesk.enquiries.actions.process import Processed, process_enquiry
from appealdesk.enquiries.models import Application, Enquiry
from appealdesk.enquiries.queries.applications import FactRow, application_by_ref, application_facts
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import Delivery
from appealdesk.foundation.models import OutboxEvent
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import letter_page
from appealdesk.people.models import Consent
from appealdesk.people.queries.persons import person_page
from tests.enquiries.cast import ADDRESS, SUBMISSION, Stage, processed, received, set_stage
from tests.people.cast import KEIKO, NOW, OKSANA, TARO, identity


def declared(key: str, value: Any, absent: str = "") -> FactRow:
    return FactRow(
        key=key,
        value=value,
        evidence="" if absent else "claimed",
        absent=absent,
        source="declared",
        at=NOW,
    )


def letters(stage: Stage) -> list[Letter]:
    with acting(stage.system):
        return list(Letter.objects.order_by("pk"))


def test_an_offer_becomes_an_application(stage: Stage) -> None:
    made = processed(stage, facts={"service_years": {"value": 3}, "service_branch": {"absent": "declined_to_say"}})

    assert made.application_ref is not None
    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=made.application_ref)
        facts = application_facts(actor=stage.system, application_ids=[row.id])[row.id]
        page = person_page(actor=stage.system, now=NOW, ref=made.person_ref or "")
        created = OutboxEvent.objects.get(name="ApplicationCreated")
    assert (row.appeal_id, row.position_id, row.revision_at_enquiry_id) == (
        stage.appeal_id,
        stage.position_id,
        stage.revision_id,
    )
    assert (row.person_id, row.channel, row.received_at, row.language) == (page.id, "web", NOW, "ja")
    assert facts == {
        "service_years": declared("service_years", 3),
        "service_branch": declared("service_branch", None, "declined_to_say"),
    }
    assert page.identity.names == KEIKO.names
    assert created.payload == {"application_ref": row.ref}


def test_the_consent_is_recorded_with_its_text_and_its_end(stage: Stage) -> None:
    processed(stage)

    with acting(stage.system):
        consent = Consent.objects.get()
    assert (consent.purpose, consent.text_version, consent.given_at) == ("processing", "2022-02", NOW)
    assert consent.expires_at == NOW + timedelta(days=365)


def test_the_acknowledgement_leaves_at_once_with_reference_and_link(stage: Stage) -> None:
    made = received(stage)

    process_enquiry(actor=stage.system, now=NOW, enquiry_ref=made.ref, address=f"{ADDRESS}/")

    (letter,) = letters(stage)
    with acting(stage.system):
        page = letter_page(actor=stage.system, ref=letter.ref)
    assert (letter.kind, letter.status, letter.about_ref) == ("acknowledgement", "approved", made.ref)
    assert page.row.subject == f"お申し出を受け付けました（受付番号 {made.ref}）"
    assert f"\nhttps://desk.example/ja/status/{made.ref}/{made.secret}/\n" in page.body
    assert page.body.startswith("青木 恵子 様\n")
    assert "「ウクライナへの支援」" in page.body


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"language": "uk", "identity": OKSANA}, ["acknowledgement"]),
        ({"kind": "press"}, ["acknowledgement_enquiry"]),
        ({"kind": "seek_help"}, ["acknowledgement_enquiry"]),
        ({"kind": "threat"}, []),
        ({"channel": "phone", "identity": TARO}, []),
    ],
)
def test_who_is_written_to(stage: Stage, facts: dict[str, Any], expected: list[str]) -> None:
    processed(stage, **facts)

    assert [letter.kind for letter in letters(stage)] == expected


def test_only_an_offer_becomes_an_application(stage: Stage) -> None:
    made = processed(stage, kind="seek_help")

    assert made.person_ref is not None
    assert made.application_ref is None


def test_a_nameless_threat_leads_to_nobody(stage: Stage) -> None:
    assert processed(stage, kind="threat", identity=identity()) == Processed(None, None)


def test_processing_again_changes_nothing(stage: Stage) -> None:
    enquiry = received(stage)
    first = process_enquiry(actor=stage.system, now=NOW, enquiry_ref=enquiry.ref, address=ADDRESS)

    again = process_enquiry(
        actor=stage.system, now=NOW + timedelta(minutes=1), enquiry_ref=enquiry.ref, address=ADDRESS
    )

    assert again == first
    assert len(letters(stage)) == 1
    with acting(stage.system):
        assert (Application.objects.count(), Consent.objects.count()) == (1, 1)
        assert OutboxEvent.objects.filter(name="ApplicationCreated").count() == 1
        assert OutboxEvent.objects.filter(name="LetterApproved").count() == 1


def test_the_same_person_by_web_and_phone_is_one_person(stage: Stage) -> None:
    by_web = processed(stage)
    by_phone = processed(
        stage,
        channel="phone",
        submission=bytes(16),
        identity=identity(reading="アオキケイコ", phones=("+81-90-2345-6781",)),
    )

    assert by_phone.person_ref == by_web.person_ref
    assert by_phone.application_ref != by_web.application_ref


def test_an_answer_that_does_not_fit_is_asked_about_and_never_guessed(stage: Stage) -> None:
    made = processed(stage, facts={"service_years": {"value": "many"}, "shoe_size": {"value": 42}})

    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=made.application_ref or "")
        facts = application_facts(actor=stage.system, application_ids=[row.id])[row.id]
    assert facts == {"service_years": declared("service_years", None, "unverified")}


@pytest.mark.parametrize("ref", [None, "N-000000000"])
def test_an_offer_without_a_known_position_is_for_the_appeal(stage: Stage, ref: str | None) -> None:
    made = processed(stage, position_ref=ref)

    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=made.application_ref or "")
    assert (row.appeal_id, row.position_id, row.revision_at_enquiry_id) == (stage.appeal_id, None, None)


def test_another_appeals_position_is_not_taken(stage: Stage) -> None:
    other = set_stage("other-office")

    made = processed(stage, position_ref=other.position_ref)

    with acting(stage.system):
        assert application_by_ref(actor=stage.system, ref=made.application_ref or "").position_id is None


def test_an_erased_enquiry_leads_to_nobody(stage: Stage) -> None:
    enquiry = received(stage)
    with acting(stage.system):
        Enquiry.objects.update(wrapped_key=None, sealed=None)

    made = process_enquiry(actor=stage.system, now=NOW, enquiry_ref=enquiry.ref, address=ADDRESS)

    assert made == Processed(None, None)


def test_the_job_processes_what_the_event_names(stage: Stage, settings: Settings) -> None:
    received(stage)
    settings.PUBLIC_ADDRESS = ADDRESS
    event = OutboxEvent.objects.get(name="EnquiryReceived")

    jobs.process_enquiry(
        Delivery(
            organisation_id=event.organisation_id,
            name=event.name,
            payload=event.payload,
            happened_at=event.happened_at,
            now=NOW,
            actor_ref=event.actor_ref,
        )
    )

    with acting(stage.system):
        assert Application.objects.get().enquiry.submission == SUBMISSION
