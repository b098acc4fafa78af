"""The audit log: writing records, and sealing them into the Merkle tree."""

import time
from collections.abc import Iterator

from django.conf import settings

from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.actions.seal import seal_records
from appealdesk.audit.inputs import AuditEntry
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting
from bench.database import fresh_database, owner_connection
from bench.floors import copy_seconds
from bench.line import Line, Round, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW

__all__ = ["measure"]

_DETAILS = {"kind": "offer", "channel": "web"}


def measure() -> Iterator[Line]:
    """Each round writes its records in one transaction and seals them."""
    count = pick_size(small=1_000, full=50_000)
    written, sealed = [], []
    forget_peak()
    with fresh_database() as database:
        for _ in range(ROUNDS):
            first = _last_record(database) + 1
            seconds = _record(count)
            floor = copy_seconds({"audit_auditrecord": f"id >= {first:d}"}, database)
            written.append(Round(count / seconds, count / floor))
            sealed.append(Round(count / _seal(count), count / _read_leaves(database, first, count)))
    memory = peak_mb()
    sizes = {"records": count}
    yield make_line(
        "audit-record",
        written,
        unit="records/s",
        floor_name="COPY, the same rows",
        memory_mb=memory,
        sizes=sizes,
    )
    yield make_line(
        "audit-seal",
        sealed,
        unit="records/s",
        floor_name="reading their hashes",
        memory_mb=memory,
        sizes=sizes,
    )


def _record(count: int) -> float:
    actor = system_actor(1)
    entries = (AuditEntry("enquiry.received", f"E-{number:09d}", _DETAILS) for number in range(count))
    began = time.perf_counter()
    with acting(actor):
        record_audits(actor=actor, now=NOW, entries=entries)
    return time.perf_counter() - began


def _seal(count: int) -> float:
    began = time.perf_counter()
    result = seal_records(now=NOW, signing_key=settings.APPEALDESK_SIGNING_KEY)
    seconds = time.perf_counter() - began
    if result is None or result.records != count:
        raise RuntimeError(f"Of {count} records the seal took {result}.")
    return seconds


def _last_record(database: str) -> int:
    with owner_connection(database) as connection:
        row = connection.execute("SELECT coalesce(max(id), 0) FROM audit_auditrecord").fetchone()
    return int(str(row[0])) if row else 0


def _read_leaves(database: str, first: int, count: int) -> float:
    with owner_connection(database) as connection:
        began = time.perf_counter()
        rows = connection.execute(
            "SELECT xid, id, leaf FROM audit_auditrecord WHERE id >= %s ORDER BY xid, id", [first]
        ).fetchall()
        seconds = time.perf_counter() - began
    if len(rows) != count:
        raise RuntimeError(f"{len(rows)} of {count} records were read.")
    return seconds
