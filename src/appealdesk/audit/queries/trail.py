"""The trail of one subject: what happened to it, who did it, and where in the sealed log that stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appealdesk.audit.queries.sentences import sentence_of
from appealdesk.foundation.actor import Actor, ActorKind
from appealdesk.foundation.db import fetch_all

__all__ = ["TrailEntry", "TrailPage", "trail_of"]

PAGE_SIZE = 50

# The position is counted from the last complete node of 256 records before the record, so it costs at most 512 index
# entries however long the log is.
_TRAIL = """
WITH page AS (
  SELECT id, epoch, xid, at, actor, tag, subject, body FROM audit_auditrecord
  WHERE subject = ANY(%(subjects)s) AND id < %(before)s
    AND (%(every)s OR organisation_id = %(organisation)s)
  ORDER BY id DESC LIMIT %(limit)s
)
SELECT page.id, page.at, page.actor, page.tag, page.subject, page.body, seal.at, seal.size,
  CASE WHEN seal.size IS NOT NULL THEN coalesce((node.number + 1) * 256, 0) + (
    SELECT count(*) FROM audit_auditrecord earlier
    WHERE (earlier.epoch, earlier.xid, earlier.id) < (page.epoch, page.xid, page.id)
      AND (earlier.epoch, earlier.xid, earlier.id)
        > (coalesce(node.epoch, 0), coalesce(node.last_xid, '0'::xid8), coalesce(node.last_id, 0))
  ) END
FROM page
LEFT JOIN LATERAL (
  SELECT at, size FROM audit_auditseal
  WHERE epoch = page.epoch AND hi > page.xid ORDER BY hi LIMIT 1
) seal ON true
LEFT JOIN LATERAL (
  SELECT number, epoch, last_xid, last_id FROM audit_auditnode
  WHERE level = 8 AND (epoch, last_xid, last_id) < (page.epoch, page.xid, page.id)
  ORDER BY epoch DESC, last_xid DESC, last_id DESC LIMIT 1
) node ON true
ORDER BY page.id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One record. `position` is its place in the sealed log, counted from 0; it and `sealed_at` are None until then."""

    at: datetime
    actor: str
    tag: str
    subject: str
    sentence: str
    details: Mapping[str, Any]
    position: int | None
    sealed_at: datetime | None

    @property
    def is_sealed(self) -> bool:
        """True once the record cannot be changed without breaking a signed seal."""
        return self.position is not None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Newest first; `older` is passed as `before` to get the next page, and is None on the last."""

    entries: tuple[TrailEntry, ...]
    older: int | None


def trail_of(
    *, actor: Actor, subjects: str | Sequence[str], before: int | None = None, limit: int = PAGE_SIZE
) -> TrailPage:
    """The records about one subject, or about several that belong together, such as an application and its letters.

    An actor sees the records of the own organisation; only the product itself, acting for none, sees all.
    """
    rows = fetch_all(
        _TRAIL,
        {
            "subjects": [subjects] if isinstance(subjects, str) else list(subjects),
            "before": before if before is not None else 2**63 - 1,
            "every": actor.kind is ActorKind.SYSTEM and actor.organisation_id is None,
            "organisation": actor.organisation_id,
            "limit": limit + 1,
        },
    )
    entries = tuple(_entry(row, actor.language) for row in rows[:limit])
    return TrailPage(entries, rows[limit - 1][0] if len(rows) > limit else None)


def _entry(row: tuple[Any, ...], language: str) -> TrailEntry:
    _, at, who, tag, subject, body, sealed_at, _, position = row
    details: dict[str, Any] = json.loads(bytes(body))["details"]
    return TrailEntry(
        at=at,
        actor=who,
        tag=tag,
        subject=subject,
        sentence=sentence_of(tag, details, language),
        details=details,
        position=position,
        sealed_at=sealed_at,
    )
