"""The list of applications, paged by key and counted by one grouped query.

The profile alone answers which rows a page has and how many there are of each kind; applications and names are read
for the page's rows only, in one query each.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from appealdesk.appeals.queries.pages import PositionName
from appealdesk.appeals.queries.positions import position_names
from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.core.names.person_name import PersonName
from appealdesk.enquiries.queries.applications import (
    ApplicationRow,
    application_by_ref,
    applications_by_id,
    applications_of_persons,
)
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.people.queries.search import search
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.inputs import QueueFilter
from appealdesk.screening.models import DecisionCode, WaitsCode
from appealdesk.screening.queries.channels import CHANNELS
from appealdesk.screening.queries.runs import NO_RESULT, outcome_word
from appealdesk.screening.queries.wording import ANY_POSITION
from appealdesk.screening.statement import PROFILES

__all__ = ["PAGE_SIZE", "Choice", "QueueCounts", "QueuePage", "QueueRow", "matching", "queue_page"]

PAGE_SIZE: Final = 50
_FACETS: Final = ("outcome", "decision", "waits", "changed", "channel", "position_ref", "appeal_ref")
_DECISIONS: Final = {code.value: code.name.lower() for code in DecisionCode}
# Whether the result is better or worse than the one that the decision was made with.
_CHANGED_SQL: Final = (
    f"CASE WHEN decision NOT BETWEEN {DecisionCode.ACCEPTED:d} AND {DecisionCode.REFERRED:d} THEN 0 "
    "WHEN outcome > decided_outcome THEN 1 WHEN outcome < decided_outcome THEN 2 ELSE 0 END"
)
_CHANGED_BY_RUN: Final = """application_id IN (
    SELECT change.application_id FROM screening_screening AS change
    JOIN screening_screeningrun AS run ON run.id = change.run_id
    WHERE run.ref = %s AND change.previous_outcome IS DISTINCT FROM change.outcome
)"""
_CHANGED: Final = ("", "better", "worse")
_WAITS: Final = {code.value: code.name.lower() if code else "" for code in WaitsCode}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One application in the list; `waits` is second_person, review, or empty; `changed` better, worse, or empty."""

    ref: str
    person_ref: str
    names: PersonName
    position_titles: Localised
    channel: str
    language: str
    received_at: datetime
    outcome: str
    decision: str
    waits: str
    changed: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter: its texts, and how many applications it would show with the other filters as they are."""

    value: str
    texts: Localised
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """Counts for each filter; `shown` is how many the present filters show, `total` all.

    Whoever looks for what waits, or for results that changed since the decision, means the decided too, so that
    `waiting` and `changed` are counted whatever decision is chosen.
    """

    outcome: Mapping[str, int]
    decision: Mapping[str, int]
    waiting: Mapping[str, int]
    changed: Mapping[str, int]
    channel: Mapping[str, int]
    positions: tuple[Choice, ...]
    appeals: tuple[Choice, ...]
    shown: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page; `next` and `previous` are references to put into the filter's `after` and `before`, or empty."""

    filters: QueueFilter
    rows: tuple[QueueRow, ...]
    counts: QueueCounts
    next: str
    previous: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """One line of the grouped count."""

    appeal_id: int
    position_id: int | None
    outcome: str
    decision: str
    waits: str
    changed: str
    channel: str
    count: int


def queue_page(*, actor: Actor, filters: QueueFilter, size: int = PAGE_SIZE) -> QueuePage:
    """One page of applications, oldest first. Doors call `screening.actions.read.read_queue`, which notes the reading.

    The number of queries does not depend on the number of rows.
    """
    check_may_screen(actor)
    positions = position_names(actor.own_organisation)
    among = _named(actor, filters.text) if filters.text else None
    page = _page_rows(actor, filters, _conditions(actor, filters, positions, among), size)
    applications = applications_by_id(actor=actor, application_ids=[row[0] for row in page.rows])
    identities = identities_of(actor=actor, person_ids={row.person_id for row in applications.values()})
    rows = tuple(
        _row(applications[key], state, positions, identities) for key, *state in page.rows if key in applications
    )
    return QueuePage(
        filters=filters,
        rows=rows,
        counts=_counts(_cells(_narrowing(actor, filters, among)), filters, positions),
        next=rows[-1].ref if rows and page.has_next else "",
        previous=rows[0].ref if rows and page.has_previous else "",
    )


def matching(*, actor: Actor, filters: QueueFilter, limit: int) -> list[int]:
    """The applications that the filters show, by key, on every page; at most so many. Whoever asks acts on them."""
    check_may_screen(actor)
    among = _named(actor, filters.text) if filters.text else None
    conditions = _conditions(actor, filters, position_names(actor.own_organisation), among)
    where = " AND ".join(sql for sql, _ in conditions)
    found = fetch_all(
        f"SELECT application_id FROM {PROFILES} WHERE {where} ORDER BY application_id LIMIT %s",  # noqa: S608 - As below.
        [*(value for _, value in conditions), limit],
    )
    return [key for (key,) in found]


def _named(actor: Actor, text: str) -> list[int]:
    """The applications that a typed reference or name may mean."""
    typed = text.upper()
    if is_ref(typed, "A"):
        try:
            return [application_by_ref(actor=actor, ref=typed).id]
        except NotFound:
            return []
    persons = [candidate.person_id for candidate in search(actor=actor, text=text)]
    return [row.id for row in applications_of_persons(actor=actor, person_ids=persons)] if persons else []


def _conditions(
    actor: Actor, filters: QueueFilter, positions: Mapping[int, PositionName], among: list[int] | None
) -> list[tuple[str, Any]]:
    """Each filter as SQL with one parameter; a reference that nothing has matches nothing."""
    conditions = _narrowing(actor, filters, among)
    if filters.outcome == NO_RESULT:
        conditions.append(("(outcome IS NULL) = %s", True))
    elif filters.outcome:
        conditions.append(("outcome = %s", Outcome(filters.outcome).code))
    if filters.decision:
        conditions.append(("decision = %s", DecisionCode[filters.decision.upper()].value))
    if filters.waits:
        conditions.append(("waits = %s", WaitsCode[filters.waits.upper()].value))
    if filters.changed:
        conditions.append((f"{_CHANGED_SQL} = %s", _CHANGED.index(filters.changed)))
    if filters.channel:
        conditions.append(("channel = %s", CHANNELS.index(filters.channel)))
    if filters.position_ref:
        wanted = [position.id for position in positions.values() if position.ref == filters.position_ref]
        conditions.append(("position_id = ANY(%s)", wanted))
    if filters.appeal_ref:
        appeals = {place.appeal_id for place in positions.values() if place.appeal_ref == filters.appeal_ref}
        conditions.append(("appeal_id = ANY(%s)", sorted(appeals)))
    return conditions


def _narrowing(actor: Actor, filters: QueueFilter, among: list[int] | None) -> list[tuple[str, Any]]:
    """What narrows the counts too: whoever looks for a name, or at one re-screening, wants to count among those."""
    conditions: list[tuple[str, Any]] = [("organisation_id = %s", actor.organisation_id)]
    if among is not None:
        conditions.append(("application_id = ANY(%s)", among))
    if filters.run:
        conditions.append((_CHANGED_BY_RUN, filters.run))
    return conditions


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of a page: application, outcome, decision, what it waits for, how the result changed since."""

    rows: list[tuple[Any, ...]]
    has_next: bool
    has_previous: bool


def _page_rows(actor: Actor, filters: QueueFilter, conditions: list[tuple[str, Any]], size: int) -> _Keys:
    """The page after or before the row that the filter names, one row more being read to know whether there is one."""
    backwards = bool(filters.before)
    cursor = filters.before or filters.after
    if cursor:
        sign = "<" if backwards else ">"
        conditions = [*conditions, (f"application_id {sign} %s", application_by_ref(actor=actor, ref=cursor).id)]
    where = " AND ".join(sql for sql, _ in conditions)
    found = fetch_all(
        f"SELECT application_id, outcome, decision, waits, {_CHANGED_SQL} FROM {PROFILES} WHERE {where} "  # noqa: S608 - Holds no outside text.
        f"ORDER BY application_id {'DESC' if backwards else 'ASC'} LIMIT %s",
        [*(value for _, value in conditions), size + 1],
    )
    rows = found[:size]
    more = len(found) > size
    if backwards:
        return _Keys(rows[::-1], has_next=True, has_previous=more)
    return _Keys(rows, has_next=more, has_previous=bool(cursor))


def _row(
    application: ApplicationRow,
    state: Sequence[Any],
    positions: Mapping[int, PositionName],
    identities: Mapping[int, IdentityPage],
) -> QueueRow:
    outcome, decision, waits, changed = state
    position = positions.get(application.position_id) if application.position_id is not None else None
    identity = identities.get(application.person_id)
    return QueueRow(
        ref=application.ref,
        person_ref=identity.ref if identity else "",
        names=identity.names if identity else PersonName(""),
        position_titles=position.titles if position else ANY_POSITION,
        channel=application.channel,
        language=application.language,
        received_at=application.received_at,
        outcome=outcome_word(outcome),
        decision=_DECISIONS[decision],
        waits=_WAITS[waits],
        changed=_CHANGED[changed],
        withdrawn=application.withdrawn_at is not None,
    )


def _cells(conditions: Sequence[tuple[str, Any]]) -> list[_Cell]:
    where = " AND ".join(sql for sql, _ in conditions)
    rows = fetch_all(
        f"SELECT appeal_id, position_id, outcome, decision, waits, {_CHANGED_SQL}, channel, count(*) FROM {PROFILES} "  # noqa: S608 - As above.
        f"WHERE {where} GROUP BY 1, 2, 3, 4, 5, 6, 7",
        [value for _, value in conditions],
    )
    return [
        _Cell(
            appeal,
            position,
            outcome_word(outcome),
            _DECISIONS[decision],
            _WAITS[waits],
            _CHANGED[changed],
            CHANNELS[channel],
            count,
        )
        for appeal, position, outcome, decision, waits, changed, channel, count in rows
    ]


def _counts(cells: Sequence[_Cell], filters: QueueFilter, positions: Mapping[int, PositionName]) -> QueueCounts:
    refs = {place.id: place.ref for place in positions.values()}
    appeals = {place.appeal_id: (place.appeal_ref, place.appeal_titles) for place in positions.values()}

    def value_of(cell: _Cell, name: str) -> str:
        if name == "position_ref":
            return refs.get(cell.position_id, "") if cell.position_id is not None else ""
        if name == "appeal_ref":
            return appeals[cell.appeal_id][0] if cell.appeal_id in appeals else ""
        return str(getattr(cell, name))

    chosen = {name: getattr(filters, name) for name in _FACETS if getattr(filters, name)}

    def facet(name: str, *besides: str) -> Counter[str]:
        """Counts by one filter's values, among what all the other filters let through, some perhaps left aside."""
        counted: Counter[str] = Counter()
        for cell in cells:
            if all(
                value_of(cell, other) == wanted for other, wanted in chosen.items() if other not in {name, *besides}
            ):
                counted[value_of(cell, name)] += cell.count
        return counted

    by_position, by_appeal, outcomes = facet("position_ref"), facet("appeal_ref"), facet("outcome")
    return QueueCounts(
        outcome=outcomes,
        decision=facet("decision"),
        waiting=facet("waits", "decision"),
        changed=facet("changed", "decision"),
        channel=facet("channel"),
        positions=tuple(
            Choice(value=place.ref, texts=place.titles, count=by_position[place.ref]) for place in positions.values()
        ),
        appeals=tuple(Choice(value=ref, texts=titles, count=by_appeal[ref]) for ref, titles in appeals.values()),
        shown=outcomes[filters.outcome] if filters.outcome else sum(outcomes.values()),
        total=sum(cell.count for cell in cells),
    )
