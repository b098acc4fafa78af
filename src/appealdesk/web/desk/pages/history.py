"""What happened to one application, in one list: results, decisions, what was taken back, reviews."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from appealdesk.screening.queries.application import ApplicationPage
from appealdesk.screening.queries.decisions import DecisionLine
from appealdesk.screening.queries.proposals import ProposalLine
from appealdesk.screening.queries.reviews import ReviewLine

__all__ = ["HistoryRow", "history_of"]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event: its chips, who or what, and words that somebody wrote about it."""

    at: datetime
    states: tuple[str, ...]
    by: str
    words: str = ""


def history_of(detail: ApplicationPage) -> tuple[HistoryRow, ...]:
    """Everything, newest first."""
    rows = [*_decisions(detail), *_proposals(detail.proposals), *_reviews(detail.reviews), *_results(detail)]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _decisions(detail: ApplicationPage) -> Iterator[HistoryRow]:
    for line in detail.decisions:
        if line.undo:
            stands = (line.outcome,) if line.decided else ("undecided",)
            yield HistoryRow(line.at, ("taken_back", *stands), line.by)
        else:
            yield HistoryRow(line.at, (line.outcome,), _people(line), " ".join(line.reasons))


def _people(line: DecisionLine) -> str:
    if not line.proposed_by:
        return line.by
    return _("%(first)s and %(second)s") % {"first": line.proposed_by, "second": line.by}


def _proposals(lines: tuple[ProposalLine, ...]) -> Iterator[HistoryRow]:
    for line in lines:
        yield HistoryRow(line.at, ("second_person",), _("%(name)s proposed to accept") % {"name": line.by}, line.note)
        # A confirmation is a decision, which has its own line.
        if line.settled_at is not None and line.status != "confirmed":
            yield HistoryRow(line.settled_at, (line.status,), line.settled_by, line.answer)


def _reviews(lines: tuple[ReviewLine, ...]) -> Iterator[HistoryRow]:
    for line in lines:
        yield HistoryRow(line.asked_at, ("review",), _("The applicant"), "")
        if line.answered_at is not None and line.status in {"upheld", "decided_anew"}:
            yield HistoryRow(line.answered_at, (line.status,), line.answered_by, line.answer)


def _results(detail: ApplicationPage) -> Iterator[HistoryRow]:
    for line in detail.history:
        said = [_("revision %(number)s") % {"number": line.revision_number}] if line.revision_number else []
        said += [_("re-screened")] if line.run_ref else []
        yield HistoryRow(line.at, (line.outcome,), " · ".join(said))
