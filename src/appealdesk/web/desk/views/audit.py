"""The trail of one record: what happened, who did it, and whether it is sealed."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from appealdesk.accounts.queries import staff_names
from appealdesk.audit.queries.seals import SealPage, latest_seal
from appealdesk.audit.queries.trail import TrailEntry, TrailPage, trail_of
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.web.desk.forms.numbers import read_number
from appealdesk.web.desk.gate import desk_view

__all__ = ["AuditView", "TrailLine", "audit"]

# Statements, donations, accounts and their letters; releases and appeals. Everybody else may ask about any record.
_SUBJECTS: Final = {Role.FINANCE_OFFICER: "TGBL", Role.PRESS_OFFICER: "FQ"}


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry with the name of whoever acted."""

    entry: TrailEntry
    by: str

    @property
    def state(self) -> str:
        """The chip that says whether it is sealed."""
        return "sealed" if self.entry.is_sealed else "unsealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """The trail of `subject`, or the question for one; `malformed` says that what was typed is no reference."""

    subject: str
    malformed: bool
    lines: tuple[TrailLine, ...]
    older: int | None
    seal: SealPage | None


@desk_view("audit", "GET")
def audit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest entries about a record, and the seal that covers them."""
    subject = request.GET.get("subject", "").strip().upper()
    known = is_ref(subject, subject[:1])
    trail = TrailPage((), None)
    if subject and known:
        _check_subject(actor, subject)
        before = read_number(request.GET, "before", default=0)
        trail = trail_of(actor=actor, subjects=subject, before=before or None)
    page = AuditView(
        subject=subject[:40],
        malformed=bool(subject) and not known,
        lines=_lines(trail),
        older=trail.older,
        seal=latest_seal(),
    )
    return render(request, "desk/audit/trail.html", {"page": page}, status=422 if page.malformed else 200)


def _check_subject(actor: Actor, subject: str) -> None:
    prefixes = _SUBJECTS.get(actor.role) if actor.role else ""
    if prefixes is not None and subject[:1] not in prefixes:
        raise NotFound("record")


def _lines(trail: TrailPage) -> tuple[TrailLine, ...]:
    refs = {entry.actor.partition(":")[2] for entry in trail.entries if entry.actor.startswith("staff:")}
    names = staff_names(refs) if refs else {}
    return tuple(
        TrailLine(entry, _by(entry.actor, names.get(entry.actor.partition(":")[2], ""))) for entry in trail.entries
    )


def _by(actor: str, name: str) -> str:
    kind, _, ref = actor.partition(":")
    return name or (ref if kind == "staff" else kind)
