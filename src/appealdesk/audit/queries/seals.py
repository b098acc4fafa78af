"""Seals as frozen pages, and the text that each of them signs."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q

from appealdesk.audit.models import AuditSeal
from appealdesk.core.chain.heads import TreeHead, head_text, signed_note

__all__ = ["LOG_NAME", "SealPage", "all_seals", "latest_seal", "seal_at_size", "seals_after"]

# The checkpoint's origin and the signature's name; the key tells one site's log from another's.
LOG_NAME = "appealdesk/audit-log"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealPage:
    """One seal. `lo` and `hi` bound its transactions, `previous` is the hash of the text of the seal before it."""

    epoch: int
    size: int
    root: bytes
    frontier: bytes
    lo: int
    hi: int
    first_id: int
    last_id: int
    at: datetime
    previous: bytes
    signature: bytes = b""

    def text(self) -> str:
        """What is signed: a checkpoint whose further lines tie the seal to its records and to the seal before it."""
        return head_text(
            TreeHead(
                LOG_NAME,
                self.size,
                self.root,
                (
                    f"epoch {self.epoch}",
                    f"transactions {self.lo} {self.hi}",
                    f"records {self.first_id} {self.last_id}",
                    f"at {self.at.astimezone(UTC).isoformat()}",
                    f"previous {self.previous.hex()}",
                ),
            )
        )

    def digest(self) -> bytes:
        """What the next seal names as the one before it."""
        return hashlib.sha256(self.text().encode()).digest()

    def note(self, public_key: bytes) -> str:
        """The signed note that leaves the machine."""
        return signed_note(self.text(), name=LOG_NAME, public_key=public_key, signature=self.signature)


def latest_seal() -> SealPage | None:
    """The newest seal; None while nothing is sealed."""
    row = AuditSeal.objects.order_by("-size").first()
    return None if row is None else _page(row)


def seal_at_size(size: int) -> SealPage | None:
    """The seal of exactly so many records."""
    row = AuditSeal.objects.filter(size=size).first()
    return None if row is None else _page(row)


def all_seals() -> Iterator[SealPage]:
    """Every seal, oldest first, streamed."""
    return seals_after(epoch=0, size=-1)


def seals_after(*, epoch: int, size: int) -> Iterator[SealPage]:
    """The seals that come after one of this epoch and size, oldest first, streamed."""
    later = Q(epoch__gt=epoch) | Q(epoch=epoch, size__gt=size)
    rows = AuditSeal.objects.filter(later).order_by("epoch", "size")
    return (_page(row) for row in rows.iterator(chunk_size=1000))


def _page(row: AuditSeal) -> SealPage:
    return SealPage(
        epoch=row.epoch,
        size=row.size,
        root=bytes(row.root),
        frontier=bytes(row.frontier),
        lo=row.lo,
        hi=row.hi,
        first_id=row.first_id,
        last_id=row.last_id,
        at=row.at,
        previous=bytes(row.previous),
        signature=bytes(row.signature),
    )
