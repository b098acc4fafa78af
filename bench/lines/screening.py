"""Re-screening: judging every profile with reasons, writing back what changed, and the preview while editing."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from appealdesk.appeals.actions.publish import publish_criteria
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.enquiries.actions.process import process_enquiry
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.foundation.actor import Role, public_actor
from appealdesk.foundation.db import acting, execute, fetch_all
from appealdesk.foundation.ids import new_submission_id
from appealdesk.ops.story.stage import Stage
from appealdesk.screening.actions.screen import screen_application
from appealdesk.screening.queries.preview import preview_revision
from appealdesk.screening.queries.runs import RunPage
from appealdesk.screening.statement import PROFILES, judging_statement
from bench.crowd import criteria_document, invent_people
from bench.database import fresh_database
from bench.floors import copy_seconds, one_row_ms
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.profiles import ADDRESS, fill_profiles, screen_all
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

_POSITION = "defence"
_COUNT = f"SELECT count(*) FROM {PROFILES}"  # noqa: S608 - holds no outside text


def measure() -> Iterator[Line]:
    """Judge all; then re-screen by revisions that change one result in ten or so; then preview; then one person."""
    count = pick_size(small=2_000, full=1_000_000)
    with fresh_database() as database:
        stage = open_stage()
        fill_profiles(stage, database=database, position=_POSITION, count=count, now=NOW)
        revision = _publish(stage, number=2, min_years=1)
        yield _judge(stage, revision, count)
        _screen(stage, revision, day=2)
        yield _write_back(stage, database, count)
        yield _preview(stage, count)
        yield _one(stage, database)


def _publish(stage: Stage, *, number: int, min_years: int) -> RevisionPage:
    """The next revision, in force from its own day on."""
    day = _day(number)
    return publish_criteria(
        actor=stage.officer(Role.ADMINISTRATOR),
        now=day,
        position_ref=stage.positions[_POSITION],
        document=criteria_document(revision=number, min_years=min_years, effective_from=day.isoformat()),
        approved_by=stage.officer(Role.DUTY_OFFICER).ref,
    )


def _day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def _judge(stage: Stage, revision: RevisionPage, count: int) -> Line:
    """The statement of the re-screening over the whole table, in one backend, beside count(*) in one backend."""
    forget_peak()
    statement = judging_statement(
        revision.criteria,
        fact_dictionary(stage.organisation_id),
        day_of(stage.organisation_id, now=_day(2)),
        where="position_id = %(position)s",
        keep={"application_id": "application_id", "before": "outcome"},
    )
    judged = f"SELECT count(*), max(outcome), bit_or(reasons) FROM ({statement}) AS judged"  # noqa: S608 - as above
    values = {"position": stage.position_ids[_POSITION]}
    rounds = []
    with acting(stage.system):
        execute("SET LOCAL max_parallel_workers_per_gather = 0")
        execute("SET LOCAL work_mem = '64MB'")
        _timed(_COUNT, {}, count)
        for _ in range(ROUNDS):
            before = _timed(_COUNT, {}, count)
            seconds = _timed(judged, values, count)
            rounds.append(Round(seconds, (before + _timed(_COUNT, {}, count)) / 2))
    return make_line(
        "rescreen",
        rounds,
        unit="s",
        floor_name="count(*), the same table",
        memory_mb=peak_mb(),
        target=Target("ratio", "at_most", 12.0),
        sizes={"profiles": count, "leaves": len(revision.criteria.leaves)},
    )


def _timed(statement: str, values: dict[str, int], count: int) -> float:
    began = time.perf_counter()
    found = fetch_all(statement, values)[0][0]
    seconds = time.perf_counter() - began
    if found != count:
        raise RuntimeError(f"{found} of {count} profiles were counted.")
    return seconds


def _screen(stage: Stage, revision: RevisionPage, *, day: int) -> tuple[float, RunPage]:
    """Seconds of a whole re-screening, and its run."""
    began = time.perf_counter()
    run = screen_all(stage, position=_POSITION, revision_id=revision.id, now=_day(day))
    return time.perf_counter() - began, run


def _write_back(stage: Stage, database: str, count: int) -> Line:
    """Each revision turns the number of years round: the same people change each time, and with them the history."""
    forget_peak()
    rounds, changed = [], 0
    for number in range(3, 3 + ROUNDS):
        revision = _publish(stage, number=number, min_years=6 if number % 2 else 1)
        seconds, run = _screen(stage, revision, day=number)
        written = {"screening_screening": f"revision_id = {revision.id:d}"}
        rounds.append(Round(seconds, copy_seconds(written, database)))
        changed = run.changed
    return make_line(
        "rescreen-write",
        rounds,
        unit="s",
        floor_name="COPY, the changed rows",
        memory_mb=peak_mb(),
        target=Target("value", "at_most", 3.0),
        sizes={"profiles": count, "changed": changed},
    )


def _preview(stage: Stage, count: int) -> Line:
    forget_peak()
    document = criteria_document(revision=6, min_years=3, effective_from=_day(8).isoformat())
    position = stage.position_ids[_POSITION]
    rounds = []
    with acting(stage.system):
        for _ in range(ROUNDS):
            floor = _timed(_COUNT, {}, count)
            began = time.perf_counter()
            preview_revision(actor=stage.system, now=_day(8), position_id=position, document=document, sample=True)
            rounds.append(Round((time.perf_counter() - began) * 1000, floor * 1000))
    return make_line(
        "preview-sample",
        rounds,
        unit="ms",
        floor_name="count(*), the same table",
        memory_mb=peak_mb(),
        target=Target("value", "at_most", 20.0),
        sizes={"profiles": count},
    )


def _one(stage: Stage, database: str) -> Line:
    """One person's screening, as it follows each offer and each corrected fact."""
    forget_peak()
    floors = [one_row_ms(PROFILES, "application_id", database) for _ in range(ROUNDS)]
    rounds = []
    for person, floor in zip(invent_people(ROUNDS), floors, strict=True):
        entry = EnquiryInput.model_construct(
            appeal_id=stage.appeal_id,
            organisation_id=stage.organisation_id,
            position_ref=stage.positions[_POSITION],
            kind="offer",
            channel="web",
            language="ja",
            identity=person.identity,
            facts={},
            message="",
            consent_version="offer/1",
            submission=new_submission_id(),
            disposition="",
        )
        public = public_actor(stage.organisation_id, language="ja")
        received = receive_enquiry(actor=public, now=_day(7), entry=entry)
        processed = process_enquiry(actor=stage.system, now=_day(7), enquiry_ref=received.ref, address=ADDRESS)
        began = time.perf_counter()
        screen_application(actor=stage.system, now=_day(7), application_ref=processed.application_ref or "")
        rounds.append(Round((time.perf_counter() - began) * 1000, floor))
    return make_line(
        "screen-one",
        rounds,
        unit="ms",
        floor_name="one row by its key",
        memory_mb=peak_mb(),
        target=Target("value", "at_most", 5.0),
        sizes={"people": ROUNDS},
    )
