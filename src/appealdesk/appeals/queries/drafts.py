"""Drafts of criteria: what is written, what is still wrong with it, and which positions have one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from appealdesk.appeals.access import access_position, check_may_draft, may_approve
from appealdesk.appeals.models import CriteriaDraft, CriteriaRevision, Position
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError, Problem
from appealdesk.core.criteria.tree import SCHEMA
from appealdesk.core.criteria.values import tell
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_sealed, unwrap_key
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import Localised

__all__ = [
    "BoardLine",
    "DraftPage",
    "check_document",
    "criteria_board",
    "discarded_draft",
    "draft_of_position",
    "draft_page",
    "may_approve_draft",
    "next_document",
    "note_context",
    "restorable",
    "same_rules",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """The next criteria of a position, as they were saved. `based_on` is the revision number before it, or 0."""

    position_id: int
    position_ref: str
    based_on: int
    document: Mapping[str, Any]
    effective_at: datetime | None
    status: str
    version: int
    saved_at: datetime
    saved_by: str
    submitted_at: datetime | None
    submitted_by: str
    note: str

    @property
    def awaits(self) -> bool:
        """True while somebody else has to approve it; nothing of it can be changed then."""
        return self.status == CriteriaDraft.Status.AWAITING_APPROVAL


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """A position with the state of its criteria: the revision in force, the next one published, and the draft."""

    ref: str
    titles: Localised
    appeal_ref: str
    appeal_titles: Localised
    number: int
    effective_from: datetime | None
    coming_number: int
    coming_from: datetime | None
    draft_status: str
    draft_saved_at: datetime | None
    draft_saved_by: str


def draft_of_position(*, actor: Actor, position_ref: str) -> DraftPage | None:
    """The open draft of a position of the actor's organisation. Refuses whoever may not write criteria."""
    with acting(actor):
        position = access_position(actor, position_ref)
        row = _drafts().filter(position=position, status__in=CriteriaDraft.OPEN).first()
        return draft_page(row) if row else None


def criteria_board(*, actor: Actor, now: datetime) -> tuple[BoardLine, ...]:
    """Every position of the organisation. Three queries and the setting of the organisation."""
    check_may_draft(actor)
    with acting(actor):
        rows = list(
            Position.objects.filter(appeal__organisation_id=actor.own_organisation)
            .select_related("appeal")
            .order_by("-appeal_id", "rank", "id")
        )
        drafts = {
            row.position_id: row
            for row in CriteriaDraft.objects.filter(position__in=rows, status__in=CriteriaDraft.OPEN)
        }
        revisions: dict[int, list[tuple[int, Any]]] = {}
        listed = CriteriaRevision.objects.filter(position__in=rows).order_by("number")
        for position_id, number, effective in listed.values_list("position_id", "number", "effective"):
            revisions.setdefault(position_id, []).append((number, effective))
    return tuple(_line(row, revisions.get(row.pk, []), drafts.get(row.pk), now) for row in rows)


def _line(row: Position, revisions: list[tuple[int, Any]], draft: CriteriaDraft | None, now: datetime) -> BoardLine:
    begun = [(number, effective.lower) for number, effective in revisions if effective.lower <= now]
    coming = [(number, effective.lower) for number, effective in revisions if effective.lower > now]
    number, since = begun[-1] if begun else (0, None)
    coming_number, coming_from = coming[0] if coming else (0, None)
    return BoardLine(
        ref=row.ref,
        titles=row.titles,
        appeal_ref=row.appeal.ref,
        appeal_titles=row.appeal.titles,
        number=number,
        effective_from=since,
        coming_number=coming_number,
        coming_from=coming_from,
        draft_status=draft.status if draft else "",
        draft_saved_at=draft.saved_at if draft else None,
        draft_saved_by=draft.saved_by if draft else "",
    )


def restorable(position_id: int) -> CriteriaDraft | None:
    """The draft that was discarded last, if no other is open and no revision came after it was begun."""
    newest = CriteriaRevision.objects.filter(position_id=position_id).order_by("-number").first()
    if _drafts().filter(position_id=position_id, status__in=CriteriaDraft.OPEN).exists():
        return None
    discarded = _drafts().filter(position_id=position_id, status=CriteriaDraft.Status.DISCARDED, based_on=newest)
    return discarded.order_by("-saved_at", "-id").first()


def discarded_draft(*, actor: Actor, position_ref: str) -> bool:
    """Whether there is a discarded draft that can be restored."""
    with acting(actor):
        return restorable(access_position(actor, position_ref).pk) is not None


def may_approve_draft(actor: Actor, draft: DraftPage) -> bool:
    """Whether this officer may approve this draft: by role, and because somebody else submitted it."""
    return draft.awaits and may_approve(actor) and draft.submitted_by != actor.ref


def draft_page(row: CriteriaDraft) -> DraftPage:
    """A draft's row as its page, the note opened."""
    note = ""
    if row.wrapped_key and row.sealed_note:
        key = unwrap_key(row.wrapped_key)
        note = open_sealed(key, context=note_context(row.pk), sealed=row.sealed_note).decode()
    return DraftPage(
        position_id=row.position_id,
        position_ref=row.position.ref,
        based_on=row.based_on.number if row.based_on else 0,
        document=row.document,
        effective_at=row.effective_at,
        status=row.status,
        version=row.version,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        note=note,
    )


def note_context(draft_id: int) -> str:
    """What a note's seal is bound to."""
    return f"appeals.criteria_draft:{draft_id}"


def next_document(document: Mapping[str, Any], *, slug: str, number: int, effective_from: datetime) -> dict[str, Any]:
    """The document as the next revision of a position: the rules are kept, the heading is this position's."""
    heading = {
        "schema": SCHEMA,
        "position": slug,
        "revision": number,
        "effective_from": effective_from.isoformat(timespec="seconds"),
    }
    return heading | {key: value for key, value in document.items() if key not in heading}


def same_rules(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True where two documents differ in nothing but their headings."""
    keys = ("constants", "facts", "criteria")
    return [one.get(key) or {} for key in keys] == [other.get(key) or {} for key in keys]


def check_document(document: Mapping[str, Any], dictionary: Mapping[str, FactPage]) -> tuple[Problem, ...]:
    """Everything because of which the document cannot be published, each with its path; empty if nothing is wrong."""
    try:
        criteria = parse_criteria(document)
    except CriteriaError as error:
        return error.problems
    misfits = {key: sentence for key in criteria.facts if (sentence := _misfit(key, document, dictionary))}
    used = [(path, leaf["fact"]) for path, leaf in _leaves(document["criteria"], "criteria")]
    named = [Problem(f"{path}.fact", misfits[key]) for path, key in used if key in misfits]
    unused = [Problem(f"facts.{key}", misfits[key]) for key in misfits if key not in {key for _, key in used}]
    return (*named, *unused)


def _misfit(key: str, document: Mapping[str, Any], dictionary: Mapping[str, FactPage]) -> str:
    declared, known = document["facts"][key], dictionary.get(key)
    if known is None:
        return tell("The dictionary has no fact named {key}: define it first.", key=key)
    if known.type != declared["type"]:
        wanted = "The fact {key} has the type {known} in the dictionary, not {type}."
        return tell(wanted, key=key, known=known.type, type=declared["type"])
    strange = set(declared.get("choices", ())) - {choice.key for choice in known.choices}
    wanted = "The fact {key} has no answer {choices} in the dictionary."
    return tell(wanted, key=key, choices=", ".join(sorted(strange))) if strange else ""


def _leaves(node: Mapping[str, Any], path: str) -> list[tuple[str, Mapping[str, Any]]]:
    if "fact" in node:
        return [(path, node)]
    key = next(name for name in ("all", "any", "not", "of") if name in node)
    return [leaf for at, child in enumerate(node[key]) for leaf in _leaves(child, f"{path}.{key}[{at}]")]


def _drafts() -> QuerySet[CriteriaDraft]:
    return CriteriaDraft.objects.select_related("position", "based_on")
