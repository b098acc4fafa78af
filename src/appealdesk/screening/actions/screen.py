"""Screening one application: when it arrives, and whenever its facts change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import revision_by_id, revision_in_force
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.evaluate import Outcome, Result, evaluate
from appealdesk.enquiries.queries.applications import ApplicationRow, application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.screening.models import Screening
from appealdesk.screening.queries.answers import facts_of_application
from appealdesk.screening.queries.channels import CHANNELS
from appealdesk.screening.slots import COLUMNS, pack_facts
from appealdesk.screening.statement import PROFILES, RUN_LOCK_SHARED

__all__ = ["Screened", "screen_application"]

# Makes the profile or locks the one that there is. The lock comes before the facts are read, so that of two screenings
# at once the later one has the later facts. The second lock is taken before the criteria are read: a re-screening
# begins only when this screening is stored, so that it overlooks nobody who was judged by the criteria before.
_LOCK: Final = f"""
INSERT INTO {PROFILES} (application_id, organisation_id, appeal_id, position_id, channel, screened_at, reasons,
    evidence_1, evidence_2, decision)
VALUES (%s, %s, %s, %s, %s, %s, 0, 0, 0, 0)
ON CONFLICT (application_id) DO UPDATE SET screened_at = EXCLUDED.screened_at
RETURNING outcome, reasons, revision_id, {RUN_LOCK_SHARED}
"""  # noqa: S608 - a table of ours
_WRITE_FACTS: Final = ", ".join(f"{column} = %({column})s" for column in COLUMNS)
_WRITE_RESULT: Final = "outcome = %(outcome)s, reasons = %(reasons)s, revision_id = %(revision_id)s, run_id = NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """The result; `outcome` is None and `revision_ref` empty where the position has no criteria in force."""

    outcome: Outcome | None
    reasons: tuple[str, ...]
    revision_ref: str
    changed: bool


@dataclass(frozen=True, slots=True)
class _Stored:
    """The result that a profile has."""

    outcome: int | None
    reasons: int
    revision_id: int | None

    def differs(self, revision: RevisionPage, result: Result) -> bool:
        """True if a result is another one; a mask of another revision is compared by the criteria that it names."""
        if self.outcome != result.outcome.code or self.revision_id is None:
            return True
        if self.revision_id == revision.id:
            return self.reasons != result.mask
        earlier = revision_by_id(self.revision_id)
        return earlier is None or earlier.criteria.leaf_ids(self.reasons) != result.reasons


def screen_application(*, actor: Actor, now: datetime, application_ref: str) -> Screened:
    """Write the application's facts into its profile and judge them by the criteria in force; safe to call again."""
    with acting(actor):
        application = application_by_ref(actor=actor, ref=application_ref)
        stored = _lock_profile(application, now)
        dictionary = fact_dictionary(application.organisation_id)
        facts = facts_of_application(actor=actor, application=application, dictionary=dictionary)
        packed = pack_facts(dictionary, facts)
        revision = revision_in_force(application.position_id, at=now) if application.position_id is not None else None
        if revision is None:
            _write(application, packed)
            return Screened(outcome=None, reasons=(), revision_ref="", changed=False)
        day = day_of(application.organisation_id, now=now)
        result = evaluate(revision.criteria, facts, day)
        changed = stored.differs(revision, result)
        if not changed:
            _write(application, packed)
        else:
            _write(
                application,
                packed | {"outcome": result.outcome.code, "reasons": result.mask, "revision_id": revision.id},
            )
            Screening.objects.create(
                organisation_id=application.organisation_id,
                application_id=application.id,
                revision_id=revision.id,
                reasons=result.mask,
                at=now,
                as_of=day,
                previous_outcome=stored.outcome,
                outcome=result.outcome.code,
            )
            details = {"outcome": result.outcome.value, "revision": revision.ref, "reasons": list(result.reasons)}
            record_audit(actor=actor, now=now, tag="application.screened", subject=application.ref, details=details)
    return Screened(outcome=result.outcome, reasons=result.reasons, revision_ref=revision.ref, changed=changed)


def _lock_profile(application: ApplicationRow, now: datetime) -> _Stored:
    values = [
        application.id,
        application.organisation_id,
        application.appeal_id,
        application.position_id,
        CHANNELS.index(application.channel),
        now,
    ]
    outcome, reasons, revision_id, _ = fetch_all(_LOCK, values)[0]
    return _Stored(outcome, reasons, revision_id)


def _write(application: ApplicationRow, columns: Mapping[str, Any]) -> None:
    """Write the facts, and the result where there is a new one."""
    assignments = f"{_WRITE_FACTS}, {_WRITE_RESULT}" if "outcome" in columns else _WRITE_FACTS
    execute(
        f"UPDATE {PROFILES} SET {assignments} WHERE application_id = %(application)s",  # noqa: S608 - columns of ours
        {**columns, "application": application.id},
    )
