"""An organisation with one open appeal and one position, and an offer for it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.create import create_organisation
from appealdesk.appeals.actions.draft import draft_appeal
from appealdesk.appeals.actions.install import install_facts
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.actions.publish import publish_criteria
from appealdesk.appeals.inputs import AppealInput, OrganisationInput, PositionInput
from appealdesk.enquiries.actions.process import Processed, process_enquiry
from appealdesk.enquiries.actions.receive import Received, receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.foundation.actor import Actor, Role, public_actor, system_actor
from tests.people.cast import KEIKO, NOW, staff

__all__ = ["ADDRESS", "SUBMISSION", "Stage", "offer", "processed", "received", "set_stage"]

ADDRESS = "https://desk.example"
SUBMISSION = bytes(range(16))
_CRITERIA = {
    "schema": "appealdesk.criteria/1",
    "position": "defence",
    "revision": 1,
    "effective_from": "2022-02-27T00:00:00+09:00",
    "facts": {"service_years": {"type": "number"}, "specialised_training": {"type": "flag"}},
    "criteria": {
        "id": "root",
        "any": [
            {"id": "years", "fact": "service_years", "op": "gte", "value": 1},
            {"id": "training", "fact": "specialised_training", "op": "is", "value": True},
        ],
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the tests refer to."""

    organisation_id: int
    appeal_id: int
    appeal_ref: str
    position_id: int
    position_ref: str
    revision_id: int

    @property
    def system(self) -> Actor:
        return system_actor(self.organisation_id)

    @property
    def public(self) -> Actor:
        return public_actor(self.organisation_id)

    def staff(self, role: Role = Role.DESK_OFFICER) -> Actor:
        return staff(role, self.organisation_id)


def set_stage(slug: str = "relief-office", *, is_open: bool = True) -> Stage:
    """Found the organisation, draft its appeal with one position, and open it."""
    before = NOW - timedelta(days=3)
    founded = create_organisation(
        actor=system_actor(None),
        now=before,
        entry=OrganisationInput(
            slug=slug, names=_texts("東京支援室", "Tokyo Relief Office", "Токійське бюро допомоги"), country="JP"
        ),
    )
    actor = system_actor(founded.id)
    install_facts(actor=actor, now=before)
    titles = _texts("ウクライナへの支援", "Help for Ukraine", "Допомога Україні")
    appeal = draft_appeal(
        actor=actor,
        now=before,
        entry=AppealInput(slug=f"{slug}-appeal", titles=titles, summaries=titles, crisis_names=titles),
    )
    names = _texts("防衛経験者", "Defence experience", "Досвід оборони")
    position = add_position(
        actor=actor,
        now=before,
        appeal_ref=appeal.ref,
        entry=PositionInput(slug="defence", titles=names, summaries=names, place_kind="remote", country="JP"),
    )
    revision = publish_criteria(
        actor=actor, now=before, position_ref=position.ref, document=_CRITERIA, approved_by="S-second"
    )
    if is_open:
        open_appeal(actor=actor, now=before, ref=appeal.ref)
    return Stage(
        organisation_id=founded.id,
        appeal_id=appeal.id,
        appeal_ref=appeal.ref,
        position_id=position.id,
        position_ref=position.ref,
        revision_id=revision.id,
    )


def offer(stage: Stage, **facts: Any) -> EnquiryInput:
    """Keiko's offer by the web form, unless told otherwise."""
    return EnquiryInput.model_validate(
        {
            "appeal_id": stage.appeal_id,
            "organisation_id": stage.organisation_id,
            "position_ref": stage.position_ref,
            "kind": "offer",
            "channel": "web",
            "language": "ja",
            "identity": KEIKO,
            "facts": {"service_years": {"value": 3}},
            "message": "何かお手伝いできればと思います。",
            "consent_version": "2022-02",
            "submission": SUBMISSION,
        }
        | facts
    )


def received(stage: Stage, **facts: Any) -> Received:
    """An offer that is stored."""
    return receive_enquiry(actor=stage.public, now=NOW, entry=offer(stage, **facts))


def processed(stage: Stage, **facts: Any) -> Processed:
    """An offer that is stored and processed."""
    return process_enquiry(actor=stage.system, now=NOW, enquiry_ref=received(stage, **facts).ref, address=ADDRESS)


def _texts(ja: str, en: str, uk: str) -> dict[Any, str]:
    return {"ja": ja, "en": en, "uk": uk}
