"""Sixty thousand donors against a list of twenty thousand: loading it, and checking everybody against it."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, TypeVar

from appealdesk.core.sanctions import read_list
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting, execute, fetch_value
from appealdesk.sanctions.actions.load import load_list
from appealdesk.sanctions.actions.recheck import recheck_everybody
from bench.applications import fill_applications
from bench.crowd import invent_people
from bench.database import fresh_database
from bench.line import Line, Round, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

Result = TypeVar("Result")

_SYLLABLES: Final = ("va", "ro", "ki", "men", "lo", "stan", "dra", "gul", "bek", "zor", "ny", "tam", "ur", "sha", "el")
# One listed name in so many is somebody's of the crowd, so that there is something to find.
_BEARERS: Final = 200
_DONORS_SQL: Final = """
INSERT INTO sanctions_subject (organisation_id, kind, person_id, payee_ref, digest, rules, registered_at, checked_at)
SELECT organisation_id, 'donor', id, '', NULL, 0, %(now)s, %(now)s FROM people_person
WHERE organisation_id = %(organisation)s AND redirects_to_id IS NULL
"""


def measure() -> Iterator[Line]:
    """Each round in a database of its own: a list is loaded into it once, and everybody is checked against it once."""
    count, listed = pick_size(small=300, full=60_000), pick_size(small=200, full=20_000)
    data = _list(listed, [person.identity.latin for person in invent_people(min(count, listed))])
    sizes = {"donors": 0, "entries": listed}
    forget_peak()
    loading, checking, hits = [], [], 0
    for _ in range(ROUNDS):
        with fresh_database() as database:
            stage = open_stage()
            fill_applications(stage, database=database, position="defence", count=count)
            with acting(stage.system):
                execute(_DONORS_SQL, {"now": NOW, "organisation": stage.organisation_id})
                sizes["donors"] = int(fetch_value("SELECT count(*) FROM sanctions_subject"))
            floor = _seconds_of(partial(read_list, "ofac", data))[0]
            seconds, loaded = _seconds_of(partial(load_list, actor=system_actor(None), now=NOW, code="ofac", data=data))
            loading.append(Round(seconds, floor))
            check = partial(recheck_everybody, actor=stage.system, now=NOW, version_id=loaded.version_id)
            seconds, done = _seconds_of(check)
            checking.append(Round(seconds, floor))
            hits = done.hits
    yield _line("sanctions-load", loading, sizes, {})
    yield _line("sanctions-check", checking, sizes, {"hits": float(hits)})


def _line(name: str, rounds: Sequence[Round], sizes: dict[str, int], notes: dict[str, float]) -> Line:
    return make_line(
        name,
        rounds,
        unit="s",
        floor_name="reading the file",
        memory_mb=peak_mb(),
        target=None,
        sizes=sizes,
        notes=notes,
    )


def _seconds_of(work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _list(count: int, crowd: Sequence[str]) -> bytes:
    """So many people of invented syllables, with two aliases and a year each; some bear a name of the crowd."""
    chance = random.Random(2022)

    def invented() -> str:
        return " ".join("".join(chance.choices(_SYLLABLES, k=3)).capitalize() for _ in range(2))

    entries = []
    for number in range(1, count + 1):
        name = crowd[number] if number % _BEARERS == 0 and number < len(crowd) and crowd[number] else invented()
        akas = "".join(f"<aka><lastName>{invented()}</lastName></aka>" for _ in range(2))
        born = f"<dateOfBirthItem><dateOfBirth>{chance.randrange(1940, 1995)}</dateOfBirth></dateOfBirthItem>"
        entries.append(
            f"<sdnEntry><uid>{number}</uid><lastName>{name}</lastName><sdnType>Individual</sdnType>"
            f"<akaList>{akas}</akaList><dateOfBirthList>{born}</dateOfBirthList></sdnEntry>"
        )
    return f"<sdnList>{''.join(entries)}</sdnList>".encode()
