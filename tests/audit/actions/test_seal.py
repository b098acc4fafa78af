"""Sealing: nothing is lost however writers and sealers overlap, and nothing is sealed before its transaction ends."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, transaction

from appealdesk.audit.actions.record import record_audit
from appealdesk.audit.actions.seal import SealResult, seal_records
from appealdesk.audit.invariants import verify_log
from appealdesk.audit.models import AuditNode, AuditRecord, AuditSeal
from appealdesk.audit.queries.seals import all_seals, latest_seal
from appealdesk.core.chain.heads import verify
from appealdesk.core.chain.tree import root_of
from appealdesk.foundation.refusals import Refusal
from tests.audit.conftest import NOW, OFFICER, PUBLIC_KEY, SEED, Tamper, write_records
from tests.postgres_plugin import Database


def in_thread(work: Callable[[], object]) -> object:
    """Run with a database connection of its own, and close it."""

    def run() -> object:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def leaves_in_order() -> list[bytes]:
    return [bytes(leaf) for leaf in AuditRecord.objects.order_by("xid", "id").values_list("leaf", flat=True)]


def test_an_empty_log_is_not_sealed(committed_db: Database) -> None:
    assert seal_records(now=NOW, signing_key=SEED) is None
    assert latest_seal() is None


def test_a_seal_has_the_root_of_its_records_and_is_signed(committed_db: Database) -> None:
    write_records(5)

    result = seal_records(now=NOW, signing_key=SEED)

    seal = latest_seal()
    assert seal is not None
    assert result == SealResult(records=5, size=5, root=root_of(leaves_in_order()))
    assert (seal.size, seal.root, seal.epoch, seal.lo, seal.at) == (5, root_of(leaves_in_order()), 1, 0, NOW)
    assert verify(PUBLIC_KEY, seal.text().encode(), seal.signature)


def test_each_seal_follows_the_one_before(committed_db: Database) -> None:
    write_records(5)
    seal_records(now=NOW, signing_key=SEED)
    write_records(2, start=5)

    assert seal_records(now=NOW, signing_key=SEED) == SealResult(2, 7, root_of(leaves_in_order()))
    assert seal_records(now=NOW, signing_key=SEED) is None

    first, second = all_seals()
    assert (first.previous, second.previous) == (bytes(32), first.digest())
    assert second.lo == first.hi


def test_a_transaction_that_is_still_open_waits_for_the_next_seal(committed_db: Database) -> None:
    with transaction.atomic():
        record_audit(actor=OFFICER, now=NOW, tag="person.read", subject="P-000000001")
        in_thread(lambda: write_records(3, start=10))

        assert in_thread(lambda: seal_records(now=NOW, signing_key=SEED)) is None

    result = seal_records(now=NOW, signing_key=SEED)
    assert result is not None
    assert result.size == 4


def test_a_second_sealer_steps_back(committed_db: Database) -> None:
    write_records(1)

    with transaction.atomic():
        first = seal_records(now=NOW, signing_key=SEED)
        second = in_thread(lambda: seal_records(now=NOW, signing_key=SEED))

    assert first is not None
    assert second is None
    assert AuditSeal.objects.count() == 1


def test_a_rolled_back_transaction_leaves_no_gap(committed_db: Database) -> None:
    write_records(2)
    with transaction.atomic():
        record_audit(actor=OFFICER, now=NOW, tag="person.read", subject="P-000000009")
        transaction.set_rollback(True)

    write_records(2, start=2)
    result = seal_records(now=NOW, signing_key=SEED)

    assert result is not None
    assert result.size == 4
    assert list(verify_log(public_key=PUBLIC_KEY)) == []


def test_nodes_are_kept_at_every_eighth_level(committed_db: Database) -> None:
    write_records(300)
    seal_records(now=NOW, signing_key=SEED)
    write_records(300, start=300)
    seal_records(now=NOW, signing_key=SEED)

    leaves = leaves_in_order()
    nodes = AuditNode.objects.order_by("number").values_list("level", "number", "hash")
    assert [(level, number, bytes(digest)) for level, number, digest in nodes] == [
        (8, 0, root_of(leaves[:256])),
        (8, 1, root_of(leaves[256:512])),
    ]


def test_sixty_thousand_records_of_one_import(committed_db: Database) -> None:
    write_records(60_000)

    result = seal_records(now=NOW, signing_key=SEED)

    assert result == SealResult(60_000, 60_000, root_of(leaves_in_order()))
    assert AuditNode.objects.count() == 60_000 // 256
    assert list(verify_log(public_key=PUBLIC_KEY)) == []


def test_nothing_is_lost_between_many_writers_and_two_sealers(committed_db: Database) -> None:
    writers, rounds = 6, 25
    finished = threading.Event()

    def write(writer: int) -> None:
        try:
            for number in range(rounds):
                write_records(1 + number % 3, start=writer * 1000 + number * 3)
        finally:
            connection.close()

    def keep_sealing() -> None:
        try:
            while not finished.is_set():
                seal_records(now=NOW, signing_key=SEED)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers + 2) as pool:
        sealing = [pool.submit(keep_sealing) for _ in range(2)]
        writing = [pool.submit(write, writer) for writer in range(writers)]
        for work in writing:
            work.result()
        finished.set()
        for work in sealing:
            work.result()
    seal_records(now=NOW, signing_key=SEED)

    seal = latest_seal()
    assert seal is not None
    assert seal.size == AuditRecord.objects.count() == writers * sum(1 + number % 3 for number in range(rounds))
    assert AuditSeal.objects.count() > 1
    assert seal.root == root_of(leaves_in_order())
    assert list(verify_log(public_key=PUBLIC_KEY)) == []


def test_a_database_restored_elsewhere_is_not_sealed_in_the_old_epoch(committed_db: Database, tamper: Tamper) -> None:
    write_records(1)
    tamper("UPDATE audit_auditepoch SET cluster = '7000000000000000001'")

    with pytest.raises(Refusal) as refused:
        seal_records(now=NOW, signing_key=SEED)

    assert refused.value.code == "audit.restored"
    assert latest_seal() is None


def test_a_seal_by_another_key_is_not_this_sites(committed_db: Database) -> None:
    write_records(1)

    seal_records(now=NOW, signing_key=bytes(32))

    assert [violation.sentence for violation in verify_log(public_key=PUBLIC_KEY)] == [
        "The seal of 1 records is not signed by this site, or was changed after it was signed."
    ]


def test_a_writer_does_not_wait_for_the_sealer(committed_db: Database) -> None:
    write_records(1)

    with transaction.atomic():
        seal_records(now=NOW, signing_key=SEED)
        with psycopg.connect(committed_db.owner_url, options="-c lock_timeout=2000") as writer:
            writer.execute(
                "INSERT INTO audit_auditrecord (at, actor, tag, subject, body, leaf)"
                " VALUES (now(), 'staff:U-1', 'person.read', 'P-1', '{}', '\\x00')"
            )

    assert AuditRecord.objects.count() == 2
