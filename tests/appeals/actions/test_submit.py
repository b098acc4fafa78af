"""Submitting, sending back, discarding and restoring a draft."""

from datetime import timedelta
from typing import Any

import pytest

from appealdesk.appeals.actions.discard import discard_draft
from appealdesk.appeals.actions.publish import publish_draft
from appealdesk.appeals.actions.restore import restore_draft
from appealdesk.appeals.actions.save import save_draft
from appealdesk.appeals.actions.send_back import send_back_draft
from appealdesk.appeals.actions.submit import submit_draft
from appealdesk.appeals.models import CriteriaDraft
from appealdesk.appeals.queries.drafts import DraftPage, draft_of_position
from appealdesk.appeals.queries.positions import revision_in_force, revisions_of_position
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Foreseen, Refusal
from tests.appeals.actions.test_save import rules, save
from tests.cast import NOW, Cast
from tests.people.cast import audited

LATER = NOW + timedelta(hours=1)


def submitted(cast: Cast, **more: Any) -> DraftPage:
    return _submit(cast, save(cast, **more).version)


def _submit(cast: Cast, version: int) -> DraftPage:
    return submit_draft(
        actor=cast.officer(Role.DESK_OFFICER), now=NOW, position_ref=cast.stage.position_ref, version=version
    )


def approved(cast: Cast, version: int, role: Role = Role.DUTY_OFFICER) -> Any:
    return publish_draft(actor=cast.officer(role), now=LATER, position_ref=cast.stage.position_ref, version=version)


def send_back(cast: Cast, version: int, role: Role = Role.DUTY_OFFICER, note: str = "") -> DraftPage:
    return send_back_draft(
        actor=cast.officer(role), now=LATER, position_ref=cast.stage.position_ref, version=version, note=note
    )


def test_a_submitted_draft_waits_for_somebody_else(cast: Cast) -> None:
    page = submitted(cast)

    assert (page.awaits, page.submitted_by, page.submitted_at) == (True, cast.staff[Role.DESK_OFFICER], NOW)
    assert audited("criteria.submitted") == [(f"staff:{cast.staff[Role.DESK_OFFICER]}", cast.stage.position_ref)]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (rules("three"), "appeals.draft_unfinished"),
        (rules() | {"facts": {}}, "appeals.draft_unfinished"),
        (
            {
                "facts": {"shoe_size": {"type": "number"}},
                "criteria": {"id": "shoes", "fact": "shoe_size", "op": "gte", "value": 2},
            },
            "appeals.draft_unfinished",
        ),
    ],
)
def test_what_is_not_finished_is_not_submitted(cast: Cast, document: dict[str, Any], code: str) -> None:
    page = save_draft(
        actor=cast.officer(Role.DESK_OFFICER),
        now=NOW,
        position_ref=cast.stage.position_ref,
        document=document,
        version=0,
    )

    with pytest.raises(Refusal) as refused:
        _submit(cast, page.version)

    assert refused.value.code == code


def test_a_draft_that_changes_nothing_is_not_submitted(cast: Cast) -> None:
    in_force = revision_in_force(cast.stage.position_id, at=NOW)
    assert in_force is not None
    page = save_draft(
        actor=cast.officer(Role.DESK_OFFICER),
        now=NOW,
        position_ref=cast.stage.position_ref,
        document=in_force.document,
        version=0,
    )

    with pytest.raises(Refusal) as refused:
        _submit(cast, page.version)

    assert refused.value.code == "appeals.draft_same"


def test_somebody_else_approves_and_it_is_published(cast: Cast) -> None:
    page = approved(cast, submitted(cast).version)

    assert (page.number, page.published_by, page.approved_by, page.effective_from) == (
        2,
        cast.staff[Role.DESK_OFFICER],
        cast.staff[Role.DUTY_OFFICER],
        LATER,
    )
    assert page.document["criteria"] == rules()["criteria"]
    assert draft_of_position(actor=cast.officer(Role.DUTY_OFFICER), position_ref=cast.stage.position_ref) is None
    assert audited("criteria.published")[-1] == (f"staff:{cast.staff[Role.DUTY_OFFICER]}", page.ref)


@pytest.mark.parametrize(("hours", "from_hours"), [(-2, 1), (0, 1), (48, 48)])
def test_a_moment_that_passed_becomes_the_moment_of_approval(cast: Cast, hours: int, from_hours: int) -> None:
    draft = submitted(cast, effective_at=NOW + timedelta(hours=hours))

    assert approved(cast, draft.version).effective_from == NOW + timedelta(hours=from_hours)


@pytest.mark.parametrize(
    ("role", "code"), [(Role.DESK_OFFICER, "appeals.same_approver"), (Role.PRESS_OFFICER, "not_found")]
)
def test_who_may_not_approve_is_refused(cast: Cast, role: Role, code: str) -> None:
    draft = submitted(cast)

    with pytest.raises(Foreseen) as refused:
        approved(cast, draft.version, role)

    assert refused.value.code == code
    assert len(revisions_of_position(cast.stage.position_id)) == 1


def test_a_desk_officer_does_not_approve_a_colleagues_draft(cast: Cast) -> None:
    page = save(cast, role=Role.ADMINISTRATOR)
    draft = submit_draft(
        actor=cast.officer(Role.ADMINISTRATOR), now=NOW, position_ref=cast.stage.position_ref, version=page.version
    )

    with pytest.raises(Refusal) as refused:
        approved(cast, draft.version, Role.DESK_OFFICER)

    assert refused.value.code == "appeals.approver_role"


def test_a_note_goes_back_with_the_draft_and_is_sealed(cast: Cast) -> None:
    page = send_back(cast, submitted(cast).version, note="  Say which unit.  ")

    assert (page.status, page.note) == ("draft", "Say which unit.")
    with acting(cast.system):
        assert b"unit" not in bytes(CriteriaDraft.objects.get().sealed_note or b"")
    assert audited("criteria.sent_back") == [(f"staff:{cast.staff[Role.DUTY_OFFICER]}", cast.stage.position_ref)]


def test_a_second_person_says_why(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        send_back(cast, submitted(cast).version, note=" ")

    assert (refused.value.code, refused.value.field) == ("appeals.note_missing", "note")


def test_whoever_submitted_takes_it_back_without_a_note_and_the_old_note_goes(cast: Cast) -> None:
    noted = send_back(cast, submitted(cast).version, note="Shorter.")
    again = _submit(cast, noted.version)

    page = send_back(cast, again.version, Role.DESK_OFFICER)

    assert (page.status, page.note) == ("draft", "")


def test_a_discarded_draft_is_restored_while_nothing_went_on_without_it(cast: Cast) -> None:
    draft = save(cast)
    about: dict[str, Any] = {
        "actor": cast.officer(Role.DESK_OFFICER),
        "now": LATER,
        "position_ref": cast.stage.position_ref,
    }

    discard_draft(**about, version=draft.version)
    restored = restore_draft(**about)

    assert (restored.status, restored.document) == ("draft", draft.document)
    assert audited("criteria.draft_discarded") == audited("criteria.draft_restored")
    with pytest.raises(Refusal) as refused:
        restore_draft(**about)
    assert refused.value.code == "appeals.no_draft_to_restore"
