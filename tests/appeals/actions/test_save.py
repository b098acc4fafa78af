"""Saving a draft: as typed, once at a time, and nobody's words lost; published only by two people."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.discard import discard_draft
from appealdesk.appeals.actions.publish import publish_draft
from appealdesk.appeals.actions.restore import restore_draft
from appealdesk.appeals.actions.save import save_draft
from appealdesk.appeals.actions.send_back import send_back_draft
from appealdesk.appeals.actions.submit import submit_draft
from appealdesk.appeals.inputs import PositionInput
from appealdesk.appeals.models import CriteriaDraft
from appealdesk.appeals.queries.drafts import DraftPage, draft_of_position
from appealdesk.appeals.queries.positions import revisions_of_position
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.db import acting, execute, fetch_value
from appealdesk.foundation.refusals import Foreseen, NotFound, Refusal
from tests.cast import NOW, Cast, set_cast
from tests.people.cast import audited


def rules(years: Any = 2) -> dict[str, Any]:
    return {
        "facts": {"service_years": {"type": "number"}},
        "criteria": {"id": "years", "fact": "service_years", "op": "gte", "value": years},
    }


def save(cast: Cast, version: int = 0, years: Any = 2, *, role: Role = Role.DESK_OFFICER, **more: Any) -> DraftPage:
    return save_draft(
        actor=cast.officer(role),
        now=NOW,
        position_ref=cast.stage.position_ref,
        document=rules(years),
        version=version,
        **more,
    )


def test_a_draft_has_the_heading_of_the_next_revision(cast: Cast) -> None:
    page = save(cast)

    assert page.document == rules() | {
        "schema": "appealdesk.criteria/1",
        "position": "defence",
        "revision": 2,
        "effective_from": NOW.isoformat(timespec="seconds"),
    }
    assert (page.status, page.version, page.based_on, page.saved_by) == ("draft", 1, 1, cast.staff[Role.DESK_OFFICER])
    assert draft_of_position(actor=cast.officer(Role.DUTY_OFFICER), position_ref=cast.stage.position_ref) == page
    assert audited("criteria.draft_saved") == [(f"staff:{cast.staff[Role.DESK_OFFICER]}", cast.stage.position_ref)]


def test_what_is_wrong_is_saved_as_it_was_typed(cast: Cast) -> None:
    assert save(cast, years="a few").document["criteria"]["value"] == "a few"


@pytest.mark.parametrize("value", [float("inf"), "a\x00b", "\ud800"])
def test_what_the_database_cannot_hold_is_refused(cast: Cast, value: Any) -> None:
    with pytest.raises(Refusal) as refused:
        save(cast, years=value)

    assert refused.value.code == "appeals.draft_characters"


def test_the_second_of_two_officers_is_refused_and_told_who_was_first(cast: Cast) -> None:
    begun = save(cast)
    first = save(cast, begun.version, 3, role=Role.DUTY_OFFICER)

    with pytest.raises(Refusal) as refused:
        save(cast, begun.version, 4)

    assert (refused.value.code, refused.value.values) == (
        "appeals.draft_meanwhile",
        {"by": cast.staff[Role.DUTY_OFFICER]},
    )
    assert draft_of_position(actor=cast.officer(Role.DUTY_OFFICER), position_ref=cast.stage.position_ref) == first


def test_of_two_who_begin_one_draft_the_second_is_refused(cast: Cast) -> None:
    save(cast)

    with pytest.raises(Refusal) as refused:
        save(cast)

    assert refused.value.code == "appeals.draft_meanwhile"


def test_what_awaits_approval_stands_still(cast: Cast) -> None:
    waiting = submit_draft(
        actor=cast.officer(Role.DESK_OFFICER), now=NOW, position_ref=cast.stage.position_ref, version=save(cast).version
    )

    with pytest.raises(Refusal) as refused:
        save(cast, waiting.version, 5)

    assert refused.value.code == "appeals.draft_awaits"


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.PRESS_OFFICER])
def test_nobody_else_sees_or_writes_a_draft(cast: Cast, role: Role) -> None:
    save(cast)

    with pytest.raises(NotFound):
        save(cast, 1, role=role)
    with pytest.raises(NotFound):
        draft_of_position(actor=cast.officer(role), position_ref=cast.stage.position_ref)


def test_another_organisation_sees_no_draft_and_the_database_agrees(cast: Cast) -> None:
    other = set_cast("other-office")
    save(cast)

    with pytest.raises(NotFound):
        draft_of_position(actor=other.officer(Role.ADMINISTRATOR), position_ref=cast.stage.position_ref)
    with acting(other.system):
        assert CriteriaDraft.objects.count() == 0
        assert execute("UPDATE appeals_criteriadraft SET status = 'discarded'") == 0
    with acting(cast.system):
        assert fetch_value("SELECT status FROM appeals_criteriadraft") == "draft"


_TEXTS: Any = {"ja": "職務", "en": "Position", "uk": "Посада"}
_APPROVERS = [Role.DUTY_OFFICER, Role.ADMINISTRATOR]


def test_two_officers_in_any_order_with_pages_that_may_be_old(cast: Cast) -> None:
    _Interleaving.cast = cast
    machine = _Interleaving.TestCase
    machine.settings = settings(
        max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine().runTest()


class _Interleaving(RuleBasedStateMachine):
    """Each officer acts on the version that their own page shows, which a colleague may have overtaken."""

    cast: Cast
    count = 0

    @initialize()
    def begin(self) -> None:
        type(self).count += 1
        entry = PositionInput(
            slug=f"position-{self.count}", titles=_TEXTS, summaries=_TEXTS, place_kind="here", country="JP"
        )
        self.position = add_position(
            actor=self.cast.system, now=NOW, appeal_ref=self.cast.stage.appeal_ref, entry=entry
        )
        self.seen: dict[Role, int] = dict.fromkeys(_APPROVERS, 0)
        self.moment = NOW
        self.approved: list[tuple[str, str]] = []

    def _actor(self, role: Role) -> Actor:
        self.moment += timedelta(minutes=1)
        return self.cast.officer(role)

    def _stored(self) -> DraftPage | None:
        return draft_of_position(actor=self.cast.officer(Role.DUTY_OFFICER), position_ref=self.position.ref)

    @rule(role=st.sampled_from(_APPROVERS))
    def reload(self, role: Role) -> None:
        stored = self._stored()
        self.seen[role] = stored.version if stored else 0

    @rule(role=st.sampled_from(_APPROVERS), years=st.integers(2, 40))
    def save(self, role: Role, years: int) -> None:
        actor, before = self._actor(role), self._stored()
        fits = (before.version if before and not before.awaits else 0 if before is None else -1) == self.seen[role]
        try:
            page = save_draft(
                actor=actor,
                now=self.moment,
                position_ref=self.position.ref,
                document=rules(years),
                version=self.seen[role],
            )
        except Foreseen:
            assert not fits
            assert self._stored() == before
            return
        assert fits
        self.seen[role] = page.version

    @rule(role=st.sampled_from(_APPROVERS), verb=st.sampled_from(["submit", "send_back", "discard", "restore"]))
    def act(self, role: Role, verb: str) -> None:
        actor, before = self._actor(role), self._stored()
        about: dict[str, Any] = {"actor": actor, "now": self.moment, "position_ref": self.position.ref}
        version = self.seen[role]
        try:
            if verb == "submit":
                submit_draft(**about, version=version)
            elif verb == "send_back":
                send_back_draft(**about, version=version, note="Please say why.")
            elif verb == "discard":
                discard_draft(**about, version=version)
            else:
                restore_draft(**about)
        except Foreseen:
            assert self._stored() == before
            return
        assert verb == "restore" or (before is not None and before.version == version)
        self.reload(role)

    @rule(role=st.sampled_from(_APPROVERS))
    def approve(self, role: Role) -> None:
        actor, before = self._actor(role), self._stored()
        try:
            page = publish_draft(actor=actor, now=self.moment, position_ref=self.position.ref, version=self.seen[role])
        except Foreseen:
            assert self._stored() == before
            return
        assert before is not None
        assert before.awaits
        assert before.submitted_by != actor.ref
        assert (page.published_by, page.approved_by) == (before.submitted_by, actor.ref)
        assert page.document["criteria"] == before.document["criteria"]

    @invariant()
    def two_people_stand_behind_each_revision_and_the_numbers_follow(self) -> None:
        revisions = revisions_of_position(self.position.id)
        assert [page.number for page in revisions] == list(range(1, len(revisions) + 1))
        assert all(page.published_by != page.approved_by for page in revisions)
