"""Finding one of a million persons: while a caller speaks, when somebody comes again, by a part of what is known."""

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.ops.story.stage import Stage
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.queries.candidates import candidates, find_records
from appealdesk.people.queries.keys import keys_of
from appealdesk.people.queries.search import search
from bench.database import fresh_database
from bench.floors import one_row_ms
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.people_maker import Contact, invent_contacts
from bench.persons import fill_persons, person_of
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

_LOOK_UPS = pick_size(small=40, full=200)


def measure() -> Iterator[Line]:
    """One crowd for all; each wait is the 95th percentile of a round."""
    count = pick_size(small=1_000, full=1_000_000)
    with fresh_database() as database:
        stage = open_stage(with_positions=False)
        names = fill_persons(stage.organisation_id, database=database, count=count)
        floors = [one_row_ms("people_record", "id", database) for _ in range(ROUNDS)]
        sizes = {"persons": count}
        yield _look_up(stage, names, floors, sizes)
        yield _recall(stage, sizes)
        yield _search(stage, names, floors, sizes)


def _p95(work: Sequence[Callable[[], object]]) -> float:
    """Milliseconds in which 95 of 100 calls answer."""
    waits = []
    for call in work:
        began = time.perf_counter()
        call()
        waits.append((time.perf_counter() - began) * 1000)
    return sorted(waits)[math.ceil(len(waits) * 0.95) - 1]


def _callers(names: Sequence[IdentityInput], count: int, seed: int) -> list[IdentityInput]:
    chance = random.Random(seed)
    return [person_of(names, chance.randrange(count)) for _ in range(_LOOK_UPS)]


def _look_up(stage: Stage, names: Sequence[IdentityInput], floors: list[float], sizes: dict[str, int]) -> Line:
    """Who is calling, by name and number: found, opened and scored."""
    forget_peak()
    actor = stage.officer(Role.DESK_OFFICER)
    rounds, bare = [], []
    for seed, floor in enumerate(floors):
        callers = _callers(names, sizes["persons"], seed)
        with acting(actor):
            asked = [
                partial(candidates, actor=actor, written=each.written, reading=each.reading, phone=each.phones[0])
                for each in callers
            ]
            _p95(asked[:20])
            rounds.append(Round(_p95(asked), floor))
            keys = [keys_of(each) for each in callers]
            bare.append(_p95([partial(find_records, actor=actor, keys=each) for each in keys]))
    return make_line(
        "intake-lookup",
        rounds,
        unit="ms p95",
        floor_name="one row by its key",
        memory_mb=peak_mb(),
        target=Target("value", "at_most", 15.0),
        sizes=sizes,
        notes={"found and opened, ms p95": round(sorted(bare)[len(bare) // 2], 2)},
    )


def _recall(stage: Stage, sizes: dict[str, int]) -> Line:
    """People who come twice or more, by other channels: the first time is stored, and each other time looked up."""
    forget_peak()
    actor = stage.system
    known: dict[int, int] = {}
    rounds = []
    for seed in range(ROUNDS):
        known.clear()
        found = asked = 0
        for place, contact in enumerate(invent_contacts(pick_size(small=60, full=3_000), seed=seed)):
            said = _identity(contact)
            if contact.person in known:
                asked += 1
                with acting(actor):
                    met = find_records(actor=actor, keys=keys_of(said))
                found += known[contact.person] in {each.record_id for each in met}
            else:
                made = identify_person(
                    actor=actor, now=NOW, identity=said, source="import", source_ref=f"again-{seed}-{place}"
                )
                known[contact.person] = made.record_id
        rounds.append(Round(100 * found / max(1, asked), asked))
    return make_line(
        "intake-recall",
        rounds,
        unit="% found",
        floor_name="how many come again",
        memory_mb=peak_mb(),
        target=Target("value", "at_least", 97.0),
        sizes=sizes,
    )


def _identity(contact: Contact) -> IdentityInput:
    return IdentityInput.model_construct(
        written=contact.name,
        reading=contact.kana,
        birth_date=date.fromisoformat(contact.born) if contact.born else None,
        emails=(contact.mail,) if contact.mail else (),
        phones=(contact.phone,) if contact.phone else (),
        language="ja",
    )


def _search(stage: Stage, names: Sequence[IdentityInput], floors: list[float], sizes: dict[str, int]) -> Line:
    """What an officer remembers, in every kind, typed into the search field."""
    forget_peak()
    actor = stage.officer(Role.DESK_OFFICER)
    rounds = []
    for seed, floor in enumerate(floors):
        chance = random.Random(seed)
        sought = [chance.choice(_remembered(each)) for each in _callers(names, sizes["persons"], seed)]
        with acting(actor):
            asked = [partial(search, actor=actor, text=text) for text in sought]
            _p95(asked[:20])
            rounds.append(Round(_p95(asked), floor))
    return make_line(
        "person-search",
        rounds,
        unit="ms p95",
        floor_name="one row by its key",
        memory_mb=peak_mb(),
        target=Target("value", "at_most", 50.0),
        sizes=sizes,
    )


def _remembered(person: IdentityInput) -> tuple[str, ...]:
    family, given = person.latin.split()
    kanji = person.written.split()
    return (
        person.written,
        person.reading,
        person.latin,
        kanji[0],
        kanji[1],
        family,
        family[:4],
        f"{family[:4]} {given[:3]}",
        person.phones[0][-4:],
        person.phones[0][-6:],
        person.phones[0],
        person.emails[0],
        person.emails[0].partition("@")[0] + "@",
    )
