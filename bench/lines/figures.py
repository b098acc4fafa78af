"""Releasing the public figures of an appeal with 60,000 donations: counted, protected, proved, signed."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from appealdesk.audit.actions.seal import seal_records
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.figures.actions.release import release_figures
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.ops.story.bank_file import write_story_file
from appealdesk.ops.story.cast import readings
from appealdesk.ops.story.scenes_money import load_the_rates
from bench.database import fresh_database
from bench.line import Line, Round, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

_YEN_A_LINE = 32_674


def measure() -> Iterator[Line]:
    """A release a day; each proves every donation again."""
    lines = pick_size(small=2_000, full=60_000)
    rounds = []
    with fresh_database():
        stage = open_stage()
        load_the_rates(stage, lambda done, total: None)
        data = write_story_file(readings=readings(), pledged=(), count=lines, total=lines * _YEN_A_LINE, seed=1)
        received = receive_statement(
            actor=stage.officer(Role.FINANCE_OFFICER), now=NOW, data=data, file_name="zengin_01.txt"
        )
        import_statement(actor=stage.system, now=NOW, statement_ref=received.ref)
        reconcile_statement(actor=stage.system, now=NOW, statement_ref=received.ref)
        seal_records(now=NOW, signing_key=settings.APPEALDESK_SIGNING_KEY)
        forget_peak()
        for day in range(ROUNDS):
            began = time.perf_counter()
            release_figures(
                actor=stage.officer(Role.PRESS_OFFICER),
                now=NOW + timedelta(days=day),
                appeal_id=stage.appeal_id,
                signing_key=settings.APPEALDESK_SIGNING_KEY,
            )
            seconds = time.perf_counter() - began
            with acting(stage.system):
                began = time.perf_counter()
                fetch_value("SELECT count(*) FROM donations_donation")
                rounds.append(Round(seconds, time.perf_counter() - began))
    yield make_line(
        "figures-release",
        rounds,
        unit="s",
        floor_name="count(*), the donations",
        memory_mb=peak_mb(),
        sizes={"donations": lines},
    )
