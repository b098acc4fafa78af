"""Screening one application: when it arrives, and whenever its facts change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import judging_basis, revision_by_id
from appealdesk.audit.actions.record import AUDIT_COLUMNS, AuditRow, record_row
from appealdesk.core.criteria.evaluate import Outcome, Result, evaluate
from appealdesk.core.criteria.flips import next_turn
from appealdesk.enquiries.queries.applications import ApplicationRow, application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.screening.queries.answers import facts_of_application
from appealdesk.screening.queries.channels import CHANNELS
from appealdesk.screening.slots import COLUMNS, pack_facts
from appealdesk.screening.statement import PROFILES, RUN_LOCK_SHARED

__all__ = ["Screened", "screen_application"]

# Makes the profile or locks the one that there is. The lock comes before the facts are read, so that of two screenings
# at once the later one has the later facts. The second lock is taken before the criteria are read: a re-screening
# begins only when this screening is stored, so that it overlooks nobody who was judged by the criteria before.
_STORED: Final = ("outcome", "reasons", "revision_id", "next_flip", *COLUMNS)
_LOCK: Final = f"""
INSERT INTO {PROFILES} (application_id, organisation_id, appeal_id, position_id, channel, screened_at, reasons,
    evidence_1, evidence_2, decision)
VALUES (%s, %s, %s, %s, %s, %s, 0, 0, 0, 0)
ON CONFLICT (application_id) DO UPDATE SET screened_at = EXCLUDED.screened_at
RETURNING {RUN_LOCK_SHARED}, {", ".join(_STORED)}
"""  # noqa: S608 - a table of ours
_NOTE: Final = f"""
WITH written AS ({{update}}), noted AS (
    INSERT INTO screening_screening
        (organisation_id, application_id, revision_id, reasons, at, as_of, previous_outcome, outcome)
    VALUES (%(organisation)s, %(application)s, %(revision_id)s, %(reasons)s, %(now)s, %(as_of)s, %(before)s,
        %(outcome)s)
)
INSERT INTO audit_auditrecord ({", ".join(AUDIT_COLUMNS)})
VALUES ({", ".join(f"%(audit_{name})s" for name in AUDIT_COLUMNS)})
"""  # noqa: S608 - tables and columns of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """The result; `outcome` is None and `revision_ref` empty where the position has no criteria in force."""

    outcome: Outcome | None
    reasons: tuple[str, ...]
    revision_ref: str
    changed: bool


def screen_application(*, actor: Actor, now: datetime, application_ref: str) -> Screened:
    """Write the application's facts into its profile and judge them by the criteria in force; safe to call again."""
    with acting(actor):
        application = application_by_ref(actor=actor, ref=application_ref)
        stored = _lock_profile(application, now)
        basis = judging_basis(application.organisation_id, application.position_id, at=now)
        facts = facts_of_application(actor=actor, application=application, dictionary=basis.dictionary)
        present = pack_facts(basis.dictionary, facts)
        revision, day = basis.revision, basis.day
        if revision is None:
            _write(application, stored, present)
            return Screened(outcome=None, reasons=(), revision_ref="", changed=False)
        result = evaluate(revision.criteria, facts, day)
        present["next_flip"] = next_turn(revision.criteria, facts, day)
        changed = _differs(stored, revision, result)
        if not changed:
            _write(application, stored, present)
        else:
            details = {"outcome": result.outcome.value, "revision": revision.ref, "reasons": list(result.reasons)}
            audit = record_row(
                actor=actor, now=now, tag="application.screened", subject=application.ref, details=details
            )
            _write_result(application, stored, present, revision_id=revision.id, result=result, day=day, audit=audit)
    return Screened(outcome=result.outcome, reasons=result.reasons, revision_ref=revision.ref, changed=changed)


def _lock_profile(application: ApplicationRow, now: datetime) -> dict[str, Any]:
    values = [
        application.id,
        application.organisation_id,
        application.appeal_id,
        application.position_id,
        CHANNELS.index(application.channel),
        now,
    ]
    _, *stored = fetch_all(_LOCK, values)[0]
    return dict(zip(_STORED, stored, strict=True))


def _differs(stored: Mapping[str, Any], revision: RevisionPage, result: Result) -> bool:
    """True if a result is another one; a mask of another revision is compared by the criteria that it names."""
    if stored["outcome"] != result.outcome.code or stored["revision_id"] is None:
        return True
    if stored["revision_id"] == revision.id:
        return bool(stored["reasons"] != result.mask)
    earlier = revision_by_id(stored["revision_id"])
    return earlier is None or earlier.criteria.leaf_ids(stored["reasons"]) != result.reasons


def _write(application: ApplicationRow, stored: Mapping[str, Any], present: Mapping[str, Any]) -> None:
    """Write the facts that differ, if any does."""
    new = {column: value for column, value in present.items() if stored[column] != value}
    if new:
        execute(_update(new), new | {"application": application.id})


def _write_result(
    application: ApplicationRow,
    stored: Mapping[str, Any],
    present: Mapping[str, Any],
    *,
    revision_id: int,
    result: Result,
    day: date,
    audit: AuditRow,
) -> None:
    """Write the facts that differ, the new result, its line in the history and the audit record, at once."""
    new = {column: value for column, value in present.items() if stored[column] != value}
    new |= {"outcome": result.outcome.code, "reasons": result.mask, "revision_id": revision_id, "run_id": None}
    values = new | {f"audit_{name}": value for name, value in zip(AUDIT_COLUMNS, audit.values, strict=True)}
    values |= {
        "application": application.id,
        "organisation": application.organisation_id,
        "now": audit.values[0],
        "as_of": day,
        "before": stored["outcome"],
    }
    execute(_NOTE.format(update=_update(new)), values)


def _update(columns: Iterable[str]) -> str:
    assignments = ", ".join(f"{column} = %({column})s" for column in columns)
    return f"UPDATE {PROFILES} SET {assignments} WHERE application_id = %(application)s"  # noqa: S608 - columns of ours
