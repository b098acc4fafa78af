"""The next step of a batch of receipts: go through some donations, or issue and print the next few parts.

A step commits what it did, so that whoever is killed is continued: the donations of a part get their receipts in one
transaction, its pages are printed outside of any, and a part whose pages are missing is printed again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_batch, lock_statements
from appealdesk.donations.actions.issue import Due, issue_all
from appealdesk.donations.events import ReceiptBatchAdvanced
from appealdesk.donations.models import Donation, Receipt, ReceiptBatch, ReceiptBatchLine, ReceiptBatchPart
from appealdesk.donations.paper.catalogue import Layout, find_layout
from appealdesk.donations.queries.receipt_batches import candidates_of, part_context
from appealdesk.donations.queries.receipt_contents import content_of, declarations_of, obstacle_to, receipted
from appealdesk.donations.queries.receipts import job_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.pdf import PdfJob, render_apart
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.sanctions.actions.check import check_donors

__all__ = ["PART", "perform_batch"]

# A part is one file to print: large enough that its fonts are paid for once, small enough to be opened and posted.
PART: Final = 250
_LOOKED_AT: Final = 2000
# Two for each of the two processes that print, so that what they begin with is paid for by both.
_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class _Judged:
    """Donations with what stands against each, and what the ready ones need."""

    why: Mapping[int, str]
    due: Mapping[int, Due]


def perform_batch(*, actor: Actor, now: datetime, batch_ref: str, part_size: int = PART) -> bool:
    """Do the next step; false if there is none. The actor is the worker in the officer's name."""
    with acting(actor):
        batch = access_batch(actor, batch_ref, lock=True)
        if batch.status == ReceiptBatch.Status.COUNTING:
            _look(actor, now, batch, part_size)
            emit(ReceiptBatchAdvanced(batch_ref=batch.ref), actor=actor, now=now)
            return True
        if batch.status != ReceiptBatch.Status.RUNNING:
            return False
        parts = list(batch.parts.filter(done_at__isnull=True).order_by("number")[:_AT_ONCE])
        if not parts:
            _finish(actor, now, batch)
            return False
        for part in parts:
            _issue(actor, now, batch, part)
        jobs = [_job(part) for part in parts]
    _print(actor, now, batch, parts, jobs)
    return True


def _look(actor: Actor, now: datetime, batch: ReceiptBatch, part_size: int) -> None:
    """Go through the next donations: those that can get a receipt are put into parts, the others are counted."""
    rows = candidates_of(batch).filter(pk__gt=batch.cursor).select_related("fund", "line").order_by("pk")
    donations = list(rows[:_LOOKED_AT])
    if not donations:
        batch.status = ReceiptBatch.Status.DRAFT
        batch.save(update_fields=["status"])
        return
    judged = _judge(actor, now, _layout(batch), batch.language, donations)
    left = Counter(batch.left_out)
    left.update(why for why in judged.why.values() if why)
    ready = [donation for donation in donations if not judged.why[donation.pk]]
    parts = _parts_for(batch, len(ready), part_size)
    ReceiptBatchLine.objects.bulk_create(
        ReceiptBatchLine(
            organisation_id=batch.organisation_id,
            part=parts[(batch.total + index) // part_size],
            donation=donation,
        )
        for index, donation in enumerate(ready)
    )
    batch.left_out = dict(left)
    batch.total += len(ready)
    batch.considered += len(donations)
    batch.cursor = donations[-1].pk
    batch.save(update_fields=["left_out", "total", "considered", "cursor"])


def _parts_for(batch: ReceiptBatch, ready: int, part_size: int) -> dict[int, ReceiptBatchPart]:
    """The parts, by index from 0, that the next ready donations fall into; made where they are missing."""
    if not ready:
        return {}
    wanted = range(batch.total // part_size, (batch.total + ready - 1) // part_size + 1)
    there = {part.number - 1: part for part in batch.parts.filter(number__gt=wanted[0])}
    for index in wanted:
        if index not in there:
            there[index] = ReceiptBatchPart.objects.create(
                organisation_id=batch.organisation_id, batch=batch, number=index + 1
            )
    return there


def _issue(actor: Actor, now: datetime, batch: ReceiptBatch, part: ReceiptBatchPart) -> None:
    """Give the donations of a part their receipts, those that can still get one; a second time changes nothing."""
    lines = list(part.lines.filter(receipt__isnull=True, left_out="").order_by("donation_id"))
    if not lines:
        return
    keys = [line.donation_id for line in lines]
    rows = Donation.objects.select_for_update(of=("self",)).select_related("fund", "line")
    donations = list(rows.filter(pk__in=keys).order_by("pk"))
    lock_statements(donations)
    judged = _judge(actor, now, _layout(batch), batch.language, donations)
    ready = [donation.pk for donation in donations if not judged.why[donation.pk]]
    issued = issue_all(actor=actor, now=now, layout=_layout(batch), due=[judged.due[key] for key in ready])
    keys_of = dict(Receipt.objects.filter(ref__in=[one.ref for one in issued]).values_list("ref", "pk"))
    receipts = {key: keys_of[one.ref] for key, one in zip(ready, issued, strict=True)}
    for line in lines:
        line.receipt_id, line.left_out = receipts.get(line.donation_id), judged.why[line.donation_id]
    ReceiptBatchLine.objects.bulk_update(lines, ["receipt", "left_out"])
    left = Counter(batch.left_out)
    left.update(line.left_out for line in lines if line.left_out)
    batch.left_out = dict(left)
    batch.save(update_fields=["left_out"])
    part.receipts = part.lines.filter(receipt__isnull=False).count()
    part.save(update_fields=["receipts"])


def _judge(actor: Actor, now: datetime, layout: Layout, language: str, donations: Sequence[Donation]) -> _Judged:
    donors = {row.person_id for row in donations if row.person_id is not None}
    held = check_donors(actor=actor, now=now, person_ids=donors)
    people = identities_of(actor=actor, person_ids=donors)
    having = receipted([row.pk for row in donations])
    declared = declarations_of(donations) if "gift_aid" in layout.donor_needs else {}
    why, due = {}, {}
    for row in donations:
        donor = people.get(row.person_id or 0)
        why[row.pk] = (
            "undone"
            if row.undone_at is not None
            else obstacle_to(
                row, layout, donor, declared=row.pk in declared, receipted=row.pk in having, held=row.person_id in held
            )
        )
        if not why[row.pk] and donor is not None and row.person_id is not None:
            spoken = language or _language_of(donor, layout)
            content = content_of(row, donor, spoken, declared=declared.get(row.pk))
            due[row.pk] = Due(row, row.person_id, spoken, content)
    return _Judged(why, due)


def _language_of(donor: IdentityPage, layout: Layout) -> str:
    return donor.language if donor.language in layout.texts else layout.legal_language


def _layout(batch: ReceiptBatch) -> Layout:
    layout = find_layout(batch.layout)
    if layout is None:
        raise NotFound("layout")
    return layout


def _job(part: ReceiptBatchPart) -> PdfJob | None:
    receipts = [
        line.receipt
        for line in part.lines.filter(receipt__voided_at__isnull=True, receipt__isnull=False)
        .select_related("receipt", "receipt__issuer")
        .order_by("receipt__number")
        if line.receipt is not None
    ]
    return job_of(receipts) if receipts else None


def _print(
    actor: Actor,
    now: datetime,
    batch: ReceiptBatch,
    parts: Sequence[ReceiptBatchPart],
    jobs: Sequence[PdfJob | None],
) -> None:
    printed = iter(render_apart([job for job in jobs if job is not None]))
    with acting(actor):
        for part, job in zip(parts, jobs, strict=True):
            if job is not None:
                key = new_data_key()
                part.wrapped_key = key.wrapped
                part.sealed = seal(key, context=part_context(batch.ref, part.number), plain=next(printed).data)
            part.done_at = now
            part.save(update_fields=["wrapped_key", "sealed", "done_at"])
        emit(ReceiptBatchAdvanced(batch_ref=batch.ref), actor=actor, now=now)


def _finish(actor: Actor, now: datetime, batch: ReceiptBatch) -> None:
    batch.status, batch.finished_at = ReceiptBatch.Status.DONE, now
    batch.save(update_fields=["status", "finished_at"])
    receipts = sum(batch.parts.values_list("receipts", flat=True))
    record_audit(
        actor=actor,
        now=now,
        tag="receipts.batch_done",
        subject=batch.ref,
        details={"receipts": receipts, "left_out": sum(batch.left_out.values())},
    )
