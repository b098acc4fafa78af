"""The worker's round: what comes with a new day, and what goes with it."""

from datetime import date

from appealdesk.donations.actions.offer import offer_in_kind
from appealdesk.donations.inputs import InKindInput
from appealdesk.donations.models import InKindOffer
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.ops.worker import Worker
from appealdesk.screening.queries.runs import runs
from tests.people.cast import identity
from tests.postgres_plugin import Database
from tests.screening.cast import NOW, apply, history_of, set_screening_stage


def test_a_new_day_judges_whose_age_has_turned_and_forgets_what_is_over(
    committed_db: Database,
) -> None:
    """Of two recruits judged in 2022 one has come of age since; the other's age has not turned."""
    stage = set_screening_stage()
    young = apply(stage, birth_date=date(2004, 3, 2), service_branch="jsdf", service_years=1)
    older = apply(stage, birth_date=date(1999, 3, 2), service_branch="jsdf", service_years=1)
    goods = InKindInput(
        appeal_id=stage.enquiries.appeal_id,
        goods="毛布",
        quantity="40",
        place="横浜市",
        available_until=NOW.date(),
        identity=identity(written="青木 恵子", phones=("03-3456-7812",)),
        submission=b"1" * 16,
    )
    offer_in_kind(actor=stage.enquiries.public, now=NOW, entry=goods)
    while dispatch_events(now=NOW) + run_jobs(now=NOW):
        pass
    worker = Worker()

    for _ in range(3):
        worker.step()

    with acting(stage.system):
        (run,) = [page for page in runs(actor=stage.system) if page.cause == "calendar"]
    assert history_of(stage, young) == [("none", "does_not_meet"), ("does_not_meet", "meets")]
    assert history_of(stage, older) == [("none", "meets")]
    with acting(stage.system):
        assert list(InKindOffer.objects.values_list("status", "wrapped_key")) == [("offered", None)]
    assert (run.total, run.changed, run.letters) == (1, 1, 0)
    assert run.as_of >= read_clock().date().replace(year=2022)
