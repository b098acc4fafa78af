"""The hits that wait, side by side, and how fresh the lists are. Who is meant is opened by the door that shows them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from appealdesk.core.sanctions import LISTS, Born, ListedName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.refusals import NotFound
from appealdesk.sanctions.access import may_judge_hits
from appealdesk.sanctions.models import CheckRun, Hit, HitDecision, ListEntry, ListVersion
from appealdesk.sanctions.queries.entries import as_entry

__all__ = [
    "FRESH_DAYS",
    "HitDecisionPage",
    "HitPage",
    "HitsPage",
    "ListPage",
    "ReasonPage",
    "hits_page",
    "list_pages",
    "undoable",
]

MOST_SHOWN = 20
FRESH_DAYS = 7
"""Lists change every few days; one that nobody has fetched for a week is not known to be the latest."""

_STATES = {
    "waiting": (Hit.Status.OPEN, Hit.Status.ESCALATED),
    "confirmed": (Hit.Status.CONFIRMED,),
    "not_same": (Hit.Status.NOT_SAME,),
}


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """One reason by its code, such as `birth_date.near`, and its weight."""

    code: str
    bits: float

    @property
    def against(self) -> bool:
        """Whether it speaks against the two being one."""
        return self.bits < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HitDecisionPage:
    """What one person said; `reason` is None once the subject is erased."""

    verdict: str
    reason: str | None
    by: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """A hit: whose it is, by reference, and what the list says, as it said it when the hit was found."""

    ref: str
    person_id: int | None
    payee_ref: str
    code: str
    publisher: str
    uid: str
    kind: str
    listed: ListedName
    others: tuple[ListedName, ...]
    births: tuple[Born, ...]
    countries: tuple[str, ...]
    programmes: tuple[str, ...]
    published_on: date | None
    bits: float
    reasons: tuple[ReasonPage, ...]
    status: str
    found_at: datetime
    asked_before: bool
    delisted: bool
    decisions: tuple[HitDecisionPage, ...]
    mine_last: bool

    @property
    def counter(self) -> ReasonPage | None:
        """The strongest reason against."""
        return next((reason for reason in self.reasons if reason.against), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HitsPage:
    """Hits of one state, the oldest first, and how many there are of each."""

    state: str
    hits: tuple[HitPage, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One list: the version in force and whether it is known to be fresh; the check that runs, if one does."""

    code: str
    publisher: str
    published_on: date | None
    loaded_at: datetime | None
    seen_at: datetime | None
    entries: int
    stale: bool
    refused_at: datetime | None
    refused_cause: str
    done: int
    total: int

    @property
    def runs(self) -> bool:
        """Whether everybody is being checked against it at this moment."""
        return self.total > 0


def hits_page(*, actor: Actor, state: str, at: str = "") -> HitsPage:
    """The hits of a state, which is waiting, confirmed or not_same, and the one at a reference. Six queries."""
    if not may_judge_hits(actor):
        raise NotFound("page")
    state = state if state in _STATES else "waiting"
    own = Hit.objects.filter(organisation_id=actor.own_organisation)
    counts = {name: own.filter(status__in=statuses).count() for name, statuses in _STATES.items()}
    shown = own.filter(status__in=_STATES[state]).select_related("subject", "entry", "entry__since")
    rows = list(shown.order_by("pk" if state == "waiting" else "-pk")[:MOST_SHOWN])
    if at and all(row.ref != at for row in rows):
        rows = [*own.filter(ref=at).select_related("subject", "entry", "entry__since"), *rows]
    decisions: dict[int, list[HitDecision]] = {}
    for row in HitDecision.objects.filter(hit_id__in=[hit.pk for hit in rows]).order_by("pk"):
        decisions.setdefault(row.hit_id, []).append(row)
    return HitsPage(
        state=state,
        hits=tuple(_page(actor, row, decisions.get(row.pk, [])) for row in rows),
        counts=counts,
    )


def undoable(*, actor: Actor, ref: str) -> str:
    """The reference again if the last decision about this hit is the actor's own to take back, else nothing."""
    standing = HitDecision.objects.filter(
        hit__organisation_id=actor.own_organisation, hit__ref=ref, undone_at__isnull=True
    ).exclude(hit__status=Hit.Status.LAPSED)
    last = standing.order_by("-pk").values_list("decided_by", flat=True).first()
    return ref if last == actor.ref else ""


def list_pages(*, actor: Actor, now: datetime) -> tuple[ListPage, ...]:
    """Every list that can be loaded, in their order; an actor of no organisation sees no run. Three queries."""
    accepted = {row.code: row for row in ListVersion.objects.filter(cause="").order_by("code", "-pk").distinct("code")}
    newest = {row.code: row for row in ListVersion.objects.order_by("code", "-pk").distinct("code")}
    runs = CheckRun.objects.filter(organisation_id=actor.own_organisation, finished_at__isnull=True)
    running = {run.version.code: run for run in runs.select_related("version").order_by("pk")}
    return tuple(_list_page(code, now, accepted.get(code), newest.get(code), running.get(code)) for code in LISTS)


def _list_page(
    code: str, now: datetime, version: ListVersion | None, newest: ListVersion | None, run: CheckRun | None
) -> ListPage:
    refused = newest is not None and newest.cause != "" and (version is None or newest.loaded_at > version.seen_at)
    return ListPage(
        code=code,
        publisher=LISTS[code].publisher,
        published_on=version.published_on if version else None,
        loaded_at=version.loaded_at if version else None,
        seen_at=version.seen_at if version else None,
        entries=(version.entries or 0) if version else 0,
        stale=version is None or now - version.seen_at > timedelta(days=FRESH_DAYS),
        refused_at=newest.loaded_at if newest is not None and refused else None,
        refused_cause=newest.cause if newest is not None and refused else "",
        done=run.done if run else 0,
        total=run.total if run else 0,
    )


def _page(actor: Actor, row: Hit, decisions: list[HitDecision]) -> HitPage:
    entry = as_entry(row.entry)
    standing = [decision for decision in decisions if decision.undone_at is None]
    return HitPage(
        ref=row.ref,
        person_id=row.subject.person_id,
        payee_ref=row.subject.payee_ref,
        code=row.entry.code,
        publisher=LISTS[row.entry.code].publisher,
        uid=entry.uid,
        kind=entry.kind.value,
        listed=entry.names[row.name],
        others=tuple(name for place, name in enumerate(entry.names) if place != row.name),
        births=entry.births,
        countries=entry.countries,
        programmes=entry.programmes,
        published_on=row.entry.since.published_on,
        bits=float(row.bits),
        reasons=tuple(ReasonPage(f"{feature}.{level}", bits) for feature, level, bits in row.reasons),
        status=row.status,
        found_at=row.found_at,
        asked_before=row.after_id is not None,
        delisted=_is_delisted(row.entry),
        decisions=tuple(_decision_page(decision) for decision in decisions),
        mine_last=bool(standing) and standing[-1].decided_by == actor.ref,
    )


def _is_delisted(entry: ListEntry) -> bool:
    return entry.until_id is not None


def _decision_page(row: HitDecision) -> HitDecisionPage:
    reason = None
    if row.wrapped_key is not None and row.sealed is not None:
        context = f"sanctions.hitdecision:{row.ref}"
        reason = open_sealed(unwrap_key(row.wrapped_key), context=context, sealed=row.sealed).decode()
    return HitDecisionPage(
        verdict=row.verdict, reason=reason, by=row.decided_by, at=row.decided_at, undone=row.undone_at is not None
    )
