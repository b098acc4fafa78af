"""The next part of a bulk decision: one batch of decisions, or of undone ones, in one transaction.

A batch takes a fixed number of statements. Where a batch fails, its halves are tried, down to the one row that spoils
it, which is left out and named; the others get their decisions.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from django.db import InterfaceError, OperationalError

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.ages import age_on
from appealdesk.enquiries.queries.applications import applications_by_id
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.letters.actions.draft import draft_letters
from appealdesk.letters.inputs import LetterDraft
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.access import access_bulk
from appealdesk.screening.actions.record import Ruling, record_decisions
from appealdesk.screening.actions.undo import undo_decisions
from appealdesk.screening.events import BulkDecisionAdvanced
from appealdesk.screening.models import BulkDecision, BulkLine
from appealdesk.screening.queries.bulk import candidates_of_standings, entry_of, rules_of, why_left_out
from appealdesk.screening.queries.standing import ADULT_YEARS, Standing, locked_standings, open_note
from appealdesk.screening.queries.wording import decisions_values

__all__ = ["BATCH", "perform_bulk"]

BATCH: Final = 200
# What is done with the locked standings of some lines: why each was left out, and the decision of each other.
_Work = Callable[[Sequence[BulkLine], dict[int, Standing]], dict[int, str]]


def perform_bulk(*, actor: Actor, now: datetime, bulk_ref: str, address: str, batch: int = BATCH) -> bool:
    """Do the next part; false if there is no more to do. The actor is the worker in the officer's name.

    `address` is the site's public address, for the links in letters.
    """
    with acting(actor):
        bulk = access_bulk(actor, bulk_ref, lock=True)
        if bulk.status == BulkDecision.Status.RUNNING:
            state, work = BulkLine.State.CHOSEN, _deciding(actor, now, bulk, address)
        elif bulk.status == BulkDecision.Status.UNDOING:
            state, work = BulkLine.State.DECIDED, _undoing(actor, now, bulk)
        else:
            return False
        lines = list(bulk.lines.filter(state=state).order_by("application_id")[:batch])
        if lines:
            _try(actor, lines, work)
            emit(BulkDecisionAdvanced(bulk_ref=bulk.ref), actor=actor, now=now)
        else:
            _finish(actor, now, bulk)
    return bool(lines)


def _try(actor: Actor, lines: list[BulkLine], work: _Work) -> None:
    """Do some lines at once, and where that fails each half by itself."""
    try:
        with acting(actor):
            applications = applications_by_id(actor=actor, application_ids=[line.application_id for line in lines])
            left = work(lines, dict(locked_standings(applications.values())))
            for line in lines:
                if line.application_id in left:
                    line.why = left[line.application_id]
                    undoing = line.decision_id is not None and line.state == BulkLine.State.DECIDED
                    line.state = BulkLine.State.KEPT if undoing else BulkLine.State.LEFT_OUT
                else:
                    decided = line.state == BulkLine.State.CHOSEN
                    line.state = BulkLine.State.DECIDED if decided else BulkLine.State.UNDONE
            BulkLine.objects.bulk_update(lines, ["state", "why", "decision_id"])
    except (OperationalError, InterfaceError):
        # The database itself is away: that is no row's fault.
        raise
    except Exception:
        again = list(BulkLine.objects.filter(pk__in=[line.pk for line in lines]).order_by("application_id"))
        if len(again) == 1:
            (line,) = again
            line.state = BulkLine.State.LEFT_OUT if line.decision_id is None else BulkLine.State.KEPT
            line.why = "failed"
            line.save(update_fields=["state", "why"])
            return
        middle = len(again) // 2
        _try(actor, again[:middle], work)
        _try(actor, again[middle:], work)


def _deciding(actor: Actor, now: datetime, bulk: BulkDecision, address: str) -> _Work:
    note = open_note("bulk", bulk.ref, bulk.wrapped_key, bulk.sealed)

    def work(lines: Sequence[BulkLine], standings: dict[int, Standing]) -> dict[int, str]:
        candidates = candidates_of_standings(standings.values())
        rules = rules_of(bulk=bulk, candidates=candidates.values(), now=now)
        left = {line.application_id: "not_screened" for line in lines if line.application_id not in candidates}
        seen = {line.application_id: line.seen_decision_id for line in lines}
        for key, candidate in candidates.items():
            if why := why_left_out(candidate, seen[key], rules):
                left[key] = why
        chosen = [standing for key, standing in sorted(standings.items()) if key not in left]
        if bulk.outcome == "accepted":
            too_young = _too_young(actor, chosen, rules.today)
            left |= dict.fromkeys(too_young, "under_age")
            chosen = [standing for standing in chosen if standing.application.id not in too_young]
        decided = _decide(actor, now, bulk, chosen, note, address)
        for line in lines:
            line.decision_id = decided.get(line.application_id)
        return left

    return work


def _too_young(actor: Actor, standings: Sequence[Standing], today: date) -> set[int]:
    """A date of birth may be known from another record of the same person, which no profile holds."""
    identities = identities_of(actor=actor, person_ids={row.application.person_id for row in standings})
    young = set()
    for row in standings:
        identity = identities.get(row.application.person_id)
        if identity is not None and identity.birth_date and age_on(identity.birth_date, today) < ADULT_YEARS:
            young.add(row.application.id)
    return young


def _decide(
    actor: Actor, now: datetime, bulk: BulkDecision, standings: Sequence[Standing], note: str, address: str
) -> dict[int, int]:
    """The decisions by application, each with its letter."""
    if not standings:
        return {}
    entry = entry_of(bulk, standings[0].application.ref)
    values = decisions_values(actor=actor, now=now, standings=standings, entry=entry, address=address)
    drafts = [
        LetterDraft(
            person_id=row.application.person_id,
            about_ref=row.application.ref,
            kind=f"decision_{bulk.outcome}",
            language=row.application.language,
            values=values[row.application.id],
        )
        for row in standings
    ]
    letters = draft_letters(actor=actor, now=now, drafts=drafts)
    rulings = [
        Ruling(
            standing=row,
            outcome=bulk.outcome,
            reason_codes=bulk.reason_codes,
            way_refs=[way.ref for way in entry.ways],
            note=note,
            letter_ref=letter.ref,
            bulk_id=bulk.pk,
        )
        for row, letter in zip(standings, letters, strict=True)
    ]
    decisions = record_decisions(actor=actor, now=now, rulings=rulings)
    return {decision.application_id: decision.pk for decision in decisions}


def _undoing(actor: Actor, now: datetime, bulk: BulkDecision) -> _Work:
    def work(lines: Sequence[BulkLine], standings: dict[int, Standing]) -> dict[int, str]:
        left = {}
        possible = []
        for line in lines:
            standing = standings.get(line.application_id)
            if standing is None or standing.present is None or standing.present.pk != line.decision_id:
                left[line.application_id] = "superseded"
            else:
                possible.append(standing)
        _, kept = undo_decisions(actor=actor, now=now, standings=possible)
        return left | kept

    return work


def _finish(actor: Actor, now: datetime, bulk: BulkDecision) -> None:
    undone = bulk.status == BulkDecision.Status.UNDOING
    bulk.status = BulkDecision.Status.UNDONE if undone else BulkDecision.Status.DONE
    bulk.finished_at = now
    bulk.save(update_fields=["status", "finished_at"])
    state = BulkLine.State.UNDONE if undone else BulkLine.State.DECIDED
    details = {"applications": bulk.lines.count(), "done": bulk.lines.filter(state=state).count()}
    tag = "bulk.undone" if undone else "bulk.finished"
    record_audit(actor=actor, now=now, tag=tag, subject=bulk.ref, details=details)
