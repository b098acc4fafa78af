"""Approving criteria: both evaluators are compared, two people stand behind it, and everybody is judged again."""

from typing import Any

import pytest

from appealdesk.appeals.actions.save import save_draft
from appealdesk.appeals.actions.submit import submit_draft
from appealdesk.appeals.queries.drafts import DraftPage
from appealdesk.appeals.queries.positions import revisions_of_position
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.foundation.refusals import Foreseen, NotFound
from appealdesk.screening.actions.approve import approve_criteria
from appealdesk.screening.queries.runs import runs
from tests.people.cast import audited
from tests.screening.cast import NOW, ScreeningStage, apply, criteria, profile_of, set_screening_stage


def waiting(stage: ScreeningStage, document: dict[str, Any] | None = None) -> DraftPage:
    """A draft that asks for three years, submitted by a desk officer."""
    about: dict[str, Any] = {"actor": stage.staff(), "now": NOW, "position_ref": stage.enquiries.position_ref}
    saved = save_draft(**about, document=document or criteria(3, years=3), version=0)
    return submit_draft(**about, version=saved.version)


def approve(stage: ScreeningStage, version: int, role: Role = Role.DUTY_OFFICER) -> Any:
    return approve_criteria(
        actor=stage.staff(role), now=NOW, position_ref=stage.enquiries.position_ref, version=version
    )


def work_off() -> None:
    while dispatch_events(now=NOW) + run_jobs(now=NOW):
        pass


def test_it_is_verified_published_and_everybody_is_judged_again(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=2)
    work_off()
    before = profile_of(stage, ref).outcome

    page = approve(stage, waiting(stage).version)
    work_off()

    assert (before, profile_of(stage, ref).outcome, profile_of(stage, ref).revision_id) == (3, 2, page.id)
    with acting(stage.staff()):
        (run,) = runs(actor=stage.staff(), position_id=stage.position_id)[:1]
    assert (run.revision_id, run.total, run.changed) == (page.id, 1, 1)
    assert [subject for _, subject in audited("criteria.verified")] == [stage.enquiries.position_ref]


@pytest.mark.parametrize(
    ("role", "version", "code"),
    [
        (Role.DESK_OFFICER, 0, "appeals.same_approver"),
        (Role.PRESS_OFFICER, 0, "not_found"),
        (Role.DUTY_OFFICER, 1, "appeals.draft_meanwhile"),
    ],
)
def test_who_may_not_and_what_changed_is_refused(stage: ScreeningStage, role: Role, version: int, code: str) -> None:
    draft = waiting(stage)

    with pytest.raises(Foreseen) as refused:
        approve(stage, draft.version + version, role)

    assert refused.value.code == code
    assert len(revisions_of_position(stage.position_id)) == stage.revision.number
    assert audited("criteria.verified") == []


def test_another_organisations_draft_is_not_found(stage: ScreeningStage) -> None:
    draft = waiting(stage)
    other = set_screening_stage("elsewhere")

    with pytest.raises(NotFound):
        approve_criteria(
            actor=other.staff(Role.DUTY_OFFICER),
            now=NOW,
            position_ref=stage.enquiries.position_ref,
            version=draft.version,
        )
