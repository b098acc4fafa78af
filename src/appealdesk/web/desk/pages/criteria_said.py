"""What stands beside the editor: the rules read back, the difference to the revision before, and whom it would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appealdesk.core.criteria.differences import Change, differences
from appealdesk.core.criteria.explain import Paragraph, describe
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError
from appealdesk.core.criteria.sentences import Labels
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.queries.preview import Preview, preview_revision

__all__ = ["OutcomeBar", "PreviewView", "SaidView", "paragraphs", "preview_view", "said_view"]

_OUTCOMES = ("meets", "cannot_tell", "does_not_meet")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeBar:
    """One outcome: how many have it now and would have it, of all; `start` and `width` are percents of the bar."""

    outcome: str
    before: int
    after: int
    start: float
    width: float

    @property
    def delta(self) -> int:
        """How many more would have it."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """Of about `total` applicants: the outcomes, and how many of the accepted would meet no more."""

    total: int
    sampled: bool
    outcomes: tuple[OutcomeBar, ...]
    accepted_lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """The rules in sentences, or nothing while something is wrong; `changes` against the revision `number`."""

    sentences: tuple[Paragraph, ...]
    changes: tuple[Change, ...]
    number: int
    preview: PreviewView | None


def said_view(
    *,
    actor: Actor,
    now: datetime,
    position_id: int,
    document: Mapping[str, Any],
    before: CriteriaSet | None,
    labels: Labels,
) -> SaidView:
    """Reads back what can be read; nothing is stored."""
    number = before.revision if before else 0
    try:
        criteria = parse_criteria(document)
    except CriteriaError:
        return SaidView(sentences=(), changes=(), number=number, preview=None)
    language = actor.language
    return SaidView(
        sentences=paragraphs(criteria, labels, language),
        changes=differences(before, criteria, labels, language) if before else (),
        number=number,
        preview=preview_view(actor=actor, now=now, position_id=position_id, document=document),
    )


def paragraphs(criteria: CriteriaSet, labels: Labels, language: str) -> tuple[Paragraph, ...]:
    """The tree as the public page shows it: where everything has to be met, side by side and without a lead."""
    whole = describe(criteria, labels, language)
    return whole.children if getattr(criteria.root, "rule", None) == "all" and whole.children else (whole,)


def preview_view(*, actor: Actor, now: datetime, position_id: int, document: Mapping[str, Any]) -> PreviewView | None:
    """The sample's counts, scaled to everybody; None where the rules cannot be judged."""
    try:
        found = preview_revision(actor=actor, now=now, position_id=position_id, document=document, sample=True)
    except Refusal:
        return None
    return PreviewView(
        total=found.total,
        sampled=found.sampled,
        outcomes=_bars(found),
        accepted_lost=_scaled(
            sum(
                move.count
                for move in found.by_decision.get("accepted", ())
                if move.before == "meets" and move.after != "meets"
            ),
            found,
        ),
    )


def _bars(found: Preview) -> tuple[OutcomeBar, ...]:
    bars = []
    start = 0.0
    for outcome in _OUTCOMES:
        before = sum(move.count for move in found.matrix if move.before == outcome)
        after = sum(move.count for move in found.matrix if move.after == outcome)
        width = 100 * after / found.judged if found.judged else 0.0
        bars.append(
            OutcomeBar(
                outcome=outcome,
                before=_scaled(before, found),
                after=_scaled(after, found),
                start=round(start, 2),
                width=round(width, 2),
            )
        )
        start += width
    return tuple(bars)


def _scaled(count: int, found: Preview) -> int:
    return round(count * found.total / found.judged) if found.judged else 0
