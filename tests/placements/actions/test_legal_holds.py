"""What the law forbids holds a placement, and no two officers lift it while it does."""

from datetime import timedelta
from typing import Any

import pytest

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.end import end_legal_basis
from appealdesk.appeals.actions.object import object_to_appeal
from appealdesk.appeals.actions.permit import permit_position
from appealdesk.appeals.actions.resolve import resolve_objection
from appealdesk.appeals.inputs import LegalBasisInput, ObjectionInput, PositionInput
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.placements.actions.keep import keep_roster
from appealdesk.placements.actions.lift import lift_hold
from appealdesk.placements.actions.propose import propose_placement
from appealdesk.placements.actions.review import review_all_legal_grounds
from appealdesk.placements.models import Hold, Placement
from tests.cast import work_off
from tests.placements.cast import NOW, PlacementStage, accept, on_roster, propose
from tests.screening.cast import apply

_TEXTS: Any = {"ja": "警備", "en": "Guard", "uk": "Охорона"}
_BASIS = LegalBasisInput(
    country="JP",
    authority="Ministry of Defence",
    title="Order",
    reference="No. 17",
    valid_from=NOW.date() - timedelta(days=30),
    valid_until=NOW.date() + timedelta(days=1),
)
_OBJECTION = ObjectionInput(authority="Ministry of Foreign Affairs", reference="Note 12", objected_on=NOW.date())


def _holds(stage: PlacementStage) -> list[tuple[str, str]]:
    with acting(stage.system):
        return list(Hold.objects.filter(lifted_at__isnull=True).order_by("id").values_list("kind", "cause"))


def _guard(stage: PlacementStage) -> tuple[str, str]:
    """A placement in a combat position with a legal basis; the references of both."""
    position = add_position(
        actor=stage.system,
        now=NOW,
        appeal_ref=stage.screening.enquiries.appeal_ref,
        entry=PositionInput(
            slug="guard", titles=_TEXTS, summaries=_TEXTS, kind="combat", place_kind="here", country="JP"
        ),
    )
    basis = permit_position(actor=stage.system, now=NOW, position_ref=position.ref, entry=_BASIS)
    application = apply(stage.screening, position_ref=position.ref)
    accept(stage, application)
    entry = keep_roster(actor=stage.system, now=NOW, application_ref=application).ref or ""
    return propose_placement(actor=stage.system, now=NOW, roster_ref=entry).ref, basis


def test_a_legal_basis_that_ends_holds_whoever_is_placed_under_it(stage: PlacementStage) -> None:
    placement, basis = _guard(stage)
    before = _holds(stage)

    end_legal_basis(actor=stage.system, now=NOW, ref=basis, on=NOW.date(), because="Repealed.")
    work_off(NOW)

    with acting(stage.system):
        hold = Hold.objects.get()
        status = Placement.objects.get(ref=placement).status
    with pytest.raises(Refusal) as refused:
        lift_hold(actor=stage.duty_officer("one"), now=NOW, hold_ref=hold.ref)
    assert (before, _holds(stage), status) == ([], [("legal_basis", "no_basis")], "held")
    assert refused.value.code == "placements.no_legal_basis"


def test_a_legal_basis_runs_out_by_the_calendar(stage: PlacementStage) -> None:
    _guard(stage)

    held = [review_all_legal_grounds(actor=stage.system, now=NOW + timedelta(days=days)) for days in (0, 1, 3, 4)]

    assert (held, _holds(stage)) == ([0, 0, 1, 0], [("legal_basis", "no_basis")])


def test_an_objection_holds_everybody_until_two_have_settled_it(stage: PlacementStage) -> None:
    proposed = propose(stage, on_roster(stage, travelling=False))
    reason = {"ja": "確認中です。", "en": "We are clarifying.", "uk": "Ми з’ясовуємо."}
    appeal = stage.screening.enquiries.appeal_ref
    one, two = stage.duty_officer("one"), stage.duty_officer("two")

    objection = object_to_appeal(actor=one, now=NOW, ref=appeal, entry=_OBJECTION, reason=reason)
    work_off(NOW)
    held = _holds(stage)
    with acting(stage.system):
        hold = Hold.objects.get()
    resolve_objection(actor=one, now=NOW, ref=objection, settlement="Note 15.")
    resolve_objection(actor=two, now=NOW, ref=objection)
    lift_hold(actor=one, now=NOW, hold_ref=hold.ref)
    lifted = lift_hold(actor=two, now=NOW, hold_ref=hold.ref)

    with acting(stage.system):
        status = Placement.objects.get(ref=proposed.ref).status
    assert (proposed.held, held, lifted.lifted, status) == (False, [("legal_basis", "objection")], True, "proposed")
