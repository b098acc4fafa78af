"""Nothing is published on which Python and PostgreSQL disagree."""

import json
from typing import Any

import pytest

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.audit.models import AuditRecord
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.actions.verify_revision import Verified, verify_revision
from tests.screening.cast import NOW, ScreeningStage, apply, criteria, profile_of, set_screening_stage


def _verify(stage: ScreeningStage, document: dict[str, Any], role: Role = Role.DESK_OFFICER) -> Verified:
    return verify_revision(actor=stage.staff(role), now=NOW, position_id=stage.position_id, document=document)


def test_invented_and_real_people_are_judged_alike_and_no_result_is_written(stage: ScreeningStage) -> None:
    ref = apply(stage, service_branch="jsdf", service_years=2)
    apply(stage, specialised_training={"value": True, "evidence": "documented"}, birth_date=None)
    before = profile_of(stage, ref)

    verified = _verify(stage, criteria(3, years=3))

    assert verified.profiles == 2
    assert verified.invented > 5 * 4
    after = profile_of(stage, ref)
    assert (after.outcome, after.reasons, after.revision_id) == (before.outcome, before.reasons, before.revision_id)


def test_the_trial_is_noted(stage: ScreeningStage) -> None:
    verified = _verify(stage, criteria(3))

    record = AuditRecord.objects.get(tag="criteria.verified")
    assert (record.actor, record.subject) == ("staff:S-desk_officer", stage.enquiries.position_ref)
    details = json.loads(bytes(record.body))["details"]
    assert details == {"revision": 3, "invented": verified.invented, "profiles": 0}


def test_a_difference_refuses_the_revision(stage: ScreeningStage) -> None:
    """The grade says that somebody answered and the value is gone: Python reads "no", the database "unknown"."""
    ref = apply(stage, specialised_training=True)
    slot = fact_dictionary(stage.enquiries.organisation_id)["specialised_training"].slot
    with acting(stage.system):
        execute(f"UPDATE screening_screeningprofile SET {slot} = NULL")  # noqa: S608 - a column of ours
    document = criteria(3)
    document["criteria"] = {"id": "root", "fact": "specialised_training", "op": "is", "value": True}

    with pytest.raises(Refusal) as refused:
        _verify(stage, document)

    assert refused.value.code == "screening.evaluators_differ"
    assert refused.value.values == {"case": f"application {profile_of(stage, ref).pk}"}
    assert not AuditRecord.objects.filter(tag="criteria.verified").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schema": "x"}, "screening.criteria_malformed"),
        (
            {
                "facts": {"flies": {"type": "flag"}},
                "criteria": {"id": "root", "fact": "flies", "op": "is", "value": True},
            },
            "screening.criteria_not_judgeable",
        ),
        (
            {
                "facts": {"service_branch": {"type": "choice", "choices": ["navy"]}},
                "criteria": {"id": "root", "fact": "service_branch", "op": "is", "value": "navy"},
            },
            "screening.criteria_not_judgeable",
        ),
    ],
)
def test_a_document_that_cannot_be_judged_is_refused(stage: ScreeningStage, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        _verify(stage, criteria(3) | change)

    assert refused.value.code == code


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.PRESS_OFFICER])
def test_only_those_who_work_with_applications_may(stage: ScreeningStage, role: Role) -> None:
    with pytest.raises(NotFound):
        _verify(stage, criteria(3), role)


def test_another_organisation_finds_no_position(stage: ScreeningStage) -> None:
    other = set_screening_stage("other-office")

    with pytest.raises(NotFound):
        verify_revision(actor=other.staff(), now=NOW, position_id=stage.position_id, document=criteria(3))
