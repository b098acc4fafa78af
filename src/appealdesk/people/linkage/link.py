"""Which records are of one person, for a whole file at once: the one path for every engine.

The engine finds pairs and the level of each comparison; the weights, the sum and the verdict are those of
`core.linking`, worked out once for each combination of levels. So a pair has the score that `Model.score` gives the two
records alone.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol

from appealdesk.core.linking.clusters import group_records
from appealdesk.core.linking.columns import COLUMNS, Facts, columns_of
from appealdesk.core.linking.comparisons import Comparison, comparisons_for
from appealdesk.core.linking.model import Model, probability
from appealdesk.foundation.collector import without_collector

__all__ = ["SAME_AT", "Engine", "EngineFailed", "Entry", "Link", "Linked", "Outcome", "link_records"]

SAME_AT: Final = 5.0
"""Bits of odds from which a pair is one person: of a hundred such pairs at most three are not, by the model's own
count. Chosen by the model and not by looking at a file whose truth is known."""

POSSIBLE_AT: Final = -3.0
_BATCH: Final = 50_000
_ROUNDS: Final = 40
_LARGEST_GROUP: Final = 40  # Of a larger group only the pairs that were compared are told.
_MOST_LIKELY: Final = 0.1

Row = tuple[int, ...]
Entry = tuple[int, Facts]
"""Which of the files a record comes from (0 or 1), and what it says."""


class Outcome(StrEnum):
    """What a pair is: joined, or to be looked at by a person."""

    SAME = "same"
    UNDECIDED = "undecided"


class Link(NamedTuple):
    """Two records by their place in the input; `bits` are those of the odds."""

    left: int
    right: int
    bits: float
    outcome: Outcome
    reasons: str

    @property
    def score(self) -> float:
        """How likely the model holds it that both are one person, from 0 to 1."""
        return probability(self.bits)


@dataclass(frozen=True, slots=True)
class Linked:
    """The model that was used, and the group of each record that is not alone in one."""

    model: Model
    records: int
    groups: Mapping[int, int]
    links: Sequence[Link]


class EngineFailed(RuntimeError):  # noqa: N818 - it says what happened.
    """The engine gave up, for want of memory as a rule; it says of what kind the failure was and quotes no record."""


class Engine(Protocol):
    """What finds pairs in many records."""

    def load(self, batches: Iterable[Mapping[str, Sequence[Any]]]) -> None: ...
    def columns(self, names: Sequence[str]) -> tuple[str, ...]: ...
    def estimate(self, comparisons: Sequence[Comparison]) -> dict[str, tuple[int, ...]]: ...
    def compare(self, comparisons: Sequence[Comparison], *, between_sources: bool) -> None: ...
    def patterns(self, comparisons: Sequence[Comparison]) -> Iterable[tuple[Row, int]]: ...
    def pairs(self, comparisons: Sequence[Comparison], chosen: Sequence[Row]) -> Iterable[tuple[int, int, int]]: ...
    def rows(self, ids: Sequence[int]) -> dict[int, dict[str, str | None]]: ...


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a combination of levels amounts to."""

    bits: float
    vetoed: bool
    reasons: str


def link_records(
    entries: Iterable[Entry],
    *,
    engine: Engine,
    in_parts: bool,
    between_sources: bool,
    model: Model | None = None,
    on_progress: Callable[[str], None] = lambda text: None,
) -> Linked:
    """Link all records among themselves, or only those of two sources. A `model` given is used as it is."""
    counts = [0, 0]
    with without_collector():
        engine.load(_batches(entries, in_parts, counts, on_progress))
    if not sum(counts):
        return Linked(model or Model(0, {}), 0, {}, ())
    columns = engine.columns(COLUMNS)
    comparisons = comparisons_for(columns) if model is None else model.comparisons
    if model is None:
        on_progress("learning what each fact weighs")
        model = Model(0, engine.estimate(comparisons))
    on_progress("comparing the records that share a fact")
    engine.compare(comparisons, between_sources=between_sources)
    patterns = dict(engine.patterns(comparisons))
    if model.prior == 0:
        model = Model(_prior(model, patterns, _all_pairs(counts, between_sources)), model.weights)
    on_progress("grouping")
    with without_collector():
        links, groups = _grouped(engine, model, list(patterns), between_sources)
    return Linked(model, sum(counts), groups, links)


def _batches(
    entries: Iterable[Entry], in_parts: bool, counts: list[int], on_progress: Callable[[str], None]
) -> Iterator[dict[str, list[Any]]]:
    batch: dict[str, list[Any]] = {name: [] for name in ("id", "source", *COLUMNS)}
    appends = [(name, batch[name].append) for name in COLUMNS]
    for place, (source, facts) in enumerate(entries):
        row = columns_of(facts, in_parts=in_parts)
        batch["id"].append(place)
        batch["source"].append(source)
        for name, append in appends:
            append(row[name])
        counts[source] += 1
        if (place + 1) % _BATCH == 0:
            yield batch
            for values in batch.values():
                values.clear()
            on_progress(f"{place + 1:,} records read")
    yield batch


def _all_pairs(counts: Sequence[int], between_sources: bool) -> int:
    count = sum(counts)
    return counts[0] * counts[1] if between_sources else count * (count - 1) // 2


def _prior(model: Model, patterns: Mapping[Row, int], total: int) -> int:
    """How seldom two records of all are one person, in hundredths of a bit: what the model itself finds to be one."""
    weighed = [(model.sum_of(pattern) / 100, count) for pattern, count in patterns.items()]
    share = min(_MOST_LIKELY, 1 / max(2, total) ** 0.5)
    for _ in range(_ROUNDS):
        prior = math.log2(share / (1 - share))
        found = sum(count * probability(bits + prior) for bits, count in weighed)
        share = max(1.0, min(found, _MOST_LIKELY * total)) / max(20, total)
    return round(100 * math.log2(share / (1 - share)))


def _grouped(
    engine: Engine, model: Model, patterns: Sequence[Row], between_sources: bool
) -> tuple[list[Link], dict[int, int]]:
    judged = {pattern: _judge(model, pattern) for pattern in patterns}
    chosen = [pattern for pattern in patterns if judged[pattern].bits >= POSSIBLE_AT or judged[pattern].vetoed]
    found = [judged[pattern] for pattern in chosen]
    likely: list[tuple[int, int, int]] = []
    different: list[tuple[int, int]] = []
    for left, right, pattern in engine.pairs(model.comparisons, chosen):
        if found[pattern].vetoed:
            different.append((left, right))
        if found[pattern].bits >= POSSIBLE_AT:
            likely.append((left, right, pattern))
    sure = [pair for pair in likely if found[pair[2]].bits >= SAME_AT and not found[pair[2]].vetoed]
    sure.sort(key=lambda pair: (-found[pair[2]].bits, pair[0], pair[1]))
    leaders = group_records(((left, right) for left, right, _ in sure), different)
    sizes = Counter(leaders.values())
    groups = {record: leader for record, leader in leaders.items() if sizes[leader] > 1}
    links = [_link(pair, found[pair[2]], groups) for pair in likely]
    links += _implied(engine, model, groups, links, between_sources)
    return sorted(links, key=lambda link: (link.left, link.right)), groups


def _judge(model: Model, pattern: Row) -> _Judged:
    return _Judged(model.sum_of(pattern) / 100, model.vetoed(pattern), "; ".join(model.reasons(pattern)))


def _link(pair: tuple[int, int, int], judged: _Judged, groups: Mapping[int, int]) -> Link:
    left, right, _ = pair
    together = left in groups and groups[left] == groups.get(right)
    outcome = Outcome.SAME if together else Outcome.UNDECIDED
    return Link(left, right, judged.bits, outcome, judged.reasons)


def _implied(
    engine: Engine, model: Model, groups: Mapping[int, int], links: Sequence[Link], between_sources: bool
) -> Iterator[Link]:
    """Pairs within a group that share no key themselves; they are one person by way of other records."""
    if between_sources:
        return
    members: dict[int, list[int]] = {}
    for record, leader in groups.items():
        members.setdefault(leader, []).append(record)
    known = {(link.left, link.right) for link in links}
    missing = [
        (one, other)
        for group in members.values()
        if 2 < len(group) <= _LARGEST_GROUP
        for place, one in enumerate(sorted(group))
        for other in sorted(group)[place + 1 :]
        if (one, other) not in known
    ]
    rows = engine.rows(sorted({record for pair in missing for record in pair})) if missing else {}
    for one, other in missing:
        scored = model.score(rows[one], rows[other])
        reasons = ["one person by way of other records", *model.reasons(scored.places)]
        yield Link(one, other, scored.bits, Outcome.SAME, "; ".join(reasons))
