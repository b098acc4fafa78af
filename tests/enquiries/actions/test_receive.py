"""Taking an enquiry in: stored sealed, audited and queued together, once, or not at all."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, connections

from appealdesk.audit.actions.record import record_row
from appealdesk.enquiries.actions.receive import Received, receive_enquiry
from appealdesk.enquiries.models import Enquiry
from appealdesk.enquiries.queries.links import status_secret
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all, fetch_value
from appealdesk.foundation.ids import hash_secret, is_ref
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.enquiries.cast import SUBMISSION, Stage, offer, received, set_stage
from tests.people.cast import NOW, identity
from tests.postgres_plugin import Database


def test_an_offer_is_stored_sealed_audited_and_queued(stage: Stage) -> None:
    answer = received(stage)

    assert is_ref(answer.ref, "E")
    assert (answer.secret, answer.already) == (status_secret(SUBMISSION), False)
    with acting(stage.system):
        enquiry = Enquiry.objects.get()
        events = list(OutboxEvent.objects.filter(name="EnquiryReceived").values_list("payload", "happened_at"))
    assert (enquiry.ref, enquiry.kind, enquiry.channel, enquiry.language) == (answer.ref, "offer", "web", "ja")
    assert (enquiry.received_at, enquiry.received_by, enquiry.disposition) == (NOW, "public", "")
    assert bytes(enquiry.secret_hash) == hash_secret(answer.secret)
    assert "青木".encode() not in bytes(enquiry.sealed or b"")
    assert events == [({"enquiry_ref": answer.ref}, NOW)]


def test_the_audit_record_is_the_one_that_record_audit_writes(stage: Stage) -> None:
    answer = received(stage)

    expected = record_row(
        actor=stage.public,
        now=NOW,
        tag="enquiry.received",
        subject=answer.ref,
        details={"kind": "offer", "channel": "web"},
    )
    rows = fetch_all(
        "SELECT at, organisation_id, actor, tag, subject, body, leaf FROM audit_auditrecord WHERE subject = %s",
        [answer.ref],
    )
    assert [(*row[:5], bytes(row[5]), bytes(row[6])) for row in rows] == [expected.values]


def test_the_same_submission_again_gives_the_first_answer(stage: Stage) -> None:
    first = received(stage)

    again = received(stage, message="もう一度")

    assert again == Received(first.ref, first.secret, already=True)
    with acting(stage.system):
        assert Enquiry.objects.count() == 1
        assert OutboxEvent.objects.filter(name="EnquiryReceived").count() == 1
        assert fetch_value("SELECT count(*) FROM audit_auditrecord WHERE tag = 'enquiry.received'") == 1


def test_two_organisations_may_meet_the_same_submission(stage: Stage) -> None:
    other = set_stage("other-office")

    assert received(stage).ref != received(other).ref


def test_an_appeal_that_is_not_open_takes_nothing(db: None) -> None:
    closed = set_stage(is_open=False)

    with pytest.raises(Refusal) as refused:
        received(closed)

    assert refused.value.code == "enquiries.appeal_not_open"
    with acting(closed.system):
        assert Enquiry.objects.count() == 0
        assert fetch_value("SELECT count(*) FROM audit_auditrecord WHERE tag = 'enquiry.received'") == 0


def test_another_organisations_appeal_takes_nothing(stage: Stage) -> None:
    other = set_stage("other-office")

    with pytest.raises(Refusal) as refused:
        received(stage, appeal_id=other.appeal_id)

    assert refused.value.code == "enquiries.appeal_not_open"


@pytest.mark.parametrize("role", [Role.PRESS_OFFICER, Role.FINANCE_OFFICER])
def test_roles_that_may_not(stage: Stage, role: Role) -> None:
    with pytest.raises(NotFound):
        receive_enquiry(actor=stage.staff(role), now=NOW, entry=offer(stage))


def test_an_officer_of_another_organisation_may_not(stage: Stage) -> None:
    stranger = replace(stage.staff(), organisation_id=stage.organisation_id + 1)

    with pytest.raises(NotFound):
        receive_enquiry(actor=stranger, now=NOW, entry=offer(stage))


def test_a_call_names_the_officer_and_how_it_ended(stage: Stage) -> None:
    officer = stage.staff()

    receive_enquiry(actor=officer, now=NOW, entry=offer(stage, channel="phone", disposition="call_back"))

    with acting(stage.system):
        enquiry = Enquiry.objects.get()
    assert (enquiry.received_by, enquiry.disposition) == (officer.ref, "call_back")


def test_a_birth_date_in_the_future_is_refused(stage: Stage) -> None:
    unborn = identity(written="青木 恵子", birth_date=date(2022, 3, 2))

    with pytest.raises(Refusal) as refused:
        received(stage, identity=unborn)

    assert (refused.value.code, refused.value.field) == ("enquiries.birth_date_future", "identity.birth_date")


def test_the_setting_of_row_security_does_not_outlive_the_statement(committed_db: Database) -> None:
    stage = set_stage()

    answer = received(stage)

    assert connection.in_atomic_block is False
    assert fetch_value("SELECT current_setting('appealdesk.organisation', true)") in {None, ""}
    assert fetch_value("SELECT count(*) FROM enquiries_enquiry") == 0
    with acting(stage.system):
        assert fetch_value("SELECT ref FROM enquiries_enquiry") == answer.ref


def test_inside_a_transaction_the_setting_is_put_back(stage: Stage) -> None:
    received(stage)

    assert fetch_value("SELECT count(*) FROM enquiries_enquiry") == 0


def test_an_impatient_visitor_makes_one_enquiry(committed_db: Database) -> None:
    stage = set_stage()
    ready = threading.Barrier(4)
    answers: list[Received] = []

    def press() -> None:
        try:
            ready.wait(timeout=20)
            answers.append(received(stage))
        finally:
            connections.close_all()

    visitors = [threading.Thread(target=press) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(timeout=30)

    assert len({answer.ref for answer in answers}) == 1
    assert sorted(answer.already for answer in answers) == [False, True, True, True]
