"""Receipts as the desk lists them, and as paper, which is made anew each time from what was sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.core.money import Money
from appealdesk.donations.access import access_donation, access_receipt, may_handle_money
from appealdesk.donations.models import Receipt, ReceiptIssuer
from appealdesk.donations.paper.catalogue import Layout, find_layout
from appealdesk.donations.paper.compose import SEAL, STYLE, Mark, Paper, PaperContent, compose_document, compose_receipt
from appealdesk.donations.queries.issuers import printed_issuer
from appealdesk.donations.queries.receipt_contents import open_content
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.pdf import PdfJob, render_pdf
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = [
    "CopyPage",
    "ReceiptList",
    "ReceiptPage",
    "job_of",
    "paper_of",
    "preview_pdf",
    "receipt_page",
    "receipt_pdf",
    "receipts_of_donation",
    "receipts_page",
]

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPage:
    """One more copy that was handed out."""

    number: int
    issued_on: date
    issued_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """One receipt; the donor's name is None once it was erased."""

    ref: str
    label: str
    layout: str
    layout_names: Localised
    language: str
    amount: Money
    donation_ref: str
    person_id: int
    donor_name: str | None
    issued_on: date
    issued_at: datetime
    issued_by: str
    voided_at: datetime | None
    voided_by: str
    void_reason: str
    copies: tuple[CopyPage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptList:
    """A page of receipts, newest first; `before` continues the list."""

    rows: tuple[ReceiptPage, ...]
    before: int | None


def receipts_page(
    *, actor: Actor, number: str = "", state: str = "", before: int | None = None, limit: int = PAGE_SIZE
) -> ReceiptList:
    """Receipts with this number, valid or void ones or all; the door notes whose names it shows. One query."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = Receipt.objects.filter(organisation_id=actor.own_organisation).select_related("donation")
    if number:
        # A number is typed with or without its letter and its zeros, so that the last digits are enough.
        typed = number.strip().upper()
        rows = rows.filter(number=int(typed)) if typed.isascii() and typed.isdigit() else rows.filter(label=typed)
    if state in ("valid", "void"):
        rows = rows.filter(voided_at__isnull=state == "valid")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    return ReceiptList(
        rows=tuple(map(_page, found[:limit])), before=found[limit - 1].pk if len(found) > limit else None
    )


def receipt_page(*, actor: Actor, ref: str) -> ReceiptPage:
    """One receipt with its copies. Two queries."""
    receipt = access_receipt(actor, ref)
    copies = tuple(
        CopyPage(number=row.number, issued_on=row.issued_on, issued_by=row.issued_by)
        for row in receipt.copies.order_by("number")
    )
    return _page(receipt, copies)


def receipts_of_donation(*, actor: Actor, donation_ref: str) -> tuple[ReceiptPage, ...]:
    """Every receipt of a donation, void ones too, newest first. Two queries."""
    donation = access_donation(actor, donation_ref)
    rows = Receipt.objects.filter(donation=donation).select_related("donation").order_by("-pk")
    return tuple(map(_page, rows))


def receipt_pdf(*, actor: Actor, ref: str, copy: int = 0) -> bytes:
    """The receipt as a PDF: as it was issued, as one of its copies, or marked as void."""
    receipt = access_receipt(actor, ref)
    row = receipt.copies.filter(number=copy).first() if copy else None
    if copy and row is None:
        raise NotFound("copy")
    mark = Mark("copy", row.issued_on, row.number) if row is not None else None
    if receipt.voided_at is not None:
        mark = Mark("void", day_of(actor.own_organisation, now=receipt.voided_at))
    paper = paper_of(receipt, mark=mark)
    return _printed(paper, receipt.issuer, title=receipt.label)


def preview_pdf(*, layout: Layout, language: str, content: PaperContent, issuer: ReceiptIssuer, day: date) -> bytes:
    """How a receipt would look, without a number and marked as a preview."""
    paper = Paper(
        layout=layout,
        language=language,
        label="",
        ref="",
        issued_on=day,
        content=content,
        issuer=printed_issuer(issuer)[0],
        mark=Mark("preview"),
    )
    return _printed(paper, issuer, title=layout.texts[language].title)


def paper_of(receipt: Receipt, *, mark: Mark | None = None) -> Paper:
    """What is printed of a receipt: the layout, the issuer and the words of the day on which it was issued."""
    layout, content = find_layout(receipt.layout, receipt.layout_version), open_content(receipt)
    if content is None:
        raise Refusal("receipts.erased", "What this receipt said was erased.")
    if layout is None:
        raise NotFound("layout")
    return Paper(
        layout=layout,
        language=receipt.language,
        label=receipt.label,
        ref=receipt.ref,
        issued_on=receipt.issued_on,
        content=content,
        issuer=printed_issuer(receipt.issuer)[0],
        mark=mark,
    )


def job_of(receipts: Sequence[Receipt]) -> PdfJob:
    """Receipts as one document, each on a page of its own; they have one issuer, or the newest one's seal is shown."""
    papers = [paper_of(receipt) for receipt in receipts]
    return _job(papers, receipts[-1].issuer, title=f"{receipts[0].label} – {receipts[-1].label}")


def _job(papers: Sequence[Paper], issuer: ReceiptIssuer, *, title: str) -> PdfJob:
    seal = printed_issuer(issuer)[1]
    html = compose_document(list(map(compose_receipt, papers)), title=title, language=papers[0].language)
    return PdfJob(html=html, style=STYLE, pictures={SEAL: seal} if seal else {})


def _printed(paper: Paper, issuer: ReceiptIssuer, *, title: str) -> bytes:
    job = _job([paper], issuer, title=title)
    return render_pdf(html=job.html, style=job.style, pictures=job.pictures).data


def _page(receipt: Receipt, copies: tuple[CopyPage, ...] = ()) -> ReceiptPage:
    layout, content = find_layout(receipt.layout, receipt.layout_version), open_content(receipt)
    return ReceiptPage(
        ref=receipt.ref,
        label=receipt.label,
        layout=receipt.layout,
        layout_names=layout.names if layout else {},
        language=receipt.language,
        amount=Money(receipt.amount_minor, receipt.currency),
        donation_ref=receipt.donation.ref,
        person_id=receipt.person_id,
        donor_name=content.donor_name if content else None,
        issued_on=receipt.issued_on,
        issued_at=receipt.issued_at,
        issued_by=receipt.issued_by,
        voided_at=receipt.voided_at,
        voided_by=receipt.voided_by,
        void_reason=receipt.void_reason,
        copies=copies,
    )
