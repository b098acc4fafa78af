"""Checking everybody against a new list, when its worker is killed in the middle."""

import os
import signal
import subprocess
import sys
import time

import psycopg

from appealdesk.foundation.db import acting
from appealdesk.sanctions.actions.check import check_donors
from appealdesk.sanctions.actions.recheck import recheck_everybody
from appealdesk.sanctions.models import CheckRun, Hit
from tests.cast import Cast, set_cast
from tests.people.cast import audited
from tests.postgres_plugin import Database
from tests.sanctions.lists import LISTED, NIGHT, YEVHRAF, donor, entry, load

# Each step of the run waits before it ends, so that there is a middle in which to be killed.
_SLOW = """
CREATE FUNCTION slow_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.7); RETURN NEW; END $$;
CREATE TRIGGER slow_step BEFORE UPDATE ON sanctions_checkrun FOR EACH ROW EXECUTE FUNCTION slow_step();
"""
_FAST = "DROP TRIGGER slow_step ON sanctions_checkrun; DROP FUNCTION slow_step();"


def run_of(cast: Cast) -> CheckRun | None:
    with acting(cast.system):
        return CheckRun.objects.first()


def test_a_run_whose_worker_is_killed_goes_on_where_it_was(committed_db: Database) -> None:
    """SIGKILL leaves no time to tidy up: nobody is asked about twice, and nobody is overlooked."""
    cast = set_cast()
    check_donors(actor=cast.system, now=NIGHT, person_ids=[donor(cast, YEVHRAF)])
    # The donor is asked about in the first step and in the second.
    filler = [entry(number, "Nemaye", f"VYDUMKO{number}") for number in range(2, 1_002)]
    version = load(LISTED, *filler, entry(1_002, "Yevhraf", "VYMYSLENKO")).version_id
    with psycopg.connect(committed_db.owner_url) as owner:
        owner.execute(_SLOW)
    worker = subprocess.Popen([sys.executable, "-m", "appealdesk.config.cli", "worker"], env=os.environ | {})
    try:
        ends = time.monotonic() + 60
        while (left := run_of(cast)) is None or not left.done:
            assert time.monotonic() < ends
            time.sleep(0.02)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        with psycopg.connect(committed_db.owner_url) as owner:
            owner.execute(_FAST)

    left = run_of(cast)
    done = recheck_everybody(actor=cast.system, now=NIGHT, version_id=version)

    assert left is not None
    assert (left.done, left.finished_at, left.hits) == (1_000, None, 1)
    assert (done.total, done.hits) == (1_003, 2)
    with acting(cast.system):
        assert sorted(Hit.objects.values_list("entry__uid", flat=True)) == ["1", "1002"]
    assert len(audited("sanctions_check.finished")) == 1
