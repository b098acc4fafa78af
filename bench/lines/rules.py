"""The rules that run in Python for one person at a time: keys of names, likeness of names, criteria."""

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from functools import partial

from rapidfuzz.fuzz import token_sort_ratio

from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import parse_facts
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.names.compare import IdentityRecord
from appealdesk.core.names.keys import record_keys
from appealdesk.core.names.pair import score_names
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.verdict import judge
from appealdesk.foundation.collector import without_collector
from appealdesk.people.inputs import IdentityInput
from bench.crowd import criteria_document, invent_answers, invent_people
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW

__all__ = ["measure"]

_CANDIDATES = 10


def measure() -> Iterator[Line]:
    """No database takes part; the floor is the mere reading of the same values from text."""
    count = pick_size(small=500, full=20_000)
    # A crowd of its own for each round, because the rules remember names that they have just seen.
    crowds = [[person.identity for person in invent_people(count, seed=seed)] for seed in range(ROUNDS)]
    forget_peak()
    keys = [_round(count, partial(_keys, crowd), partial(_read_names, _as_csv(crowd))) for crowd in crowds]
    yield make_line(
        "names-keys",
        keys,
        unit="people/s",
        floor_name="reading the names",
        memory_mb=peak_mb(),
        sizes={"people": count},
    )
    forget_peak()
    pairs = [_round(count, partial(_pairs, crowd), partial(_read_names, _as_csv(crowd))) for crowd in crowds]
    yield make_line(
        "names-pairs",
        pairs,
        unit="pairs/s",
        floor_name="reading the names",
        memory_mb=peak_mb(),
        target=Target("value", "at_least", 20_000),
        sizes={"pairs": count},
    )
    forget_peak()
    spelt = [list(_spelt_otherwise(crowd)) for crowd in crowds]
    scores = [
        _round(count, partial(_compare, score_names, each), partial(_compare, token_sort_ratio, each)) for each in spelt
    ]
    yield make_line(
        "names-score",
        scores,
        unit="pairs/s",
        floor_name="rapidfuzz, token sort",
        memory_mb=peak_mb(),
        target=Target("value", "at_least", 20_000),
        sizes={"pairs": count},
    )
    yield _criteria(count)


def _round(count: int, work: Callable[[], object], floor: Callable[[], object]) -> Round:
    return Round(count / _seconds(work), count / _seconds(floor))


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor, since nothing here waits; without the collector, as in the batches that do this work."""
    with without_collector():
        began = time.process_time()
        work()
        return time.process_time() - began


def _keys(crowd: list[IdentityInput]) -> None:
    for identity in crowd:
        record_keys(name=identity.names, born_on=identity.birth_date, phone=identity.phones[0], mail=identity.emails[0])


def _pairs(crowd: list[IdentityInput]) -> None:
    """Each person against a few others whose names come in another form, as an import compares its candidates."""
    few = crowd[: len(crowd) // _CANDIDATES]
    for one, other in ((one, few[place - step]) for place, one in enumerate(few) for step in range(_CANDIDATES)):
        judge(
            IdentityRecord(name=PersonName(one.written, one.reading), born_on=one.birth_date, phone=one.phones[0]),
            IdentityRecord(name=PersonName("", "", other.latin), born_on=other.birth_date, mail=other.emails[0]),
        )


def _spelt_otherwise(crowd: list[IdentityInput]) -> Iterator[tuple[str, str]]:
    """Each person in two scripts, every second time beside the next person, as an import without kana has them; nobody
    was seen before."""
    for place, one in enumerate(crowd):
        other = crowd[place - place % 2]
        yield (
            (one.written, one.reading, one.latin)[place % 3],
            (other.latin, other.latin.title(), other.reading)[place % 3],
        )


def _compare(scorer: Callable[[str, str], object], pairs: list[tuple[str, str]]) -> None:
    for one, other in pairs:
        scorer(one, other)


def _read_names(text: str) -> int:
    """The floor: the same names from comma-separated values."""
    return sum(1 for _ in csv.reader(io.StringIO(text)))


def _as_csv(crowd: list[IdentityInput]) -> str:
    return "".join(f"{person.written},{person.reading},{person.latin},{person.birth_date}\n" for person in crowd)


def _criteria(count: int) -> Line:
    criteria = parse_criteria(criteria_document(revision=1, min_years=1, effective_from=NOW.isoformat()))
    answers = list(invent_answers(count))
    lines = [json.dumps(each) for each in answers]
    facts = [parse_facts(each, criteria.facts) for each in answers]
    forget_peak()

    def judge_all() -> None:
        for each in facts:
            evaluate(criteria, each, NOW.date())

    rounds = [_round(count, judge_all, lambda: [json.loads(line) for line in lines]) for _ in range(ROUNDS)]
    return make_line(
        "criteria-python",
        rounds,
        unit="people/s",
        floor_name="reading their facts",
        memory_mb=peak_mb(),
        sizes={"people": count, "leaves": len(criteria.leaves)},
    )
