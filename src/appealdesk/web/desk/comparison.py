"""Two records side by side and a person as one picture, made ready for the page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appealdesk.core.text.differences import Piece, mark_differences
from appealdesk.people.queries.judgements import ComparisonPage, JudgementRow
from appealdesk.people.queries.persons import RecordPage
from appealdesk.web.shared.culture import date_text
from appealdesk.web.shared.likeness_text import likeness_sentence

__all__ = ["ComparedRow", "Comparison", "EvidenceBar", "Picture", "comparison", "picture"]

# A bar of evidence is drawn from the middle of a width of 100; so many bits fill one half.
_FULL_BITS: Final = 30.0
_HALF: Final = 50.0
_RADIUS: Final = 76
_CENTRE: Final = 100
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of the comparison, in pieces; `mark` says whether the two sides agree, differ, or one says nothing."""

    label: str
    a: tuple[Piece, ...]
    b: tuple[Piece, ...]
    mark: str

    @property
    def icon(self) -> str:
        """The template of the icon."""
        return f"shared/icons/{self.mark}.svg"


@dataclass(frozen=True, slots=True)
class EvidenceBar:
    """One piece of evidence as a sentence and a bar: to the right for the same person, to the left against."""

    sentence: str
    bits: float
    start: float
    width: float
    veto: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What stands on the page of a pair."""

    pair: ComparisonPage
    rows: tuple[ComparedRow, ...]
    bars: tuple[EvidenceBar, ...]
    against: EvidenceBar | None


@dataclass(frozen=True, slots=True)
class _Node:
    """A record in the picture: its letter, and where it stands."""

    record: RecordPage
    letter: str
    x: float
    y: float
    here: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A judgement in the picture, from record to record."""

    verdict: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The records around a circle and the judgements that hold between them."""

    nodes: tuple[_Node, ...]
    lines: tuple[_Line, ...]

    def letter_of(self, record_ref: str) -> str:
        """The letter of a record, or its reference where it is not in the picture."""
        return next((node.letter for node in self.nodes if node.record.ref == record_ref), record_ref)


def comparison(pair: ComparisonPage) -> Comparison:
    """The rows with their differences marked, and the evidence as bars."""
    bars = {piece: _bar(likeness_sentence(piece), piece.bits, veto=piece.veto) for piece in pair.evidence}
    return Comparison(
        pair=pair,
        rows=_rows(pair.a, pair.b),
        bars=tuple(bars.values()),
        against=bars.get(pair.against) if pair.against else None,
    )


def picture(records: Sequence[RecordPage], judgements: Sequence[JudgementRow], *, here: Sequence[str] = ()) -> Picture:
    """The picture of so many records as have a letter; `here` are those that the page is about."""
    shown = records[: len(_LETTERS)]
    places = {}
    for number, record in enumerate(shown):
        angle = 2 * math.pi * number / max(len(shown), 1) - math.pi / 2
        places[record.ref] = (
            round(_CENTRE + _RADIUS * math.cos(angle), 1),
            round(_CENTRE + _RADIUS * math.sin(angle), 1),
        )
    return Picture(
        nodes=tuple(
            _Node(record, _LETTERS[number], *places[record.ref], here=record.ref in here)
            for number, record in enumerate(shown)
        ),
        lines=tuple(
            _Line(row.verdict, *places[row.a_ref], *places[row.b_ref])
            for row in judgements
            if row.revoked_at is None and row.a_ref in places and row.b_ref in places
        ),
    )


def _bar(sentence: str, bits: float, *, veto: bool) -> EvidenceBar:
    width = round(min(abs(bits) / _FULL_BITS, 1.0) * _HALF, 2)
    return EvidenceBar(sentence, bits, _HALF if bits >= 0 else round(_HALF - width, 2), width, veto)


def _rows(a: RecordPage, b: RecordPage) -> tuple[ComparedRow, ...]:
    def joined(values: tuple[str, ...]) -> str:
        return " · ".join(values)

    said = (
        (_("Written form"), a.names.written, b.names.written),
        (_("Reading"), a.names.reading, b.names.reading),
        (_("Latin form"), a.names.latin, b.names.latin),
        (_("Date of birth"), _day(a), _day(b)),
        (_("Phone"), joined(a.phones), joined(b.phones)),
        (_("E-mail"), joined(a.emails), joined(b.emails)),
        (_("Address"), a.address, b.address),
    )
    dates = _("Date of birth")
    return tuple(_row(label, one, other, whole_words=label == dates) for label, one, other in said if one or other)


def _row(label: str, one: str, other: str, *, whole_words: bool) -> ComparedRow:
    mine, theirs = mark_differences(one, other, whole_words=whole_words)
    differs = any(piece.differs for piece in (*mine, *theirs))
    return ComparedRow(label, mine, theirs, "unknown" if not one or not other else "unmet" if differs else "met")


def _day(record: RecordPage) -> str:
    return date_text(record.birth_date, get_language() or "en") if record.birth_date else ""
