"""What was public and when, as a picture: one lane for the state, one for updates, one for each position's criteria.

Places are per cent of the width, so that the lanes share one axis at every size of window.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from appealdesk.appeals.queries.life import AppealLife
from appealdesk.foundation.languages import Localised

__all__ = ["Bar", "Dot", "Lane", "Tick", "Timeline", "timeline_of"]

_LEAST = timedelta(hours=6)
_TICKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Something that lasted: a state, or a revision in force. `open_ended` lasts still."""

    x: float
    width: float
    state: str
    number: int
    since: datetime
    until: datetime | None

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Something that happened at a moment: an update."""

    x: float
    ref: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One line of the picture; `kind` is state, updates or criteria."""

    kind: str
    titles: Localised
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """A place of the axis with its moment."""

    x: float
    at: datetime
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lanes over one axis."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The states that the picture has, in the order of their coming."""
        return tuple(dict.fromkeys(bar.state for lane in self.lanes for bar in lane.bars if bar.state))


@dataclass(frozen=True, slots=True)
class _Axis:
    start: datetime
    end: datetime

    def place(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def bar(self, since: datetime, until: datetime | None, *, state: str = "", number: int = 0) -> Bar:
        x = self.place(since)
        width = round(max(self.place(until or self.end) - x, 0.6), 2)
        return Bar(x=x, width=width, state=state, number=number, since=since, until=until)


def timeline_of(life: AppealLife, now: datetime) -> Timeline:
    """The picture. The axis ends a little after the last event, because years of nothing would press it together."""
    begun = min(life.created_at, life.steps[0].at)
    axis = _axis(begun, max(_moments(life)), now)
    ends: list[datetime | None] = [*(step.at for step in life.steps[1:]), None]
    lanes = [
        Lane(
            kind="state",
            titles={},
            bars=tuple(
                axis.bar(step.at, end, state=step.to_status) for step, end in zip(life.steps, ends, strict=True)
            ),
        ),
        Lane(
            kind="updates",
            titles={},
            dots=tuple(
                Dot(x=axis.place(update.published_at), ref=update.ref, at=update.published_at)
                for update in reversed(life.appeal.updates)
            ),
        ),
        *(
            Lane(
                kind="criteria",
                titles=one.position.titles,
                bars=tuple(axis.bar(span.since, span.until, number=span.number) for span in one.revisions),
            )
            for one in life.positions
        ),
    ]
    return Timeline(tuple(lanes), _ticks(axis))


def _moments(life: AppealLife) -> Iterable[datetime]:
    yield life.created_at
    yield from (step.at for step in life.steps)
    yield from (update.published_at for update in life.appeal.updates)
    yield from (span.since for one in life.positions for span in one.revisions)


def _axis(start: datetime, last: datetime, now: datetime) -> _Axis:
    length = max(last - start, _LEAST)
    return _Axis(start, max(min(last + length / 4, now), last + length / 20, start + _LEAST))


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    step = (axis.end - axis.start) / (_TICKS - 1)
    anchors = ("start", *("middle",) * (_TICKS - 2), "end")
    return tuple(
        Tick(round(100 * place / (_TICKS - 1), 2), axis.start + step * place, anchor)
        for place, anchor in enumerate(anchors)
    )
