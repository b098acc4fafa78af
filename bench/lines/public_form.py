"""A visit to the public form: its page, and an offer that is sealed, audited and queued when the answer comes."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from appealdesk.enquiries.inputs import EnquiryInput, FactAnswer
from appealdesk.enquiries.statement import RECEIVE, prepare
from appealdesk.foundation.actor import public_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.ids import new_submission_id
from appealdesk.ops.story.stage import Stage
from appealdesk.people.inputs import IdentityInput
from bench.database import fresh_database, owner_connection
from bench.floors import pgbench_rate, pgbench_script
from bench.line import Line, Round, Target, make_line
from bench.memory import tree_peak_mb
from bench.sizes import ROUNDS, pick_size
from bench.stage import SLUG, open_stage
from bench.web_site import serve

__all__ = ["measure"]

_CLIENTS = 16
_PATH = f"/en/appeals/{SLUG}/offer/"
_POSITION = "defence"
_FLOOR = "pgbench, the same rows"
# Every transaction needs a reference and a submission of its own; all else may be equal.
_DRAWN = {
    "ref": "('E-' || lpad(to_hex(:a::bigint), 13, '0'))",
    "submission": "decode(lpad(to_hex(:a::bigint), 16, '0') || lpad(to_hex(:b::bigint), 16, '0'), 'hex')",
}


def measure() -> Iterator[Line]:
    """Visits by 16 clients at once, with pgbench before and after each round."""
    visits = pick_size(small=160, full=8_000)
    seconds = pick_size(small=1, full=5)
    with fresh_database() as database:
        stage = open_stage()
        script = pgbench_script(RECEIVE, _values(stage), _DRAWN, database)
        with serve(f"{_PATH}?position={_POSITION}") as site:
            _visit(site.port, pick_size(small=32, full=1_000))
            floors = [pgbench_rate(script, database=database, clients=_CLIENTS, seconds=seconds)]
            results = []
            for _ in range(ROUNDS):
                before = _stored(database)
                results.append(_visit(site.port, visits))
                _check(stored=_stored(database) - before, visits=visits)
                floors.append(pgbench_rate(script, database=database, clients=_CLIENTS, seconds=seconds))
            memory = tree_peak_mb(site.process)
    beside = [(floors[place] + floors[place + 1]) / 2 for place in range(ROUNDS)]
    sizes = {"clients": _CLIENTS, "visits": visits}
    yield make_line(
        "public-form",
        [Round(result["rate"], floor) for result, floor in zip(results, beside, strict=True)],
        unit="visits/s",
        floor_name=_FLOOR,
        memory_mb=memory,
        target=Target("ratio", "at_least", 0.10),
        sizes=sizes,
    )
    # A client of pgbench waits this long for its commit.
    waits = [1000 * _CLIENTS / floor for floor in beside]
    for name, target in (("p50", None), ("p95", Target("value", "at_most", 100.0))):
        yield make_line(
            f"public-form-{name}",
            [Round(result[name], wait) for result, wait in zip(results, waits, strict=True)],
            unit="ms",
            floor_name=_FLOOR,
            memory_mb=memory,
            target=target,
            sizes=sizes,
        )


def _visit(port: int, visits: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.visitors", str(port), _PATH, _POSITION, str(_CLIENTS), str(visits)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"The visitors failed: {ended.stderr[-2000:]}")
    result: dict[str, float] = json.loads(ended.stdout)
    return result


def _stored(database: str) -> int:
    """Enquiries that have an audit record and an event; each visit leaves exactly one."""
    with owner_connection(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM enquiries_enquiry"
            " JOIN audit_auditrecord ON subject = ref AND tag = 'enquiry.received'"
            " JOIN foundation_outboxevent ON payload->>'enquiry_ref' = ref"
        ).fetchone()
    assert row is not None
    return int(str(row[0]))


def _check(*, stored: int, visits: int) -> None:
    if stored != visits:
        raise RuntimeError(f"{visits} visits left {stored} enquiries: the measurement does not count.")


def _values(stage: Stage) -> dict[str, Any]:
    """The values of one visitor's enquiry, as the server prepares them."""
    entry = EnquiryInput(
        appeal_id=stage.appeal_id,
        organisation_id=stage.organisation_id,
        position_ref=stage.positions[_POSITION],
        kind="offer",
        channel="web",
        language="en",
        identity=IdentityInput(
            written="青木 恵子",
            reading="アオキ ケイコ",
            latin="AOKI KEIKO",
            birth_date=date(1988, 4, 17),
            emails=("visitor1234@mail.example",),
            phones=("090-0000-1234",),
        ),
        facts={
            "service_branch": FactAnswer(value="jsdf"),
            "service_years": FactAnswer(value=6),
            "specialised_training": FactAnswer(value=True),
        },
        message="通訳もできます。いつでもご連絡ください。",
        consent_version="offer/1",
        submission=new_submission_id(),
    )
    actor = public_actor(stage.organisation_id, language="en")
    return prepare(actor=actor, now=read_clock(), entry=entry).values
