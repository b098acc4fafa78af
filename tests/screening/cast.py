"""A position with criteria of every kind, and invented people who apply for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.appeals.actions.publish import publish_criteria
from appealdesk.appeals.queries.pages import RevisionPage
from appealdesk.enquiries.actions.process import process_enquiry
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor, ActorKind, Role
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.ids import new_submission_id
from appealdesk.screening.actions.screen import screen_application
from appealdesk.screening.inputs import DecisionInput, WayOffer
from appealdesk.screening.models import Screening, ScreeningProfile
from appealdesk.screening.queries.runs import outcome_word
from tests.enquiries.cast import ADDRESS, Stage, offer, set_stage
from tests.people.cast import identity

__all__ = [
    "ADDRESS",
    "NOW",
    "WAY",
    "ScreeningStage",
    "accepted",
    "apply",
    "ask_for_two",
    "criteria",
    "declined",
    "history_of",
    "officer",
    "profile_of",
    "publish",
    "set_screening_stage",
]

NOW = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)
WAY = WayOffer(
    ref="W-7K3M9Q2XC",
    titles={"ja": "翻訳を手伝う", "en": "Translate from home", "uk": "Перекладати з дому"},
    url="https://desk.example/en/translate",
)
_FACTS = {
    "birth_date": {"type": "date"},
    "service_branch": {"type": "choice", "choices": ["jsdf", "ffl", "other", "none"]},
    "service_years": {"type": "number"},
    "specialised_training": {"type": "flag"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningStage:
    """The stage of the enquiries, whose position has got criteria about service, training and age."""

    enquiries: Stage
    revision: RevisionPage

    @property
    def system(self) -> Actor:
        return self.enquiries.system

    @property
    def position_id(self) -> int:
        return self.enquiries.position_id

    def staff(self, role: Role = Role.DESK_OFFICER) -> Actor:
        return self.enquiries.staff(role)


def criteria(number: int, *, years: int = 1, effective_from: str = "2022-02-28T09:00:00+09:00") -> dict[str, Any]:
    """(Service in a known branch for some years, or training that is documented) and an age of 18 to 60."""
    return {
        "schema": "appealdesk.criteria/1",
        "position": "defence",
        "revision": number,
        "effective_from": effective_from,
        "constants": {"min_years": years},
        "facts": _FACTS,
        "criteria": {
            "id": "root",
            "all": [
                {
                    "id": "experience",
                    "any": [
                        {
                            "id": "served",
                            "all": [
                                {"id": "branch", "fact": "service_branch", "op": "in", "value": ["jsdf", "ffl"]},
                                {
                                    "id": "years",
                                    "fact": "service_years",
                                    "op": "gte",
                                    "value": {"constant": "min_years"},
                                },
                            ],
                        },
                        {
                            "id": "training",
                            "fact": "specialised_training",
                            "op": "is",
                            "value": True,
                            "min_evidence": "documented",
                        },
                    ],
                },
                {"id": "age", "fact": "birth_date", "op": "age_between", "value": [18, 60]},
            ],
        },
    }


def publish(stage: Stage, document: Mapping[str, Any], *, now: datetime = NOW) -> RevisionPage:
    """Publish a revision that a second person approved."""
    return publish_criteria(
        actor=stage.system,
        now=now,
        position_ref=stage.position_ref,
        document=dict(document),
        approved_by="S-second",
    )


def set_screening_stage(slug: str = "relief-office") -> ScreeningStage:
    """The stage with the second revision in force."""
    stage = set_stage(slug)
    return ScreeningStage(enquiries=stage, revision=publish(stage, criteria(2), now=NOW - timedelta(days=1)))


def apply(
    stage: ScreeningStage,
    *,
    birth_date: date | None = date(1982, 7, 14),
    name: str = "青木 恵子",
    screened: bool = True,
    language: str = "ja",
    channel: str = "web",
    position_ref: str | None = "",
    **facts: Any,
) -> str:
    """Somebody applies, by default for the position of the stage, and is screened; returns the application's reference.

    Each fact is a value, or an answer in the shape of the facts file.
    """
    number = int.from_bytes(new_submission_id()[:4], "big")
    answers = {
        key: value if isinstance(value, dict) and ({"value", "absent"} & set(value)) else {"value": value}
        for key, value in facts.items()
    }
    entry = offer(
        stage.enquiries,
        identity=identity(written=name, birth_date=birth_date, emails=(f"person{number}@mail.example",)),
        facts=answers,
        submission=new_submission_id(),
        language=language,
        channel=channel,
        position_ref=stage.enquiries.position_ref if position_ref == "" else position_ref,
    )
    received = receive_enquiry(actor=stage.enquiries.public, now=NOW, entry=entry)
    processed = process_enquiry(actor=stage.system, now=NOW, enquiry_ref=received.ref, address=ADDRESS)
    ref = processed.application_ref or ""
    if screened:
        screen_application(actor=stage.system, now=NOW, application_ref=ref)
    return ref


def profile_of(stage: ScreeningStage, application_ref: str) -> ScreeningProfile:
    """The application's profile."""
    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=application_ref)
        return ScreeningProfile.objects.get(pk=row.id)


def history_of(stage: ScreeningStage, application_ref: str) -> list[tuple[str, str]]:
    """(previous outcome, outcome) of each line of the application's history."""
    with acting(stage.system):
        row = application_by_ref(actor=stage.system, ref=application_ref)
        lines = Screening.objects.filter(application_id=row.id).order_by("id")
        return [(outcome_word(line.previous_outcome), outcome_word(line.outcome)) for line in lines]


def officer(stage: ScreeningStage, login: str = "hanako", role: Role = Role.DESK_OFFICER) -> Actor:
    """A member of staff with an account."""
    page = create_staff(
        actor=stage.system,
        now=NOW,
        login=login,
        display_name=f"{login.capitalize()} of the desk",
        role=role,
        language="en",
        password="tokyo-march-2022",
    )
    return Actor(
        kind=ActorKind.STAFF,
        ref=page.ref,
        organisation_id=stage.enquiries.organisation_id,
        role=role,
        language="en",
    )


def declined(application_ref: str, **changes: Any) -> DecisionInput:
    """A decline for want of service experience, with one way to help."""
    return DecisionInput.model_validate(
        {
            "application_ref": application_ref,
            "outcome": "declined",
            "reason_codes": ("lacks_service_experience",),
            "ways": (WAY,),
        }
        | changes
    )


def accepted(application_ref: str, **changes: Any) -> DecisionInput:
    """An acceptance."""
    return DecisionInput.model_validate({"application_ref": application_ref, "outcome": "accepted"} | changes)


def ask_for_two(stage: ScreeningStage) -> None:
    """From now on it takes two people to accept for the position."""
    with acting(stage.system):
        execute("UPDATE appeals_position SET second_decision = true WHERE id = %s", [stage.position_id])
