"""Screening one application: when it arrives, and whenever its facts change."""

from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.appeals.queries.positions import revision_by_id, revision_in_force
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.evaluate import Outcome, Result, evaluate
from appealdesk.enquiries.queries.applications import ApplicationRow, application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.screening.models import Screening, ScreeningProfile
from appealdesk.screening.queries.answers import facts_of_application
from appealdesk.screening.queries.channels import CHANNELS
from appealdesk.screening.slots import COLUMNS, pack_facts

__all__ = ["Screened", "screen_application"]


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
        profile = _locked_profile(application, now)
        dictionary = fact_dictionary(application.organisation_id)
        facts = facts_of_application(actor=actor, application=application, dictionary=dictionary)
        revision = None
        if application.position_id is not None:
            revision = revision_in_force(application.position_id, at=now)
        day = day_of(application.organisation_id, now=now)
        result = evaluate(revision.criteria, facts, day) if revision else None
        for column, value in pack_facts(dictionary, facts).items():
            setattr(profile, column, value)
        changed = _store_result(profile, revision, result, now=now, day=day)
        if changed and revision and result:
            details = {"outcome": result.outcome.value, "revision": revision.ref, "reasons": list(result.reasons)}
            record_audit(actor=actor, now=now, tag="application.screened", subject=application.ref, details=details)
    return Screened(
        outcome=result.outcome if result else None,
        reasons=result.reasons if result else (),
        revision_ref=revision.ref if revision else "",
        changed=changed,
    )


def _locked_profile(application: ApplicationRow, now: datetime) -> ScreeningProfile:
    """The application's profile, made if it is not there. The lock comes before the facts are read, so that of two
    screenings at once the later one has the later facts."""
    profiles = ScreeningProfile.objects.select_for_update()
    profile = profiles.filter(pk=application.id).first()
    if profile is None:
        made = ScreeningProfile(
            application_id=application.id,
            organisation_id=application.organisation_id,
            appeal_id=application.appeal_id,
            position_id=application.position_id,
            channel=CHANNELS.index(application.channel),
            screened_at=now,
        )
        ScreeningProfile.objects.bulk_create([made], ignore_conflicts=True)
        profile = profiles.get(pk=application.id)
    return profile


def _store_result(
    profile: ScreeningProfile, revision: RevisionPage | None, result: Result | None, *, now: datetime, day: date
) -> bool:
    """Save the profile; note the result in the history if it differs from the present one."""
    changed = _differs(profile, revision, result)
    fields = [*COLUMNS, "screened_at"]
    profile.screened_at = now
    if changed and revision is not None and result is not None:
        Screening.objects.create(
            organisation_id=profile.organisation_id,
            application_id=profile.application_id,
            revision_id=revision.id,
            reasons=result.mask,
            at=now,
            as_of=day,
            previous_outcome=profile.outcome,
            outcome=result.outcome.code,
        )
        profile.outcome = result.outcome.code
        profile.reasons = result.mask
        profile.revision_id = revision.id
        profile.run_id = None
        fields += ["outcome", "reasons", "revision_id", "run_id"]
    profile.save(update_fields=fields)
    return changed


def _differs(profile: ScreeningProfile, revision: RevisionPage | None, result: Result | None) -> bool:
    if revision is None or result is None:
        return False
    if profile.outcome != result.outcome.code or profile.revision_id is None:
        return True
    if profile.revision_id == revision.id:
        return profile.reasons != result.mask
    earlier = revision_by_id(profile.revision_id)
    return earlier is None or earlier.criteria.leaf_ids(profile.reasons) != result.reasons
