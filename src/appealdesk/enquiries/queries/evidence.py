"""Documents and what was found in them, as the desk, the applicant's page and the apps above read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.accounts.queries import staff_names
from appealdesk.enquiries.access import access_evidence, visible_applications, visible_evidence
from appealdesk.enquiries.models import Evidence, EvidenceCheck
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "PAGE_SIZE",
    "CheckRow",
    "EvidenceDetail",
    "EvidenceQueue",
    "EvidenceRow",
    "evidence_detail",
    "evidence_of_application",
    "evidence_queue",
    "open_page",
]

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A document without its content; `reason` and `valid_until` are those of the check in force."""

    ref: str
    application_id: int
    application_ref: str
    person_id: int
    position_id: int | None
    fact_keys: tuple[str, ...]
    kind: str
    page_count: int
    state: str
    received_at: datetime
    reason: str
    valid_until: date | None
    verified_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One check of a document; `present` is the one that counts."""

    ref: str
    verdict: str
    fact_keys: tuple[str, ...]
    reason: str
    note: str
    valid_until: date | None
    expired_at: datetime | None
    by: str
    at: datetime
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDetail:
    """One document with its checks, newest first; `next_ref` is the one that waits next, or empty."""

    row: EvidenceRow
    checks: tuple[CheckRow, ...]
    next_ref: str

    @property
    def seen(self) -> str:
        """The check that an officer's page shows, which goes back with the next one."""
        return next((check.ref for check in self.checks if check.present), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceQueue:
    """Documents in a state, and how many there are in each."""

    rows: tuple[EvidenceRow, ...]
    state: str
    counts: Mapping[str, int]
    page: int
    pages: int


def evidence_of_application(*, actor: Actor, application_id: int) -> tuple[EvidenceRow, ...]:
    """An application's documents in the order in which they came, the erased left out. One query."""
    rows = visible_evidence(actor).filter(application_id=application_id).exclude(state=Evidence.State.ERASED)
    return tuple(map(_row, rows.select_related("application").prefetch_related("checks").order_by("received_at", "pk")))


def evidence_queue(*, actor: Actor, state: str = "waiting", page: int = 1) -> EvidenceQueue:
    """Documents in a state, those that wait longest first, others newest first. Four queries."""
    visible = visible_evidence(actor).filter(application__withdrawn_at__isnull=True)
    counts = {
        each: visible.filter(state=each).count() for each in Evidence.State.values if each != Evidence.State.ERASED
    }
    chosen = state if state in counts else Evidence.State.WAITING.value
    order = ("received_at", "pk") if chosen == Evidence.State.WAITING else ("-received_at", "-pk")
    pages = max(1, -(-counts[chosen] // PAGE_SIZE))
    at = min(max(page, 1), pages)
    rows = visible.filter(state=chosen).select_related("application").prefetch_related("checks").order_by(*order)
    return EvidenceQueue(
        rows=tuple(map(_row, rows[(at - 1) * PAGE_SIZE : at * PAGE_SIZE])),
        state=chosen,
        counts=counts,
        page=at,
        pages=pages,
    )


def evidence_detail(*, actor: Actor, ref: str) -> EvidenceDetail:
    """One document with what was found in it. Callers use `enquiries.actions.read`, which notes the reading."""
    evidence = access_evidence(actor, ref)
    checks = list(evidence.checks.order_by("-at", "-pk"))
    names = staff_names(check.checked_by for check in checks)
    waiting = visible_evidence(actor).filter(state=Evidence.State.WAITING, application__withdrawn_at__isnull=True)
    following = waiting.exclude(pk=evidence.pk).order_by("received_at", "pk").values_list("ref", flat=True).first()
    return EvidenceDetail(
        row=_row(evidence),
        checks=tuple(_check(evidence, check, names) for check in checks),
        next_ref=following or "",
    )


def open_page(*, actor: Actor, ref: str, number: int) -> tuple[str, bytes]:
    """The application's reference and one page's picture. Callers use `enquiries.actions.read`."""
    evidence = access_evidence(actor, ref)
    page = evidence.pages.filter(number=number).first()
    if page is None or evidence.wrapped_key is None:
        raise NotFound("page")
    application = visible_applications(actor).get(pk=evidence.application_id)
    picture = open_sealed(
        unwrap_key(evidence.wrapped_key), context=f"enquiries.evidence:{ref}:page:{number}", sealed=page.sealed
    )
    return application.ref, picture


def _row(evidence: Evidence) -> EvidenceRow:
    present = next((check for check in evidence.checks.all() if check.superseded_at is None), None)
    return EvidenceRow(
        ref=evidence.ref,
        application_id=evidence.application_id,
        application_ref=evidence.application.ref,
        person_id=evidence.application.person_id,
        position_id=evidence.application.position_id,
        fact_keys=tuple(evidence.fact_keys),
        kind=evidence.kind,
        page_count=evidence.page_count,
        state=evidence.state,
        received_at=evidence.received_at,
        reason=present.reason if present else "",
        valid_until=present.valid_until if present else None,
        verified_keys=tuple(present.fact_keys) if present else (),
    )


def _check(evidence: Evidence, check: EvidenceCheck, names: Mapping[str, str]) -> CheckRow:
    note = ""
    if check.sealed is not None and evidence.wrapped_key is not None:
        key = unwrap_key(evidence.wrapped_key)
        note = open_sealed(key, context=f"enquiries.evidencecheck:{check.ref}", sealed=check.sealed).decode()
    return CheckRow(
        ref=check.ref,
        verdict=check.verdict,
        fact_keys=tuple(check.fact_keys),
        reason=check.reason,
        note=note,
        valid_until=check.valid_until,
        expired_at=check.expired_at,
        by=names.get(check.checked_by, check.checked_by),
        at=check.at,
        present=check.superseded_at is None,
    )
