"""A person's decision about an application, with reasons, ways to help and the letter, in one act.

The profile's row is locked first: of two officers who decide at once one is first, and the other is told who was and
when.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.positions import revision_in_force
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.ages import age_on
from appealdesk.enquiries.queries.applications import ApplicationRow, application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.actions.cancel import cancel_letter
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.access import check_may_decide
from appealdesk.screening.events import ApplicationDecided
from appealdesk.screening.inputs import DecisionInput
from appealdesk.screening.models import Decision, DecisionCode, Screening, ScreeningProfile
from appealdesk.screening.queries.wording import decision_values
from appealdesk.screening.reasons import REASONS

__all__ = ["ADULT_YEARS", "Decided", "decide_application", "decide_withdrawal"]

ADULT_YEARS: Final = 18
_LETTERS: Final = {
    "accepted": "decision_accepted",
    "declined": "decision_declined",
    "deferred": "decision_deferred",
    "referred": "decision_referred",
}
_NEEDS_REASON: Final = frozenset({"declined", "deferred"})
_NEEDS_WAYS: Final = frozenset({"declined", "deferred", "referred"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision; `letter_ref` is empty where nobody is written to. `already` where it had been made before."""

    ref: str
    letter_ref: str
    already: bool = False


def decide_application(*, actor: Actor, now: datetime, entry: DecisionInput, address: str) -> Decided:
    """Decide, draft the letter and tell the apps above. `address` is the site's public address, for the letter's link.

    Raises Refusal for a decision that was overtaken, a reason that does not fit, a decline without a way to help, and
    for accepting somebody known to be under age.
    """
    with acting(actor):
        check_may_decide(actor)
        _check_entry(entry)
        application = application_by_ref(actor=actor, ref=entry.application_ref)
        profile = _locked_profile(application)
        present = _present_decision(application)
        if present is not None and _is_repeated(present, actor, entry):
            return Decided(ref=present.ref, letter_ref=present.letter_ref, already=True)
        _check_seen(present, entry)
        if entry.outcome == "accepted":
            _check_age(actor, now, application)
        letter_ref = _draft_letter(actor, now, application, entry, address)
        decision = _record(
            actor, now, application=application, profile=profile, present=present, entry=entry, letter_ref=letter_ref
        )
    return Decided(ref=decision.ref, letter_ref=letter_ref)


def decide_withdrawal(*, actor: Actor, now: datetime, application_ref: str) -> Decided:
    """Record that the applicant took the offer back, whatever had been decided; no letter leaves any more."""
    entry = DecisionInput(application_ref=application_ref, outcome="withdrawn", reason_codes=("applicant_withdrew",))
    with acting(actor):
        application = application_by_ref(actor=actor, ref=application_ref)
        profile = _locked_profile(application)
        present = _present_decision(application)
        if present is not None and present.outcome == Decision.Outcome.WITHDRAWN:
            return Decided(ref=present.ref, letter_ref="", already=True)
        decision = _record(
            actor, now, application=application, profile=profile, present=present, entry=entry, letter_ref=""
        )
        for letter in letters_about(actor=actor, ref=application.ref):
            if letter.status == "draft":
                cancel_letter(actor=actor, now=now, letter_ref=letter.ref)
    return Decided(ref=decision.ref, letter_ref="")


def _check_entry(entry: DecisionInput) -> None:
    for code in entry.reason_codes:
        if code not in REASONS or entry.outcome not in REASONS[code].outcomes:
            raise Refusal(
                "screening.reason_misfit",
                f"The reason “{code}” cannot be given for this decision; choose one from the list.",
                field="reason_codes",
                values={"reason": code, "outcome": entry.outcome},
            )
    if entry.outcome in _NEEDS_REASON and not entry.reason_codes:
        raise Refusal("screening.reason_missing", "Say why: the letter tells the applicant.", field="reason_codes")
    if entry.outcome in _NEEDS_WAYS and not entry.ways:
        raise Refusal(
            "screening.no_way_to_help",
            "Nobody is only turned away: choose at least one other way to help.",
            field="ways",
        )


def _locked_profile(application: ApplicationRow) -> ScreeningProfile:
    profile = ScreeningProfile.objects.select_for_update().filter(pk=application.id).first()
    if profile is None:
        raise Refusal("screening.not_screened_yet", "This application is still being screened: try again in a moment.")
    return profile


def _present_decision(application: ApplicationRow) -> Decision | None:
    return Decision.objects.filter(application_id=application.id, superseded_by__isnull=True).first()


def _is_repeated(present: Decision, actor: Actor, entry: DecisionInput) -> bool:
    """True if the same officer has sent the same form twice."""
    seen = present.supersedes.ref if present.supersedes else ""
    return (
        present.decided_by == actor.ref
        and present.outcome == entry.outcome
        and tuple(present.reason_codes) == entry.reason_codes
        and seen == entry.seen_decision_ref
    )


def _check_seen(present: Decision | None, entry: DecisionInput) -> None:
    if (present.ref if present else "") == entry.seen_decision_ref:
        return
    if present is None:
        raise Refusal("screening.decision_unknown", "The decision that your page showed is not there: load it again.")
    name = staff_names([present.decided_by]).get(present.decided_by, present.decided_by)
    raise Refusal(
        "screening.decided_meanwhile",
        f"{name} decided about this application while you looked at it ({present.outcome}, "
        f"{present.at:%Y-%m-%d %H:%M} UTC). Read that decision before you make another.",
        values={"by": name, "at": present.at.isoformat(), "outcome": present.outcome, "decision": present.ref},
    )


def _check_age(actor: Actor, now: datetime, application: ApplicationRow) -> None:
    identity = identities_of(actor=actor, person_ids=[application.person_id]).get(application.person_id)
    if identity is None or identity.birth_date is None:
        return
    if age_on(identity.birth_date, day_of(application.organisation_id, now=now)) < ADULT_YEARS:
        raise Refusal(
            "screening.under_age",
            f"Nobody under {ADULT_YEARS} is placed. Offer another way to help instead.",
            values={"years": ADULT_YEARS},
        )


def _draft_letter(actor: Actor, now: datetime, application: ApplicationRow, entry: DecisionInput, address: str) -> str:
    kind = _LETTERS.get(entry.outcome)
    if kind is None:
        return ""
    return draft_letter(
        actor=actor,
        now=now,
        person_id=application.person_id,
        about_ref=application.ref,
        kind=kind,
        language=application.language,
        values=decision_values(actor=actor, now=now, application=application, entry=entry, address=address),
    ).ref


def _record(
    actor: Actor,
    now: datetime,
    *,
    application: ApplicationRow,
    profile: ScreeningProfile,
    present: Decision | None,
    entry: DecisionInput,
    letter_ref: str,
) -> Decision:
    ref = new_ref("D")
    revision = revision_in_force(application.position_id, at=now) if application.position_id else None
    key = new_data_key() if entry.note else None
    decision = Decision.objects.create(
        ref=ref,
        organisation_id=application.organisation_id,
        application_id=application.id,
        outcome=entry.outcome,
        reason_codes=list(entry.reason_codes),
        way_refs=[way.ref for way in entry.ways],
        wrapped_key=key.wrapped if key else None,
        sealed=seal_json(key, context=f"screening.decision:{ref}", value={"note": entry.note}) if key else None,
        letter_ref=letter_ref,
        revision_id=revision.id if revision else None,
        screening_id=_latest_screening(application),
        screening_outcome=profile.outcome,
        decided_by=actor.ref,
        at=now,
        supersedes=present,
    )
    if present is not None and present.letter_ref:
        _keep_back(actor, now, application, present.letter_ref)
    profile.decision = DecisionCode[entry.outcome.upper()]
    profile.save(update_fields=["decision"])
    details = {"decision": ref, "outcome": entry.outcome, "reasons": list(entry.reason_codes), "letter": letter_ref}
    record_audit(actor=actor, now=now, tag="decision.made", subject=application.ref, details=details)
    told = ApplicationDecided(
        application_ref=application.ref,
        decision_ref=ref,
        outcome=entry.outcome,
        way_refs=tuple(way.ref for way in entry.ways),
    )
    emit(told, actor=actor, now=now)
    return decision


def _latest_screening(application: ApplicationRow) -> int | None:
    newest = Screening.objects.filter(application_id=application.id).order_by("-id")
    return newest.values_list("pk", flat=True).first()


def _keep_back(actor: Actor, now: datetime, application: ApplicationRow, letter_ref: str) -> None:
    """The letter of a decision that is superseded does not leave any more, if it has not left."""
    for letter in letters_about(actor=actor, ref=application.ref):
        if letter.ref == letter_ref and letter.status in {"draft", "approved"}:
            cancel_letter(actor=actor, now=now, letter_ref=letter_ref)
