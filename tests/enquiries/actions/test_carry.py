"""The enquirers of a superseded appeal: carried over once each, with their facts, and told."""

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.draft import draft_appeal
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.actions.publish import publish_criteria
from appealdesk.appeals.actions.supersede import supersede_appeal
from appealdesk.appeals.inputs import AppealInput, PositionInput
from appealdesk.appeals.invariants import INVARIANTS as APPEAL_TRUTHS
from appealdesk.appeals.models import Appeal
from appealdesk.enquiries.actions.carry import carry_enquirers
from appealdesk.enquiries.actions.process import process_enquiry
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.actions.withdraw import withdraw_application
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.invariants import INVARIANTS as ENQUIRY_TRUTHS
from appealdesk.enquiries.models import Application, CarryOver, Fact
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.refusals import Foreseen
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import open_wording
from appealdesk.screening.invariants import INVARIANTS as SCREENING_TRUTHS
from appealdesk.screening.models import Decision, ScreeningProfile
from tests.web.cast import DEFENCE, set_stage
from tests.web.desk.cast import ADDRESS, KEIKO, NOW, Desk, apply, decided, set_desk, somebody, work_off

_TEXTS: Any = {"ja": "新しい呼びかけ", "en": "The new appeal", "uk": "Нове звернення"}
_REASON = {"ja": "引き継ぎました。", "en": "It is continued.", "uk": "Його продовжено."}
LATER = NOW + timedelta(hours=1)


class Killed(Exception):  # noqa: N818 - the process ends here
    """The worker dies."""


@pytest.fixture
def desk(db: None) -> Desk:
    return set_desk(set_stage())


@pytest.fixture
def successor(desk: Desk) -> str:
    """An open appeal whose defence position asks the same as the old one; its reference."""
    actor = desk.stage.actor
    entry = AppealInput(slug="new-appeal", titles=_TEXTS, summaries=_TEXTS, crisis_names=_TEXTS)
    ref = draft_appeal(actor=actor, now=NOW, entry=entry).ref
    position = PositionInput(slug="guard", titles=_TEXTS, summaries=_TEXTS, place_kind="here", country="JP")
    added = add_position(actor=actor, now=NOW, appeal_ref=ref, entry=position)
    publish_criteria(
        actor=actor,
        now=NOW,
        position_ref=added.ref,
        document=DEFENCE | {"position": "guard"},
        approved_by="second-officer",
    )
    open_appeal(actor=actor, now=NOW, ref=ref)
    return ref


def supersede(desk: Desk, successor: str, **changes: str) -> None:
    guard = Appeal.objects.get(ref=successor).positions.get().ref
    refs = desk.stage.position_refs
    mapped = {refs["defence"]: guard, refs["medical"]: "", refs["letters"]: ""} | changes
    supersede_appeal(
        actor=desk.stage.actor,
        now=LATER,
        ref=desk.stage.appeal_ref,
        successor_ref=successor,
        positions=mapped,
        reason=_REASON,
    )


def carry(desk: Desk, batch: int = 2) -> tuple[int, int, bool]:
    page = carry_enquirers(actor=desk.stage.actor, now=LATER, appeal_id=desk.appeal_id, address=ADDRESS, batch=batch)
    assert page is not None
    return page.done, page.total, page.runs


def pairs(desk: Desk) -> dict[str, str]:
    with acting(desk.stage.actor):
        rows = Application.objects.filter(carried_from__isnull=False).order_by("pk")
        return dict(rows.values_list("carried_from__ref", "ref"))


def violations(desk: Desk) -> list[str]:
    with acting(desk.stage.actor):
        truths = (*APPEAL_TRUTHS, *ENQUIRY_TRUTHS, *SCREENING_TRUTHS)
        return [violation.sentence for truth in truths for violation in truth()]


def test_everybody_is_carried_over_with_facts_and_told(desk: Desk, successor: str) -> None:
    keiko = apply(desk, KEIKO, service_branch="jsdf", service_years=3)
    medic = apply(desk, somebody(1), position="medical")
    gone = apply(desk, somebody(2))
    withdraw_application(actor=desk.stage.actor, now=NOW, application_ref=gone)
    decided(desk, medic, "declined")
    work_off(NOW)

    supersede(desk, successor)
    work_off(LATER)

    carried = pairs(desk)
    with acting(desk.stage.actor):
        new = Application.objects.get(ref=carried[keiko])
        old = Application.objects.get(ref=keiko)
        facts = [
            list(
                Fact.objects.filter(application=row, superseded_at__isnull=True)
                .order_by("key")
                .values_list("key", "value", "evidence", "source", "stated_by", "at")
            )
            for row in (old, new)
        ]
        profile = ScreeningProfile.objects.get(pk=new.pk)
        decisions = dict(Decision.objects.filter(superseded_by__isnull=True).values_list("application__ref", "outcome"))
        letter = Letter.objects.get(kind="appeal_superseded", about_ref=new.ref)
        letters = Letter.objects.filter(kind="appeal_superseded").count()
        wording = open_wording(letter)
        run = CarryOver.objects.get()
        positions = dict(Application.objects.filter(carried_from__isnull=False).values_list("ref", "position__slug"))

    assert set(carried) == {keiko, medic}
    assert (new.appeal.slug, new.enquiry_id, new.person_id, old.superseded_at) == (
        "new-appeal",
        old.enquiry_id,
        old.person_id,
        LATER,
    )
    assert facts[0] == facts[1] != []
    assert positions == {carried[keiko]: "guard", carried[medic]: None}
    # The new one is judged by the new criteria; what waited is closed, what was declined stays declined.
    assert (profile.outcome is not None, profile.appeal_id) == (True, new.appeal_id)
    assert decisions == {keiko: "withdrawn", medic: "declined", gone: "withdrawn"}
    assert (letter.status, letter.language, letters) == ("draft", "ja", 2)
    assert ("新しい呼びかけ" in wording.body, f"{ADDRESS}/ja/status/" in wording.body) == (True, True)
    assert (run.total, run.done, run.letters, run.finished_at) == (2, 2, 2, LATER)
    assert violations(desk) == []


def test_a_kill_in_the_middle_loses_nothing_and_carries_nobody_twice(desk: Desk, successor: str) -> None:
    refs = [apply(desk, somebody(number)) for number in range(5)]
    work_off(NOW)
    supersede(desk, successor)

    first = carry(desk)
    with contextlib.suppress(Killed), transaction.atomic():
        carry(desk)
        raise Killed
    after_kill = pairs(desk)
    steps = [carry(desk) for _ in range(4)]

    assert (first, list(after_kill)) == ((2, 5, True), refs[:2])
    assert steps == [(4, 5, True), (5, 5, True), (5, 5, False), (5, 5, False)]
    with acting(desk.stage.actor):
        letters = list(Letter.objects.filter(kind="appeal_superseded").values_list("about_ref", flat=True))
    assert (list(pairs(desk)), sorted(letters)) == (refs, sorted(pairs(desk).values()))


def test_whoever_wrote_before_and_is_processed_after_is_carried_over_too(desk: Desk, successor: str) -> None:
    entry = EnquiryInput(
        appeal_id=desk.appeal_id,
        organisation_id=desk.stage.organisation_id,
        position_ref=desk.stage.position_refs["defence"],
        kind="offer",
        channel="phone",
        language="ja",
        identity=KEIKO,
        submission=new_submission_id(),
    )
    received = receive_enquiry(actor=desk.stage.actor, now=NOW, entry=entry)
    supersede(desk, successor)
    work_off(LATER)

    late = pairs(desk)
    process_enquiry(actor=desk.stage.actor, now=LATER, enquiry_ref=received.ref, address=ADDRESS)

    assert (len(late), pairs(desk)) == (1, late)


def test_what_does_not_fit_is_refused_and_nothing_happens(desk: Desk, successor: str) -> None:
    refs, own = desk.stage.position_refs, desk.stage.appeal_ref
    draft = AppealInput(slug="a-draft", titles=_TEXTS, summaries=_TEXTS, crisis_names=_TEXTS)
    closed = draft_appeal(actor=desk.stage.actor, now=NOW, entry=draft).ref

    def code(target: str, mapped: dict[str, str], login: str = "admin") -> str:
        with pytest.raises(Foreseen) as refused:
            supersede_appeal(
                actor=desk.actor(login), now=LATER, ref=own, successor_ref=target, positions=mapped, reason=_REASON
            )
        return refused.value.code

    nothing = dict.fromkeys(refs.values(), "")
    assert [
        code(successor, {refs["defence"]: ""}),
        code(successor, nothing | {refs["defence"]: refs["medical"]}),
        code(own, nothing),
        code(closed, nothing),
        code("Q-7K3M9Q2XC", nothing),
        code(successor, nothing, "officer"),
    ] == [
        "appeals.positions_unmapped",
        "appeals.positions_unmapped",
        "appeals.successor_not_open",
        "appeals.successor_not_open",
        "not_found",
        "appeals.administrator_only",
    ]
    assert Appeal.objects.get(ref=own).status == "open"


def test_an_appeal_that_nothing_superseded_carries_nobody(desk: Desk) -> None:
    apply(desk, KEIKO)

    page = carry_enquirers(actor=desk.stage.actor, now=LATER, appeal_id=desk.appeal_id, address=ADDRESS)

    assert (page, pairs(desk)) == (None, {})
