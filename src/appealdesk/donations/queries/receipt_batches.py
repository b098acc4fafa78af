"""Batches of receipts: which donations, how far, and the papers of a part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from appealdesk.donations.access import access_batch, may_handle_money
from appealdesk.donations.events import ReceiptBatchAdvanced
from appealdesk.donations.models import Donation, ReceiptBatch, ReceiptBatchLine, ReceiptBatchPart
from appealdesk.donations.paper.catalogue import find_layout
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import payload_of
from appealdesk.foundation.jobs import Trouble, trouble_with
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "BatchPage",
    "PartPage",
    "batch_page",
    "batch_papers",
    "batch_trouble",
    "batches_page",
    "candidates_of",
    "part_context",
    "part_pdf",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """One file of a batch and how many receipts it holds."""

    number: int
    receipts: int
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """One batch; `left_out` counts by what stands against the others."""

    ref: str
    layout_names: Localised
    language: str
    fund_names: Localised | None
    received_from: date
    received_to: date
    status: str
    candidates: int
    considered: int
    total: int
    issued: int
    printed: int
    left_out: Mapping[str, int]
    prepared_at: datetime
    prepared_by: str
    started_at: datetime | None
    started_by: str
    finished_at: datetime | None
    parts: tuple[PartPage, ...] = ()

    @property
    def is_working(self) -> bool:
        """True while the worker has something to do for it."""
        return self.status in ("counting", "running")


def candidates_of(batch: ReceiptBatch) -> QuerySet[Donation]:
    """The donations of the choice that stand, whatever else is against a receipt for them."""
    rows = Donation.objects.filter(
        organisation_id=batch.organisation_id,
        undone_at__isnull=True,
        received_on__gte=batch.received_from,
        received_on__lte=batch.received_to,
    )
    return rows.filter(fund_id=batch.fund_id) if batch.fund_id else rows


def batches_page(*, actor: Actor, limit: int = 50) -> tuple[BatchPage, ...]:
    """The newest batches. One query."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = ReceiptBatch.objects.filter(organisation_id=actor.own_organisation).select_related("fund")
    return tuple(_page(row, 0, ()) for row in rows.order_by("-pk")[:limit])


def batch_page(*, actor: Actor, ref: str) -> BatchPage:
    """One batch with its parts. Three queries."""
    row = access_batch(actor, ref)
    issued = ReceiptBatchLine.objects.filter(part__batch=row).aggregate(
        count=Count("pk", filter=Q(receipt__isnull=False))
    )
    parts = tuple(
        PartPage(number=number, receipts=receipts, ready=done is not None)
        for number, receipts, done in row.parts.order_by("number").values_list("number", "receipts", "done_at")
    )
    return _page(row, issued["count"], parts)


def batch_trouble(*, actor: Actor, batch: BatchPage) -> Trouble | None:
    """What keeps the worker from going on with it. One query while it works, else none."""
    if not batch.is_working:
        return None
    event = ReceiptBatchAdvanced(batch_ref=batch.ref)
    return trouble_with(organisation_id=actor.own_organisation, name=type(event).__name__, payload=payload_of(event))


def part_pdf(*, actor: Actor, ref: str, number: int) -> bytes:
    """The pages of one part; the door notes the reading."""
    batch = access_batch(actor, ref)
    part = ReceiptBatchPart.objects.filter(batch=batch, number=number, sealed__isnull=False).first()
    if part is None or part.wrapped_key is None or part.sealed is None:
        raise NotFound("part")
    return open_sealed(unwrap_key(part.wrapped_key), context=part_context(batch.ref, number), sealed=part.sealed)


def batch_papers(*, actor: Actor, ref: str) -> Iterator[tuple[str, bytes]]:
    """The files of a finished batch by their names, each read when its turn comes; the door notes the reading."""
    with acting(actor):
        batch = access_batch(actor, ref)
        if batch.status != ReceiptBatch.Status.DONE:
            raise NotFound("papers")
        printed = batch.parts.filter(sealed__isnull=False).order_by("number")
        numbers = list(printed.values_list("number", flat=True))
    return _papers(actor, ref, numbers)


def _papers(actor: Actor, ref: str, numbers: list[int]) -> Iterator[tuple[str, bytes]]:
    for number in numbers:
        with acting(actor):
            data = part_pdf(actor=actor, ref=ref, number=number)
        yield f"{ref}-{number:03d}.pdf", data


def part_context(batch_ref: str, number: int) -> str:
    """What binds sealed pages to their part."""
    return f"donations.receiptbatchpart:{batch_ref}:{number}"


def _page(row: ReceiptBatch, issued: int, parts: tuple[PartPage, ...]) -> BatchPage:
    layout = find_layout(row.layout)
    return BatchPage(
        ref=row.ref,
        layout_names=layout.names if layout else {},
        language=row.language,
        fund_names=row.fund.names if row.fund else None,
        received_from=row.received_from,
        received_to=row.received_to,
        status=row.status,
        candidates=row.candidates,
        considered=row.considered,
        total=row.total,
        issued=issued,
        printed=sum(part.receipts for part in parts if part.ready),
        left_out=row.left_out,
        prepared_at=row.prepared_at,
        prepared_by=row.prepared_by,
        started_at=row.started_at,
        started_by=row.started_by,
        finished_at=row.finished_at,
        parts=parts,
    )
