"""Moving an appeal from one state to another: the table decides, the step stays on record."""

from collections.abc import Mapping
from datetime import datetime

from appealdesk.appeals.access import access_appeal
from appealdesk.appeals.models import Appeal, HostStateObjection, StateChange
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.legal import positions_without_legal_basis
from appealdesk.appeals.queries.states import WITH_REASON, may_become
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Refusal

__all__ = ["move_appeal"]

_TAGS = {
    Appeal.Status.OPEN: "appeal.opened",
    Appeal.Status.PAUSED: "appeal.paused",
    Appeal.Status.CLOSED: "appeal.closed",
    Appeal.Status.WITHDRAWN: "appeal.withdrawn",
    Appeal.Status.SUPERSEDED: "appeal.superseded",
    Appeal.Status.ARCHIVED: "appeal.archived",
}


def move_appeal(*, actor: Actor, now: datetime, ref: str, to: str, reason: Mapping[str, str] | None = None) -> None:
    """Move it and keep the step; the verbs beside this file ask first who may do it.

    Refuses a state that the present one does not lead to, a stop without a reason in three languages, and an opening
    without a position, without a legal basis that is needed, or against an objection that stands.
    """
    told = dict(reason or {})
    with acting(actor):
        row = access_appeal(actor, ref, lock=True)
        _check_way(row, to)
        if to in WITH_REASON and not all(told.get(language, "").strip() for language in LANGUAGES):
            raise Refusal(
                "appeals.reason_missing", "Say why, in all three languages: the appeal's page tells it.", field="reason"
            )
        if to == Appeal.Status.OPEN:
            _check_may_open(row, now)
        before = row.status
        StateChange.objects.create(
            appeal=row, from_status=before, to_status=to, at=now, by=actor.ref, reason=told if to in WITH_REASON else {}
        )
        opened_at = now if to == Appeal.Status.OPEN and row.opened_at is None else row.opened_at
        Appeal.objects.filter(pk=row.pk).update(status=to, opened_at=opened_at)
        tag = (
            "appeal.resumed" if to == Appeal.Status.OPEN and before != Appeal.Status.DRAFT else _TAGS[Appeal.Status(to)]
        )
        record_audit(actor=actor, now=now, tag=tag, subject=row.ref, details={"from": before})


def _check_way(row: Appeal, to: str) -> None:
    if may_become(row.status, to):
        return
    raise Refusal(
        "appeals.state_meanwhile",
        f"The appeal is {row.status}, and from there it cannot become {to}: look at its page again.",
    )


def _check_may_open(row: Appeal, now: datetime) -> None:
    if not row.positions.exists():
        raise Refusal("appeals.no_position", "Say first what is needed: the appeal has no position yet.")
    if HostStateObjection.objects.filter(appeal=row, resolved_at__isnull=True).exists():
        raise Refusal(
            "appeals.objection_stands",
            "An objection of the host state stands: two people have to find it settled first.",
        )
    lacking = positions_without_legal_basis(row.pk, on=day_of(row.organisation_id, now=now))
    if lacking:
        raise Refusal(
            "appeals.legal_basis_missing",
            f"The combat position {lacking[0].slug} has no legal basis in force where you recruit: record the "
            "authority, the document and its dates first.",
            values={"position": lacking[0].slug},
        )
