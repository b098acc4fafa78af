"""What the audit tests share: an officer, a moment, a signing key, and the hand of a tamperer."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest

from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.core.chain.heads import public_key_of
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.db import acting
from tests.postgres_plugin import Database

NOW = datetime(2022, 2, 28, 9, 0, tzinfo=UTC)
SEED = bytes(range(32))
PUBLIC_KEY = public_key_of(SEED)
TABLES = ("audit_auditepoch", "audit_auditnode", "audit_auditrecord", "audit_auditseal")
OFFICER = Actor(kind=ActorKind.STAFF, ref="U-7K3M9Q2XC", organisation_id=1, role=Role.DESK_OFFICER, language="en")

Tamper = Callable[..., None]


def write_records(count: int, *, start: int = 0, actor: Actor = OFFICER) -> None:
    """Commit so many records in one transaction, each about its own subject."""
    entries = [AuditEntry("person.read", f"P-{start + number:09d}", {"number": number}) for number in range(count)]
    with acting(actor):
        record_audits(actor=actor, now=NOW, entries=entries)


@pytest.fixture
def tamper(committed_db: Database) -> Tamper:
    """Run SQL as the owner of the tables who switches the triggers off, and on again afterwards."""

    def run(statement: str, *values: object) -> None:
        with psycopg.connect(committed_db.owner_url) as connection:
            for table in TABLES:
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            connection.execute(statement, values or None)
            for table in TABLES:
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run
