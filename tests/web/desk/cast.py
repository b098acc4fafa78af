"""The desk's cast: staff of every role, ways to help, and invented people who offer, by the public actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.accounts.queries import StaffPage
from appealdesk.appeals.actions.create import create_organisation
from appealdesk.appeals.inputs import OrganisationInput
from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.enquiries.actions.process import process_enquiry
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.foundation.actor import Actor, ActorKind, Role, system_actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.people.inputs import IdentityInput
from appealdesk.placements.actions.add_way import add_way_to_help
from appealdesk.placements.inputs import WayToHelpInput
from appealdesk.placements.queries.ways import ways_of_appeal
from appealdesk.screening.actions.decide import Decided, decide_application
from appealdesk.screening.actions.screen import screen_application
from appealdesk.screening.inputs import DecisionInput, WayOffer
from tests.web.cast import Stage

__all__ = [
    "ADDRESS",
    "KEIKO",
    "NOW",
    "PASSWORD",
    "TOO_OLD",
    "WAYS_OFFERED",
    "Desk",
    "apply",
    "audited",
    "decided",
    "found_elsewhere",
    "set_desk",
    "somebody",
    "work_off",
]

NOW = datetime(2022, 3, 1, 9, 30, tzinfo=UTC)
PASSWORD = "tokyo-march-2022"
ADDRESS = "http://localhost:8000"
WAYS_OFFERED = 3
LOGINS = {
    "officer": Role.DESK_OFFICER,
    "duty": Role.DUTY_OFFICER,
    "duty-2": Role.DUTY_OFFICER,
    "finance": Role.FINANCE_OFFICER,
    "press": Role.PRESS_OFFICER,
    "admin": Role.ADMINISTRATOR,
}
KEIKO = IdentityInput(
    written="青木 恵子",
    reading="アオキ ケイコ",
    latin="Keiko Aoki",
    birth_date=date(1982, 7, 14),
    emails=("keiko.aoki@posteo.example",),
    phones=("090-2345-6781",),
    language="ja",
)
# Nobody over sixty meets the criteria of the defence position.
TOO_OLD = KEIKO.model_copy(update={"birth_date": date(1950, 4, 9)})
_WAYS = (
    ("remote", "自宅で翻訳を手伝う", "Translate from home", "Перекладати з дому"),
    ("donation", "寄付をする", "Give money", "Зробити пожертву"),
    ("event", "3月5日の集いに参加する", "Come to the gathering on 5 March", "Прийти на зустріч 5 березня"),
    ("goods", "毛布を届ける", "Bring blankets", "Принести ковдри"),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The stage with the appeal's key and the staff by login."""

    stage: Stage
    appeal_id: int
    staff: dict[str, StaffPage]
    way_refs: tuple[str, ...]

    def actor(self, login: str) -> Actor:
        """The actor behind a login."""
        page = self.staff[login]
        return Actor(
            kind=ActorKind.STAFF,
            ref=page.ref,
            organisation_id=self.stage.organisation_id,
            role=page.role,
            language="en",
        )


def set_desk(stage: Stage, now: datetime = NOW) -> Desk:
    """Give the stage its staff and its ways to help."""
    staff = {login: _staff(stage.actor, now, login, role) for login, role in LOGINS.items()}
    appeal_id = appeals_of(stage.organisation_id)[0].id
    refs = []
    for rank, (kind, *titles) in enumerate(_WAYS):
        texts = dict(zip(("ja", "en", "uk"), titles, strict=True))
        entry = WayToHelpInput(appeal_id=appeal_id, kind=kind, titles=texts, texts=texts, rank=rank)
        refs.append(add_way_to_help(actor=stage.actor, now=now, entry=entry).ref)
    return Desk(stage=stage, appeal_id=appeal_id, staff=staff, way_refs=tuple(refs))


def found_elsewhere(now: datetime = NOW) -> StaffPage:
    """The administrator, whose login is `elsewhere`, of another organisation that knows nothing of the first."""
    entry = OrganisationInput(slug="elsewhere", names={"ja": "他所", "en": "Elsewhere", "uk": "Деінде"}, country="JP")
    founded = create_organisation(actor=system_actor(None), now=now, entry=entry)
    return _staff(system_actor(founded.id), now, "elsewhere", Role.ADMINISTRATOR)


def _staff(actor: Actor, now: datetime, login: str, role: Role) -> StaffPage:
    return create_staff(
        actor=actor,
        now=now,
        login=login,
        display_name=f"{login.capitalize()} of the desk",
        role=role,
        language="en",
        password=PASSWORD,
    )


def decided(desk: Desk, ref: str, outcome: str = "accepted", *, login: str = "officer", seen: str = "") -> Decided:
    """An officer decides as the form proposes it."""
    ways = [way for way in ways_of_appeal(desk.appeal_id) if way.ref in desk.way_refs[:WAYS_OFFERED]]
    entry = DecisionInput(
        application_ref=ref,
        outcome=outcome,
        reason_codes=() if outcome == "accepted" else ("criteria_not_met",),
        ways=() if outcome == "accepted" else tuple(WayOffer(ref=way.ref, titles=way.titles) for way in ways),
        seen_decision_ref=seen,
    )
    return decide_application(actor=desk.actor(login), now=NOW, entry=entry, address=ADDRESS)


def apply(
    desk: Desk,
    identity: IdentityInput = KEIKO,
    *,
    position: str | None = "defence",
    now: datetime = NOW,
    channel: str = "web",
    message: str = "",
    **facts: Any,
) -> str:
    """Somebody offers, is identified and screened; the application's reference."""
    stage = desk.stage
    entry = EnquiryInput(
        appeal_id=desk.appeal_id,
        organisation_id=stage.organisation_id,
        position_ref=stage.position_refs[position] if position else None,
        kind="offer",
        channel=channel,
        language=identity.language,
        identity=identity,
        facts={key: value if isinstance(value, dict) else {"value": value} for key, value in facts.items()},
        message=message,
        consent_version="offer/1",
        submission=new_submission_id(),
    )
    received = receive_enquiry(actor=stage.actor, now=now, entry=entry)
    processed = process_enquiry(actor=stage.actor, now=now, enquiry_ref=received.ref, address=ADDRESS)
    ref = processed.application_ref or ""
    screen_application(actor=stage.actor, now=now, application_ref=ref)
    return ref


def somebody(number: int, **facts: Any) -> IdentityInput:
    """An invented person of their own number."""
    values = {
        "written": f"Person {'abcdefghijklmnopqrstuvwxyz'[number % 26]}{number // 26 * 'x'}son",
        "birth_date": date(1970 + number % 30, 1 + number % 12, 1 + number % 28),
        "emails": (f"person{number}@mail.example",),
        "language": "en",
    }
    return IdentityInput(**(values | facts))


def work_off(now: datetime = NOW) -> None:
    """What the worker would do until nothing is due."""
    while dispatch_events(now=now) + run_jobs(now=now):
        pass


def audited(tag: str) -> list[tuple[str, str]]:
    """(actor, subject) of the audit records with a tag, in their order."""
    rows = fetch_all("SELECT actor, subject FROM audit_auditrecord WHERE tag = %s ORDER BY id", [tag])
    return [(row[0], row[1]) for row in rows]
