"""Records: what is stored is exactly what was said, its hash is over the stored bytes, and it stays."""

import json
from datetime import timedelta, timezone

import pytest
from django.db import DatabaseError, transaction

from appealdesk.audit.actions.record import record_audit, record_audits, record_row
from appealdesk.audit.inputs import AuditEntry
from appealdesk.audit.models import AuditRecord
from appealdesk.audit.queries.sentences import UnknownTag
from appealdesk.core.canonical import CanonicalError
from appealdesk.core.chain.tree import hash_leaf, pack
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import execute, fetch_value
from tests.audit.conftest import NOW, OFFICER

pytestmark = pytest.mark.django_db


def test_the_body_says_it_all_in_canonical_form() -> None:
    record_audit(
        actor=OFFICER,
        now=NOW.astimezone(timezone(timedelta(hours=9))),
        tag="decision.made",
        subject="A-7K3M9Q2XC",
        details={"outcome": "declined", "reasons": ["experience"], "seen": None},
    )

    row = AuditRecord.objects.get()
    assert bytes(row.body).decode() == (
        '{"actor":"staff:U-7K3M9Q2XC","at":"2022-02-28T09:00:00+00:00",'
        '"details":{"outcome":"declined","reasons":["experience"],"seen":null},'
        '"organisation":1,"subject":"A-7K3M9Q2XC","tag":"decision.made","v":1}'
    )
    assert (row.at, row.organisation_id, row.actor) == (NOW, 1, "staff:U-7K3M9Q2XC")
    assert (row.tag, row.subject, row.epoch) == ("decision.made", "A-7K3M9Q2XC", 1)
    assert bytes(row.leaf) == hash_leaf(pack(bytes(row.body)))


def test_a_record_knows_its_transaction() -> None:
    record_audit(actor=OFFICER, now=NOW, tag="person.read", subject="P-7K3M9Q2XC")

    assert AuditRecord.objects.get().xid == int(fetch_value("SELECT pg_current_xact_id()::text"))


def test_the_product_itself_has_no_organisation() -> None:
    record_audit(actor=system_actor(None), now=NOW, tag="advisory.recorded", subject="jp-mofa:UA")

    row = AuditRecord.objects.get()
    assert (row.organisation_id, row.actor) == (None, "system:system")
    assert json.loads(bytes(row.body))["organisation"] is None


def test_many_records_are_like_one_each() -> None:
    entries = [AuditEntry("donation.recorded", f"G-{number:09d}", {"amount": number}) for number in range(3)]

    assert record_audits(actor=OFFICER, now=NOW, entries=entries) == 3

    stored = [tuple(map(bytes, row)) for row in AuditRecord.objects.order_by("id").values_list("body", "leaf")]
    single = [
        record_row(actor=OFFICER, now=NOW, tag=entry.tag, subject=entry.subject, details=entry.details).values[-2:]
        for entry in entries
    ]
    assert stored == single


def test_no_records_are_no_mistake() -> None:
    assert record_audits(actor=OFFICER, now=NOW, entries=[]) == 0


def test_an_unregistered_tag_writes_nothing() -> None:
    entries = [AuditEntry("person.read", "P-7K3M9Q2XC"), AuditEntry("person.red", "P-7K3M9Q2XC")]

    with pytest.raises(UnknownTag), transaction.atomic():
        record_audits(actor=OFFICER, now=NOW, entries=entries)

    assert AuditRecord.objects.count() == 0


def test_a_detail_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(CanonicalError, match=r"A datetime at details\.since has no canonical form"):
        record_audit(actor=OFFICER, now=NOW, tag="person.read", subject="P-7K3M9Q2XC", details={"since": NOW})


@pytest.mark.parametrize("table", ["audit_auditrecord", "audit_auditseal", "audit_auditnode", "audit_auditepoch"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 9", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_may_not_change_the_log(table: str, statement: str) -> None:
    column = "number" if table == "audit_auditepoch" else "epoch"

    with pytest.raises(DatabaseError) as refused:
        execute(statement.format(table, column))

    assert "permission denied" in str(refused.value) or "The audit log only grows" in str(refused.value)
