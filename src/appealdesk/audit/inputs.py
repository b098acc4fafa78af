"""What is recorded: one entry of the audit log, as an action states it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["AuditEntry"]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`tag` is one of audit/tags/, `subject` an opaque reference.

    `details` holds references, numbers and codes. A personal value enters only as its commitment
    (`core.chain.commitments.commit_personal`), so that erasure leaves the log as it is.
    """

    tag: str
    subject: str
    details: Mapping[str, Any] = field(default_factory=dict)
