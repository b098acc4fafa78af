"""Bulk decisions: for whom one would be made, who is left out and why, and how far it is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.positions import position_names, revision_by_id
from appealdesk.core.criteria.ages import age_on
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.enquiries.queries.applications import ApplicationRow, applications_by_id
from appealdesk.foundation.actor import Actor
from appealdesk.screening.access import access_bulk, check_may_screen
from appealdesk.screening.inputs import DecisionInput, WayOffer
from appealdesk.screening.models import BulkDecision, BulkLine, Decision, ScreeningProfile, WaitsCode
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.queries.runs import outcome_word
from appealdesk.screening.queries.standing import ADULT_YEARS, Standing, open_note
from appealdesk.screening.reasons import Reason
from appealdesk.screening.slots import birth_date_of

__all__ = [
    "BulkPage",
    "BulkRow",
    "Candidate",
    "LeftOut",
    "Rules",
    "Sample",
    "bulk_decisions",
    "bulk_page",
    "candidates_of_standings",
    "entry_of",
    "left_out_of",
    "rules_of",
    "samples_of",
    "why_left_out",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What of an application tells whether a bulk decision fits it."""

    application_id: int
    appeal_id: int
    position_id: int | None
    outcome: int | None
    reasons: int
    revision_id: int | None
    birth_day: int | None
    waits: int
    withdrawn: bool
    present_id: int | None
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A bulk decision's choice, with what is needed to hold it against candidates without a query for each."""

    appeal_id: int
    outcome: str
    reason_codes: tuple[str, ...]
    takes_two: frozenset[int]
    library: Mapping[str, Reason]
    criteria: Mapping[int, CriteriaSet]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPage:
    """One bulk decision. `ready` would get a decision, or still will; `left` counts by reason why not.

    `kept` counts, by reason, the decisions that an undo left standing.
    """

    ref: str
    appeal_id: int
    outcome: str
    reason_codes: tuple[str, ...]
    way_refs: tuple[str, ...]
    note: str
    status: str
    by: str
    prepared_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    undone_by: str
    undone_at: datetime | None
    total: int
    ready: int
    decided: int
    undone: int
    left: Mapping[str, int]
    kept: Mapping[str, int]

    @property
    def is_draft(self) -> bool:
        """True while nothing is decided yet."""
        return self.status == BulkDecision.Status.DRAFT

    @property
    def is_working(self) -> bool:
        """True while the worker has more to do."""
        return self.status in {BulkDecision.Status.RUNNING, BulkDecision.Status.UNDOING}

    @property
    def left_out(self) -> int:
        """How many get no decision."""
        return sum(self.left.values())

    @property
    def done(self) -> int:
        """How many of the total the worker has come to, on its way there or back."""
        if self.status == BulkDecision.Status.UNDOING:
            return self.undone + sum(self.kept.values())
        return self.total - self.ready

    @property
    def goal(self) -> int:
        """How many there are to come to."""
        return self.done + (self.decided if self.status == BulkDecision.Status.UNDOING else self.ready)


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRow:
    """A bulk decision in a list."""

    ref: str
    outcome: str
    status: str
    by: str
    at: datetime
    total: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An application without a decision of the bulk, or whose decision an undo left standing, and why."""

    application_ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """An application whose letter shows what a language's letters will say."""

    application: ApplicationRow
    entry: DecisionInput


def why_left_out(candidate: Candidate, seen_id: int | None, rules: Rules) -> str:
    """Why a bulk decision is not made about a candidate; empty where it is."""
    if candidate.withdrawn:
        return "withdrawn"
    if candidate.present_id != seen_id:
        return "decided_meanwhile"
    if candidate.appeal_id != rules.appeal_id:
        return "other_appeal"
    if candidate.waits:
        return "second_person" if candidate.waits == WaitsCode.SECOND_PERSON else "review"
    if candidate.decided == rules.outcome:
        return "same"
    if rules.outcome == "accepted":
        if candidate.position_id in rules.takes_two:
            return "needs_two"
        if candidate.birth_day is not None and _age(candidate.birth_day, rules.today) < ADULT_YEARS:
            return "under_age"
    return "" if _reasons_fit(candidate, rules) else "reason_misfit"


def _age(birth_day: int, today: date) -> int:
    return age_on(birth_date_of(birth_day), today)


def _reasons_fit(candidate: Candidate, rules: Rules) -> bool:
    """A reason that rests on the criteria is given only to whom the criteria say so, by the facts that it speaks of."""
    criteria = rules.criteria.get(candidate.revision_id or 0)
    deciding = {leaf.fact for leaf in criteria.leaves if candidate.reasons & leaf.bit} if criteria else set()
    for code in rules.reason_codes:
        reason = rules.library[code]
        if reason.requires and outcome_word(candidate.outcome) != reason.requires:
            return False
        if reason.facts and not reason.facts & deciding:
            return False
    return True


def rules_of(*, bulk: BulkDecision, candidates: Iterable[Candidate], now: datetime) -> Rules:
    """What to hold candidates against; the criteria by which each was judged are read once."""
    revision_ids = {row.revision_id for row in candidates if row.revision_id is not None}
    revisions = {key: revision_by_id(key) for key in revision_ids}
    places = position_names(bulk.organisation_id)
    library = library_of(bulk.organisation_id)
    return Rules(
        appeal_id=bulk.appeal_id,
        outcome=bulk.outcome,
        reason_codes=tuple(code for code in bulk.reason_codes if code in library),
        library=library,
        takes_two=frozenset(key for key, place in places.items() if place.second_decision),
        criteria={key: revision.criteria for key, revision in revisions.items() if revision is not None},
        today=day_of(bulk.organisation_id, now=now),
    )


def candidates_of_standings(standings: Iterable[Standing]) -> Mapping[int, Candidate]:
    """Candidates that are locked already."""
    return {
        row.application.id: Candidate(
            application_id=row.application.id,
            appeal_id=row.profile.appeal_id,
            position_id=row.profile.position_id,
            outcome=row.profile.outcome,
            reasons=row.profile.reasons,
            revision_id=row.profile.revision_id,
            birth_day=row.profile.birth_day,
            waits=row.profile.waits,
            withdrawn=row.application.withdrawn_at is not None,
            present_id=row.present.pk if row.present else None,
            decided=row.decision.outcome if row.decision else "undecided",
        )
        for row in standings
    }


def _candidates(applications: Mapping[int, ApplicationRow]) -> Mapping[int, Candidate]:
    """Candidates as they are now, without a lock. Two queries."""
    present = {
        key: (pk, outcome)
        for key, pk, outcome in Decision.objects.filter(
            application_id__in=applications, superseded_by__isnull=True
        ).values_list("application_id", "pk", "outcome")
    }
    rows = ScreeningProfile.objects.filter(pk__in=applications).values(
        "application_id", "appeal_id", "position_id", "outcome", "reasons", "revision_id", "birth_day", "waits"
    )
    return {
        row["application_id"]: Candidate(
            **row,
            withdrawn=applications[row["application_id"]].withdrawn_at is not None,
            present_id=present.get(row["application_id"], (None, ""))[0],
            decided=present.get(row["application_id"], (None, "undecided"))[1],
        )
        for row in rows
    }


def _judged(actor: Actor, bulk: BulkDecision, now: datetime) -> tuple[Mapping[int, ApplicationRow], Mapping[int, str]]:
    """The applications of a draft, and for each why it would be left out. The number of queries is fixed."""
    seen = dict(bulk.lines.order_by("application_id").values_list("application_id", "seen_decision_id"))
    applications = applications_by_id(actor=actor, application_ids=seen)
    candidates = _candidates(applications)
    rules = rules_of(bulk=bulk, candidates=candidates.values(), now=now)
    return applications, {
        key: why_left_out(candidates[key], seen_id, rules) if key in candidates else "not_screened"
        for key, seen_id in seen.items()
    }


def samples_of(*, actor: Actor, now: datetime, ref: str) -> tuple[Sample, ...]:
    """The first application of each language that would get a decision."""
    bulk = access_bulk(actor, ref)
    applications, whys = _judged(actor, bulk, now)
    first: dict[str, ApplicationRow] = {}
    for key, why in whys.items():
        if not why:
            first.setdefault(applications[key].language, applications[key])
    return tuple(Sample(application, entry_of(bulk, application.ref)) for _, application in sorted(first.items()))


def entry_of(bulk: BulkDecision, application_ref: str) -> DecisionInput:
    """The choice as a decision about one application, for the words of its letter."""
    return DecisionInput(
        application_ref=application_ref,
        outcome=bulk.outcome,
        reason_codes=tuple(bulk.reason_codes),
        ways=tuple(WayOffer(**way) for way in bulk.ways),
    )


def bulk_page(*, actor: Actor, now: datetime, ref: str) -> BulkPage:
    """One bulk decision; the number of queries does not depend on the number of applications."""
    bulk = access_bulk(actor, ref)
    names = staff_names({bulk.prepared_by, bulk.undone_by})
    states: Counter[str] = Counter()
    left: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for state, why, number in bulk.lines.values_list("state", "why").annotate(number=Count("id")).order_by("why"):
        states[state] += number
        if state == BulkLine.State.LEFT_OUT:
            left[why] += number
        elif state == BulkLine.State.KEPT:
            kept[why] += number
    total, ready = sum(states.values()), states[BulkLine.State.CHOSEN]
    if bulk.status == BulkDecision.Status.DRAFT:
        _, whys = _judged(actor, bulk, now)
        left = Counter(why for why in whys.values() if why)
        ready = total - sum(left.values())
    return BulkPage(
        ref=bulk.ref,
        appeal_id=bulk.appeal_id,
        outcome=bulk.outcome,
        reason_codes=tuple(bulk.reason_codes),
        way_refs=tuple(way["ref"] for way in bulk.ways),
        note=open_note("bulk", bulk.ref, bulk.wrapped_key, bulk.sealed),
        status=bulk.status,
        by=names.get(bulk.prepared_by, bulk.prepared_by),
        prepared_at=bulk.prepared_at,
        started_at=bulk.started_at,
        finished_at=bulk.finished_at,
        undone_by=names.get(bulk.undone_by, bulk.undone_by),
        undone_at=bulk.undone_at,
        total=total,
        ready=ready,
        decided=states[BulkLine.State.DECIDED],
        undone=states[BulkLine.State.UNDONE],
        left=dict(left.most_common()),
        kept=dict(kept.most_common()),
    )


def left_out_of(*, actor: Actor, ref: str, limit: int = 100) -> tuple[LeftOut, ...]:
    """The first applications that somebody may want to look at singly. Three queries."""
    bulk = access_bulk(actor, ref)
    states = [BulkLine.State.LEFT_OUT, BulkLine.State.KEPT]
    lines = bulk.lines.filter(state__in=states).order_by("application_id").values_list("application_id", "why")
    left = dict(lines[:limit])
    applications = applications_by_id(actor=actor, application_ids=left)
    return tuple(LeftOut(applications[key].ref, why) for key, why in left.items() if key in applications)


def bulk_decisions(*, actor: Actor, limit: int = 50) -> tuple[BulkRow, ...]:
    """The newest that were started. Two queries."""
    check_may_screen(actor)
    rows = list(
        BulkDecision.objects.filter(organisation_id=actor.own_organisation)
        .exclude(status=BulkDecision.Status.DRAFT)
        .annotate(total=Count("lines"))
        .order_by("-id")[:limit]
    )
    names = staff_names({row.prepared_by for row in rows})
    return tuple(
        BulkRow(
            ref=row.ref,
            outcome=row.outcome,
            status=row.status,
            by=names.get(row.prepared_by, row.prepared_by),
            at=row.started_at or row.prepared_at,
            total=row.total,
        )
        for row in rows
    )
