"""Begin a new epoch of the log, which the operator does after restoring a database from a copy.

Transaction numbers of the restored copy's history and of the new one may overlap; the epoch keeps the two apart. It
needs the owner of the tables and must come before the application starts to write.
"""

from datetime import datetime

from django.db import transaction

from appealdesk.audit.actions.record import record_audit
from appealdesk.audit.actions.seal import seal_epoch
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import execute, fetch_value
from appealdesk.foundation.refusals import Refusal

__all__ = ["begin_epoch"]


def begin_epoch(*, actor: Actor, now: datetime, reason: str, signing_key: bytes) -> int:
    """Seal what is left of the present epoch and begin the next; returns its number. Refuses without a reason."""
    if not reason.strip():
        raise Refusal("audit.no_reason", "Say why a new epoch begins, for instance which copy was restored.")
    with transaction.atomic():
        execute("LOCK TABLE audit_auditrecord IN ACCESS EXCLUSIVE MODE")
        present = int(fetch_value("SELECT max(number) FROM audit_auditepoch"))
        seal_epoch(epoch=present, now=now, signing_key=signing_key)
        number = present + 1
        execute(
            "INSERT INTO audit_auditepoch (number, cluster, begun_at, reason)"
            " SELECT %s, system_identifier::text, %s, %s FROM pg_control_system()",
            [number, now, reason.strip()],
        )
        execute(f"ALTER TABLE audit_auditrecord ALTER COLUMN epoch SET DEFAULT {number:d}")
        details = {"epoch": number}
        record_audit(actor=actor, now=now, tag="audit.epoch_begun", subject=f"epoch:{number}", details=details)
    return number
