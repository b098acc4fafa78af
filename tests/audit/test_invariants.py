"""Tampering by somebody who owns the tables is found, and the sentence says where."""

from pathlib import Path

import pytest

from appealdesk.audit.actions.mirror import mirror_seals
from appealdesk.audit.actions.record import record_audit
from appealdesk.audit.actions.seal import seal_records
from appealdesk.audit.invariants import INVARIANTS, log_is_intact, verify_log, verify_mirror
from appealdesk.audit.models import AuditRecord
from appealdesk.core.chain.heads import public_key_of
from appealdesk.core.chain.tree import hash_leaf, pack
from tests.audit.conftest import NOW, OFFICER, PUBLIC_KEY, SEED, Tamper, write_records
from tests.postgres_plugin import Database


@pytest.fixture
def sealed_log(committed_db: Database) -> None:
    """Three seals: of 300, 10 and 5 records; then two records that are not sealed yet."""
    for count, start in ((300, 0), (10, 300), (5, 310)):
        write_records(count, start=start)
        seal_records(now=NOW, signing_key=SEED)
    write_records(2, start=315)


def sentences() -> list[str]:
    return [violation.sentence for violation in verify_log(public_key=PUBLIC_KEY)]


def record_id(position: int) -> int:
    return list(AuditRecord.objects.order_by("epoch", "xid", "id").values_list("pk", flat=True))[position]


def test_an_intact_log(sealed_log: None) -> None:
    assert sentences() == []


def test_an_empty_log(committed_db: Database) -> None:
    assert sentences() == []


def test_the_sites_own_key_is_used(committed_db: Database, settings: object) -> None:
    write_records(1)
    seal_records(now=NOW, signing_key=SEED)
    settings.APPEALDESK_SIGNING_KEY = SEED  # type: ignore[attr-defined]  # pytest-django's settings take any name.

    assert log_is_intact in INVARIANTS
    assert list(log_is_intact()) == []


def test_changed_bytes(sealed_log: None, tamper: Tamper) -> None:
    changed = record_id(305)

    tamper("UPDATE audit_auditrecord SET body = body || ' '::bytea WHERE id = %s", changed)

    assert sentences() == [
        f"Audit record {changed} (person.read P-000000305) was changed: its bytes do not give its hash."
    ]


def test_changed_bytes_with_the_hash_made_to_fit(sealed_log: None, tamper: Tamper) -> None:
    row = AuditRecord.objects.get(pk=record_id(305))
    body = bytes(row.body).replace(b'"number":5', b'"number":7')

    tamper("UPDATE audit_auditrecord SET body = %s, leaf = %s WHERE id = %s", body, hash_leaf(pack(body)), row.pk)

    assert sentences() == [
        "Records 300 to 309 of the log do not give the root that was sealed: one of them was replaced."
    ]


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("UPDATE audit_auditrecord SET actor = 'staff:U-000000001' WHERE id = %s", "actor"),
        ("UPDATE audit_auditrecord SET subject = 'P-999999999' WHERE id = %s", "subject"),
        ("UPDATE audit_auditrecord SET tag = 'person.listed' WHERE id = %s", "tag"),
        ("UPDATE audit_auditrecord SET at = at + interval '1 microsecond' WHERE id = %s", "at"),
        ("UPDATE audit_auditrecord SET organisation_id = 2 WHERE id = %s", "organisation"),
    ],
)
def test_a_changed_column(sealed_log: None, tamper: Tamper, statement: str, column: str) -> None:
    changed = record_id(2)

    tamper(statement, changed)

    row = AuditRecord.objects.get(pk=changed)
    assert sentences() == [
        f"Audit record {changed} ({row.tag} {row.subject}) has columns that differ from its bytes: {column}."
    ]


def test_a_removed_record(sealed_log: None, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_auditrecord WHERE id = %s", record_id(305))

    assert sentences() == [
        "The seal of 310 records covers 10 new ones, but 9 are stored: records were removed or added."
    ]


def test_an_added_record(sealed_log: None, tamper: Tamper) -> None:
    tamper(
        "INSERT INTO audit_auditrecord (xid, at, organisation_id, actor, tag, subject, body, leaf)"
        " SELECT xid, at, organisation_id, actor, tag, subject, body, leaf FROM audit_auditrecord"
        " WHERE id = %s",
        record_id(305),
    )

    assert sentences() == [
        "The seal of 310 records covers 10 new ones, but 11 are stored: records were removed or added."
    ]


def test_two_records_that_changed_places(sealed_log: None, tamper: Tamper) -> None:
    first, second = record_id(305), record_id(306)

    tamper(
        "UPDATE audit_auditrecord SET id = CASE id WHEN %s THEN -%s ELSE -%s END WHERE id IN (%s, %s)",
        first,
        second,
        first,
        first,
        second,
    )
    tamper("UPDATE audit_auditrecord SET id = -id WHERE id < 0")

    assert sentences() == [
        "Records 300 to 309 of the log do not give the root that was sealed: one of them was replaced."
    ]


def test_an_unsealed_record_is_checked_too(sealed_log: None, tamper: Tamper) -> None:
    changed = record_id(316)

    tamper("UPDATE audit_auditrecord SET body = body || ' '::bytea WHERE id = %s", changed)

    assert sentences() == [
        f"Audit record {changed} (person.read P-000000316) was changed: its bytes do not give its hash."
    ]


def test_a_removed_seal(sealed_log: None, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_auditseal WHERE size = 310")

    found = sentences()
    assert found[0] == "The seal of 315 records does not follow the seal stored before it: one was removed or changed."
    assert found[1].startswith("The seal of 315 records begins at transaction ")
    assert len(found) == 2


def test_a_changed_seal(sealed_log: None, tamper: Tamper) -> None:
    tamper("UPDATE audit_auditseal SET at = at + interval '1 day' WHERE size = 310")

    assert sentences() == [
        "The seal of 310 records is not signed by this site, or was changed after it was signed.",
        "The seal of 315 records does not follow the seal stored before it: one was removed or changed.",
    ]


def test_a_changed_frontier(sealed_log: None, tamper: Tamper) -> None:
    tamper("UPDATE audit_auditseal SET frontier = '\\x00' WHERE size = 315")

    assert sentences() == ["The seal of 315 records holds a frontier that does not give its root."]


def test_a_changed_node(sealed_log: None, tamper: Tamper) -> None:
    tamper("UPDATE audit_auditnode SET hash = decode(repeat('00', 32), 'hex')")

    assert sentences() == ["Node 0 of level 8 is missing or does not fit its records."]


def test_a_removed_node(sealed_log: None, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_auditnode")

    assert sentences() == [
        "Node 0 of level 8 is missing or does not fit its records.",
        "The log has 0 stored nodes instead of 1: some were added or removed.",
    ]


def test_a_log_rewritten_by_somebody_with_another_key(sealed_log: None, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_auditseal; DELETE FROM audit_auditnode; DELETE FROM audit_auditrecord WHERE id % 2 = 0")
    seal_records(now=NOW, signing_key=bytes(32))

    assert len(sentences()) == 1
    assert sentences()[0].endswith("is not signed by this site, or was changed after it was signed.")


def test_a_log_cut_off_at_its_end_is_found_by_its_mirror(sealed_log: None, tamper: Tamper, tmp_path: Path) -> None:
    mirror = tmp_path / "seals.jsonl"
    mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY)
    assert list(verify_mirror(path=mirror, public_key=PUBLIC_KEY)) == []

    tamper(
        "DELETE FROM audit_auditrecord WHERE xid >= (SELECT lo FROM audit_auditseal WHERE size = 315);"
        "DELETE FROM audit_auditseal WHERE size = 315"
    )

    assert sentences() == []
    assert [violation.sentence for violation in verify_mirror(path=mirror, public_key=PUBLIC_KEY)] == [
        "Line 3 of seals.jsonl, the seal of 315 records, is missing from the database."
    ]


def test_a_log_rewritten_by_the_holder_of_the_key_is_found_by_its_mirror(
    sealed_log: None, tamper: Tamper, tmp_path: Path
) -> None:
    mirror = tmp_path / "seals.jsonl"
    mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY)

    tamper("DELETE FROM audit_auditseal; DELETE FROM audit_auditnode; DELETE FROM audit_auditrecord WHERE id % 2 = 0")
    record_audit(actor=OFFICER, now=NOW, tag="person.read", subject="P-000000001")
    seal_records(now=NOW, signing_key=SEED)

    assert sentences() == []
    assert len(list(verify_mirror(path=mirror, public_key=PUBLIC_KEY))) == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('"size": 300', '"size": 301'), "Line 1 of seals.jsonl says 301 records, and its signed note 300."),
        (("epoch 1", "epoch 2"), "Line 1 of seals.jsonl is not signed by this site"),
        (('"epoch"', '"era"'), "Line 1 of seals.jsonl is not a seal; it was cut off or changed."),
    ],
)
def test_a_changed_mirror(sealed_log: None, tmp_path: Path, change: tuple[str, str], sentence: str) -> None:
    mirror = tmp_path / "seals.jsonl"
    mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY)
    first, *others = mirror.read_text(encoding="utf-8").splitlines(keepends=True)

    mirror.write_text("".join([first.replace(*change), *others]), encoding="utf-8")

    assert next(verify_mirror(path=mirror, public_key=PUBLIC_KEY)).sentence.startswith(sentence)


def test_a_mirror_of_another_site(sealed_log: None, tmp_path: Path) -> None:
    mirror = tmp_path / "seals.jsonl"
    mirror_seals(now=NOW, path=mirror, public_key=PUBLIC_KEY)

    found = list(verify_mirror(path=mirror, public_key=public_key_of(bytes(32))))

    assert "Line 1 of seals.jsonl is not signed by this site" in found[0].sentence
