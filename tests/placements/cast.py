"""A position that travels to Ukraine, its advisories, and somebody who was accepted for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.inputs import PositionInput
from appealdesk.appeals.models import Appeal, TravelAdvisory
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.ids import new_ref
from appealdesk.placements.actions.keep import keep_roster
from appealdesk.placements.actions.propose import Proposed, propose_placement
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.inputs import DecisionInput
from tests.screening.cast import ADDRESS, NOW, ScreeningStage, apply, officer, set_screening_stage

__all__ = ["NOW", "PlacementStage", "accept", "on_roster", "propose", "read_advisory", "set_placement_stage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementStage:
    """The stage of screening with a second position, which travels."""

    screening: ScreeningStage
    travelling_ref: str
    travelling_id: int

    @property
    def system(self) -> Actor:
        return self.screening.system

    @property
    def appeal_id(self) -> int:
        return self.screening.enquiries.appeal_id

    def staff(self, role: Role = Role.DESK_OFFICER) -> Actor:
        return self.screening.staff(role)

    def duty_officer(self, login: str) -> Actor:
        return officer(self.screening, login, Role.DUTY_OFFICER)


def set_placement_stage(slug: str = "relief-office") -> PlacementStage:
    """The stage, whose appeal watches the Japanese and the American advisories."""
    stage = set_screening_stage(slug)
    Appeal.objects.filter(pk=stage.enquiries.appeal_id).update(advisory_issuers=["jp-mofa", "us-state"])
    titles = {"ja": "現地での救護", "en": "First aid on the ground", "uk": "Перша допомога на місці"}
    position = add_position(
        actor=stage.system,
        now=NOW - timedelta(days=2),
        appeal_ref=stage.enquiries.appeal_ref,
        entry=PositionInput(slug="aid", titles=titles, summaries=titles, place_kind="travels", country="UA"),
    )
    return PlacementStage(screening=stage, travelling_ref=position.ref, travelling_id=position.id)


def read_advisory(
    level: int | None, *, issuer: str = "jp-mofa", at: datetime = NOW - timedelta(hours=1), country: str = "UA"
) -> TravelAdvisory:
    """A reading of an advisory."""
    return TravelAdvisory.objects.create(
        ref=new_ref("Y"),
        issuer=issuer,
        country=country,
        key=country,
        own_level=f"Level {level}",
        level=level,
        scope="whole",
        title="Ukraine",
        lead="",
        issued_at=at,
        fetched_at=at,
        sha256=new_ref("").rjust(64, "0"),
    )


def accept(stage: PlacementStage, ref: str, *, now: datetime = NOW, **changes: Any) -> str:
    """Accept an applicant; returns the decision's reference."""
    entry = DecisionInput.model_validate({"application_ref": ref, "outcome": "accepted"} | changes)
    return decide_application(actor=stage.staff(), now=now, entry=entry, address=ADDRESS).ref


def on_roster(stage: PlacementStage, *, travelling: bool = True, **facts: Any) -> str:
    """Somebody who is accepted and on the roster; returns the roster entry's reference."""
    position_ref = stage.travelling_ref if travelling else stage.screening.enquiries.position_ref
    ref = apply(stage.screening, position_ref=position_ref, **facts)
    accept(stage, ref)
    return keep_roster(actor=stage.system, now=NOW, application_ref=ref).ref or ""


def propose(stage: PlacementStage, roster_ref: str, *, now: datetime = NOW, position_ref: str = "") -> Proposed:
    """Propose somebody from the roster."""
    return propose_placement(actor=stage.staff(), now=now, roster_ref=roster_ref, position_ref=position_ref)
