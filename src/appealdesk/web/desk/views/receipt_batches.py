"""Receipts for many donations: chosen, gone through, looked at, issued by the worker, printed in parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.donations.actions.note import note_receipts
from appealdesk.donations.actions.prepare import prepare_batch
from appealdesk.donations.actions.start import start_batch
from appealdesk.donations.paper.catalogue import current_layouts
from appealdesk.donations.queries.money import funds_of
from appealdesk.donations.queries.receipt_batches import (
    BatchPage,
    batch_page,
    batch_papers,
    batch_trouble,
    batches_page,
    part_pdf,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.jobs import Trouble
from appealdesk.foundation.refusals import Refusal
from appealdesk.foundation.zips import stream_zip
from appealdesk.web.desk.forms.receipts import BATCH_NAMES, batch_fields, read_batch
from appealdesk.web.desk.forms.typed import TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.views.receipts import pdf_response
from appealdesk.web.shared.places import may_visit
from appealdesk.web.shared.refusals import telling

__all__ = ["BatchView", "BatchesView", "batch", "batches", "papers", "part", "start"]


@dataclass(frozen=True, slots=True)
class BatchesView:
    """The form and the newest batches."""

    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    rows: tuple[BatchPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """One batch: what it would do, how far it is, or what it did."""

    batch: BatchPage
    left: tuple[tuple[str, int], ...]
    trouble: Trouble | None
    may_mend: bool
    seconds_left: float | None
    by: str

    @property
    def done(self) -> int:
        """How far the present work is."""
        return self.batch.considered if self.batch.status == "counting" else self.batch.printed

    @property
    def goal(self) -> int:
        """Where it ends."""
        return max(1, self.batch.candidates if self.batch.status == "counting" else self.batch.total)

    @property
    def left_count(self) -> int:
        """How many get no receipt."""
        return sum(count for _, count in self.left)


@desk_view("receipts", "GET", "POST")
def batches(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: the form and the list. POST: choose donations; nothing is issued yet."""
    if request.method != "POST":
        today = day_of(actor.own_organisation, now=read_clock())
        first = {"received_from": today.replace(month=1, day=1).isoformat(), "received_to": today.isoformat()}
        return _list(request, actor, first, {})
    values, problems = sent_values(request.POST), dict[str, str]()
    entry = read_batch(values, problems)
    if entry is not None:
        try:
            made = prepare_batch(actor=actor, now=read_clock(), entry=entry)
            return HttpResponseRedirect(reverse("desk:receipt_batch", kwargs={"ref": made.ref}))
        except Refusal as refusal:
            problems = problem_of(refusal, BATCH_NAMES)
    return _list(request, actor, values, problems)


@desk_view("receipts", "GET")
def batch(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The page, or for htmx the part that changes; once the work is done the whole page is loaded again."""
    found = batch_page(actor=actor, ref=ref)
    author = found.started_by or found.prepared_by
    trouble = batch_trouble(actor=actor, batch=found)
    page = BatchView(
        batch=found,
        trouble=trouble,
        may_mend=may_visit(actor.role, "jobs"),
        left=tuple(sorted(found.left_out.items(), key=lambda item: -item[1])),
        seconds_left=None if trouble else _seconds_left(found),
        by=staff_names([author]).get(author, author),
    )
    if request.headers.get("HX-Request") == "true":
        response = render(request, "desk/receipts/_progress.html", {"page": page})
        if not found.is_working:
            response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "desk/receipts/batch.html", {"page": page})


@desk_view("receipts", "POST")
def start(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """Issue what was looked at."""
    with telling(request, _("The receipts are being issued now; you may leave this page.")):
        start_batch(actor=actor, now=read_clock(), batch_ref=ref)
    return HttpResponseRedirect(reverse("desk:receipt_batch", kwargs={"ref": ref}))


@desk_view("receipts", "GET")
def part(request: HttpRequest, actor: Actor, ref: str, number: int) -> HttpResponse:
    """The pages of one part as one file."""
    data = part_pdf(actor=actor, ref=ref, number=number)
    note_receipts(actor=actor, now=read_clock(), refs=[ref], page=f"part {number}")
    return pdf_response(data, f"{ref}-{number:03d}")


@desk_view("receipts", "GET")
def papers(request: HttpRequest, actor: Actor, ref: str) -> StreamingHttpResponse:
    """All files of a batch as one archive, which goes out while they are opened one by one."""
    files = batch_papers(actor=actor, ref=ref)
    note_receipts(actor=actor, now=read_clock(), refs=[ref], page="papers")
    response = StreamingHttpResponse(stream_zip(files), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{ref}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _list(request: HttpRequest, actor: Actor, values: Mapping[str, str], problems: Mapping[str, str]) -> HttpResponse:
    layouts = {key: layout.names for key, layout in current_layouts().items()}
    funds = funds_of(organisation_id=actor.own_organisation)
    fields = batch_fields(values, problems, layouts=layouts, funds=funds, language=actor.language)
    page = BatchesView(fields, problems, batches_page(actor=actor))
    return render(request, "desk/receipts/batches.html", {"page": page}, status=422 if problems else 200)


def _seconds_left(found: BatchPage) -> float | None:
    """From the pace since it began; nothing can be said before something is done, or long after it should be."""
    counting = found.status == "counting"
    done, goal = (found.considered, found.candidates) if counting else (found.printed, found.total)
    since = found.prepared_at if counting else found.started_at
    if since is None or not 0 < done < goal:
        return None
    passed = read_clock() - since
    return None if passed > timedelta(hours=6) else passed.total_seconds() * (goal - done) / done
