"""The trail of a record: newest first, in the reader's language, with its place in the sealed log."""

from dataclasses import replace

from pytest_django import DjangoAssertNumQueries

from appealdesk.audit.actions.record import record_audit
from appealdesk.audit.actions.seal import seal_records
from appealdesk.audit.models import AuditRecord
from appealdesk.audit.queries.trail import TrailEntry, trail_of
from appealdesk.foundation.actor import system_actor
from tests.audit.conftest import NOW, OFFICER, SEED, write_records
from tests.postgres_plugin import Database

SUBJECT = "A-7K3M9Q2XC"


def record(tag: str, subject: str = SUBJECT) -> None:
    record_audit(actor=OFFICER, now=NOW, tag=tag, subject=subject, details={"kind": "test"})


def test_a_sealed_and_a_fresh_record(committed_db: Database) -> None:
    write_records(2)
    record("application.created")
    seal_records(now=NOW, signing_key=SEED)
    record("decision.made")

    page = trail_of(actor=OFFICER, subjects=SUBJECT)

    shared = {"at": NOW, "actor": "staff:U-7K3M9Q2XC", "subject": SUBJECT, "details": {"kind": "test"}}
    assert page.entries == (
        TrailEntry(tag="decision.made", sentence="A decision was made.", position=None, sealed_at=None, **shared),
        TrailEntry(
            tag="application.created",
            sentence="An application was created.",
            position=2,
            sealed_at=NOW,
            **shared,
        ),
    )
    assert [entry.is_sealed for entry in page.entries] == [False, True]
    assert page.older is None


def test_positions_count_across_stored_nodes_and_seals(committed_db: Database) -> None:
    for start in (0, 300, 600):
        write_records(300, start=start)
        record("person.read")
        seal_records(now=NOW, signing_key=SEED)

    page = trail_of(actor=OFFICER, subjects=SUBJECT)

    order = list(AuditRecord.objects.order_by("xid", "id").values_list("subject", flat=True))
    expected = [position for position, subject in enumerate(order) if subject == SUBJECT]
    assert [entry.position for entry in page.entries] == expected[::-1] == [902, 601, 300]


def test_pages_follow_each_other(committed_db: Database) -> None:
    for tag in ("application.created", "application.screened", "decision.made"):
        record(tag)

    first = trail_of(actor=OFFICER, subjects=SUBJECT, limit=2)
    second = trail_of(actor=OFFICER, subjects=SUBJECT, limit=2, before=first.older)

    assert [entry.tag for entry in first.entries] == ["decision.made", "application.screened"]
    assert [entry.tag for entry in second.entries] == ["application.created"]
    assert second.older is None


def test_several_subjects_belong_together(committed_db: Database) -> None:
    record("application.created")
    record("letter.sent", subject="L-7K3M9Q2XC")
    record("letter.sent", subject="L-000000001")

    page = trail_of(actor=OFFICER, subjects=[SUBJECT, "L-7K3M9Q2XC"])

    assert [entry.subject for entry in page.entries] == ["L-7K3M9Q2XC", SUBJECT]


def test_the_readers_language(committed_db: Database) -> None:
    record("decision.made")

    sentences = [
        trail_of(actor=replace(OFFICER, language=language), subjects=SUBJECT).entries[0].sentence
        for language in ("ja", "uk")
    ]

    assert sentences == ["応募について決定しました。", "Ухвалено рішення."]


def test_another_organisation_sees_nothing(committed_db: Database) -> None:
    record("decision.made")

    assert trail_of(actor=replace(OFFICER, organisation_id=2), subjects=SUBJECT).entries == ()
    assert trail_of(actor=replace(OFFICER, organisation_id=None), subjects=SUBJECT).entries == ()
    assert len(trail_of(actor=system_actor(None), subjects=SUBJECT).entries) == 1


def test_a_page_costs_one_query(committed_db: Database, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (1, 3):
        for _ in range(count):
            record("person.read")

        with django_assert_num_queries(1):
            trail_of(actor=OFFICER, subjects=SUBJECT)
