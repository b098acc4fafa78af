"""What an officer and a visitor wait for at a desk with a hundred thousand applications."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from django.test import Client

from appealdesk.enquiries.actions.process import process_enquiry
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.foundation.actor import Role, public_actor
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.ids import new_submission_id
from appealdesk.ops.story.stage import Stage
from appealdesk.people.inputs import IdentityInput
from appealdesk.screening.actions.read import read_queue
from appealdesk.screening.inputs import QueueFilter
from appealdesk.screening.statement import PROFILES
from bench.applications import fill_applications
from bench.database import fresh_database
from bench.floors import one_row_ms
from bench.line import Line, Round, make_line
from bench.memory import forget_peak, peak_mb
from bench.profiles import ADDRESS, fill_profiles, screen_all
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

_POSITION = "defence"


def measure() -> Iterator[Line]:
    """One desk for all; each wait is the 95th percentile of a round."""
    count = pick_size(small=400, full=100_000)
    with fresh_database() as database:
        stage = open_stage()
        fill_applications(stage, database=database, position=_POSITION, count=count)
        fill_profiles(stage, database=database, position=_POSITION, count=count, now=NOW)
        _screen(stage)
        sizes = {"applications": count}
        yield _queue(stage, sizes)
        floors = [one_row_ms("people_record", "id", database) for _ in range(ROUNDS)]
        yield _status_page(stage, floors, sizes)


def _screen(stage: Stage) -> None:
    """Everybody gets a result, so that the filters have something to tell apart."""
    with acting(stage.system):
        revision_id = fetch_value(
            "SELECT id FROM appeals_criteriarevision WHERE position_id = %s", [stage.position_ids[_POSITION]]
        )
    screen_all(stage, position=_POSITION, revision_id=revision_id, now=NOW)


def _p95(work: Sequence[Callable[[], object]]) -> float:
    """Milliseconds in which 95 of 100 calls answer."""
    waits = []
    for call in work:
        began = time.perf_counter()
        call()
        waits.append((time.perf_counter() - began) * 1000)
    return sorted(waits)[math.ceil(len(waits) * 0.95) - 1]


def _queue(stage: Stage, sizes: dict[str, int]) -> Line:
    """Pages as officers open them: the first, filtered ones, and those that follow, with names opened and audited."""
    forget_peak()
    actor = stage.officer(Role.DESK_OFFICER)
    filters = [
        QueueFilter(),
        QueueFilter(outcome="meets"),
        QueueFilter(outcome="cannot_tell", channel="phone"),
        QueueFilter(decision="undecided", position_ref=stage.positions[_POSITION]),
    ]
    following = [
        QueueFilter(outcome=shown.outcome, after=page.next)
        for shown in filters[:2]
        if (page := read_queue(actor=actor, now=NOW, filters=shown)).next
    ]
    work = [partial(read_queue, actor=actor, now=NOW, filters=shown) for shown in [*filters, *following]]
    rounds = []
    for _ in range(ROUNDS):
        value = _p95([call for call in work for _ in range(4)])
        with acting(actor):
            floor = _p95([lambda: fetch_value(f"SELECT count(*) FROM {PROFILES}")])  # noqa: S608 - holds no outside text
        rounds.append(Round(value, floor))
    return make_line(
        "desk-queue",
        rounds,
        unit="ms p95",
        floor_name="count(*), the same table",
        memory_mb=peak_mb(),
        sizes=sizes,
    )


def _status_page(stage: Stage, floors: list[float], sizes: dict[str, int]) -> Line:
    """The page behind the secret link, through every middleware, without the network."""
    forget_peak()
    entry = EnquiryInput.model_construct(
        appeal_id=stage.appeal_id,
        organisation_id=stage.organisation_id,
        position_ref=stage.positions[_POSITION],
        kind="offer",
        channel="web",
        language="ja",
        # Nobody of the crowd, so that nobody has to be asked who this is.
        identity=IdentityInput(written="浅野 健太", emails=("visitor@mail.example",), language="ja"),
        facts={},
        message="",
        consent_version="offer/1",
        submission=new_submission_id(),
        disposition="",
    )
    received = receive_enquiry(actor=public_actor(stage.organisation_id), now=NOW, entry=entry)
    process_enquiry(actor=stage.system, now=NOW, enquiry_ref=received.ref, address=ADDRESS)
    visitor, address = Client(), f"/ja/status/{received.ref}/{received.secret}/"
    if visitor.get(address).status_code != 200:
        raise RuntimeError("The status page does not answer.")
    visits = pick_size(small=4, full=40)
    rounds = [Round(_p95([lambda: visitor.get(address)] * visits), floor) for floor in floors]
    return make_line(
        "status-page",
        rounds,
        unit="ms p95",
        floor_name="one row by its key",
        memory_mb=peak_mb(),
        sizes=sizes,
    )
