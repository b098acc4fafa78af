"""A new epoch keeps the log whole although transaction numbers begin again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from appealdesk.audit.actions.begin import begin_epoch
from appealdesk.audit.actions.mirror import mirror_seals
from appealdesk.audit.actions.seal import seal_records
from appealdesk.audit.invariants import verify_log, verify_mirror
from appealdesk.audit.models import AuditEpoch, AuditRecord
from appealdesk.audit.queries.seals import all_seals
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.refusals import Refusal
from tests.audit.conftest import NOW, PUBLIC_KEY, SEED, Tamper, write_records
from tests.postgres_plugin import Database

OPERATOR = system_actor(None, ref="operator")


@pytest.fixture
def as_owner(committed_db: Database) -> Iterator[None]:
    """Django's connection as the owner of the tables, as after a restore."""
    from appealdesk.config.database import database_settings

    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(database_settings(committed_db.owner_url))
    yield
    connection.close()
    connection.settings_dict.update(before)


def test_a_restored_log_goes_on(as_owner: None, tamper: Tamper) -> None:
    write_records(3)
    seal_records(now=NOW, signing_key=SEED)
    write_records(2, start=3)
    # In the cluster to which the copy was restored transaction numbers are lower than those in the table.
    tamper(
        "UPDATE audit_auditepoch SET cluster = '7000000000000000001';"
        "UPDATE audit_auditrecord SET xid = (xid::text::bigint + 1000000)::text::xid8"
        " WHERE xid >= (SELECT hi FROM audit_auditseal)"
    )

    assert begin_epoch(actor=OPERATOR, now=NOW, reason="Restored the copy of Monday.", signing_key=SEED) == 2

    write_records(1, start=5)
    result = seal_records(now=NOW, signing_key=SEED)
    assert result is not None
    assert [(seal.epoch, seal.size) for seal in all_seals()] == [(1, 3), (1, 5), (2, 7)]
    assert list(AuditRecord.objects.order_by("id").values_list("epoch", flat=True)) == [1, 1, 1, 1, 1, 2, 2]
    assert list(verify_log(public_key=PUBLIC_KEY)) == []
    assert AuditEpoch.objects.get(number=2).reason == "Restored the copy of Monday."


def test_seals_that_the_copy_did_not_have_stay_in_the_mirror(as_owner: None, tamper: Tamper, tmp_path: Path) -> None:
    mirror = tmp_path / "seals.jsonl"
    for start in (0, 1):
        write_records(1, start=start)
        seal_records(now=NOW, signing_key=SEED)
    mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY)
    # The copy was made before the second record.
    tamper("DELETE FROM audit_auditseal WHERE size = 2; DELETE FROM audit_auditrecord WHERE subject = 'P-000000001'")

    begin_epoch(actor=OPERATOR, now=NOW, reason="Restored the copy of Monday.", signing_key=SEED)
    seal_records(now=NOW, signing_key=SEED)

    assert mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY) == 1
    assert list(verify_mirror(path=mirror, public_key=PUBLIC_KEY)) == []


def test_an_empty_log_may_begin_again(as_owner: None) -> None:
    assert begin_epoch(actor=OPERATOR, now=NOW, reason="A drill.", signing_key=SEED) == 2
    assert list(verify_log(public_key=PUBLIC_KEY)) == []


def test_a_new_epoch_needs_a_reason(as_owner: None) -> None:
    with pytest.raises(Refusal) as refused:
        begin_epoch(actor=OPERATOR, now=NOW, reason=" ", signing_key=SEED)

    assert refused.value.code == "audit.no_reason"
    assert AuditEpoch.objects.count() == 1
