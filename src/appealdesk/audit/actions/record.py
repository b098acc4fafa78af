"""Write audit records inside the transaction of what they tell; a plain INSERT, so that writers never wait."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from appealdesk.audit.inputs import AuditEntry
from appealdesk.audit.queries.sentences import check_entry
from appealdesk.core.canonical import canonical_bytes
from appealdesk.core.chain.tree import hash_leaf, pack
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import copy_rows, execute

__all__ = ["AUDIT_COLUMNS", "AuditRow", "record_audit", "record_audits", "record_row"]

BODY_VERSION = 1
AUDIT_COLUMNS = ("at", "organisation_id", "actor", "tag", "subject", "body", "leaf")
_INSERT = (
    "INSERT INTO audit_auditrecord (at, organisation_id, actor, tag, subject, body, leaf)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """The values of AUDIT_COLUMNS, in their order, for a statement that inserts them together with other rows."""

    values: tuple[datetime, int | None, str, str, str, bytes, bytes]


def record_audit(
    *, actor: Actor, now: datetime, tag: str, subject: str, details: Mapping[str, Any] | None = None
) -> None:
    """Record one entry in the present transaction."""
    execute(_INSERT, record_row(actor=actor, now=now, tag=tag, subject=subject, details=details).values)


def record_audits(*, actor: Actor, now: datetime, entries: Iterable[AuditEntry]) -> int:
    """Record many entries by COPY in the present transaction; returns how many."""
    return copy_rows("audit_auditrecord", AUDIT_COLUMNS, _rows(actor, now, entries))


def record_row(
    *, actor: Actor, now: datetime, tag: str, subject: str, details: Mapping[str, Any] | None = None
) -> AuditRow:
    """The row of one entry, for a caller that writes it in a larger statement of its own.

    Raises UnknownTag or MissingDetail where the entry does not fit audit/tags/, and CanonicalError for a value that
    JSON cannot hold; each of them is a mistake in the calling code.
    """
    entry = AuditEntry(tag, subject, details or {})
    return AuditRow(next(_rows(actor, now, [entry])))


def _rows(
    actor: Actor, now: datetime, entries: Iterable[AuditEntry]
) -> Iterator[tuple[datetime, int | None, str, str, str, bytes, bytes]]:
    name, organisation = f"{actor.kind.value}:{actor.ref}", actor.organisation_id
    at = now.astimezone(UTC)
    written_at = at.isoformat()
    for entry in entries:
        check_entry(entry)
        body = canonical_bytes(
            {
                "v": BODY_VERSION,
                "at": written_at,
                "organisation": organisation,
                "actor": name,
                "tag": entry.tag,
                "subject": entry.subject,
                "details": entry.details,
            }
        )
        yield at, organisation, name, entry.tag, entry.subject, body, hash_leaf(pack(body))
