"""The scenes at the desk: the advisory is read, officers decide, placements are held, figures are released."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from appealdesk.appeals.actions.publish import publish_update
from appealdesk.appeals.actions.record import record_advisories
from appealdesk.audit.actions.seal import seal_records
from appealdesk.enquiries.queries.applications import application_refs_of_enquiries
from appealdesk.figures.actions.release import release_figures
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.ops.story.cast import CALLER, TOKYO, Member, make_cast
from appealdesk.ops.story.stage import Stage, Tell, read_bytes, read_json, work_off
from appealdesk.placements.actions.propose import propose_placement
from appealdesk.placements.queries.roster import roster_of_appeal
from appealdesk.placements.queries.ways import ways_of_appeal
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.inputs import DecisionInput, WayOffer

__all__ = ["decide", "decline_the_caller", "read_the_advisory", "release_the_figures"]

_WAYS_OFFERED = 3
_PLACEMENTS = 12


def read_the_advisory(stage: Stage, tell: Tell) -> None:
    """1 March, 18:00: the Japanese feed says level 4 for all of Ukraine; the public is told that nobody travels."""
    now = datetime(2022, 3, 1, 18, 0, tzinfo=TOKYO)
    record_advisories(actor=stage.system, now=now, issuer="jp-mofa", data=read_bytes("jp_mofa_country_0380A.xml"))
    publish_update(
        actor=stage.officer(Role.PRESS_OFFICER),
        now=now,
        appeal_ref=stage.appeal_ref,
        texts=read_json("texts.json")["updates"]["travel"],
    )
    work_off(now)


def decline_the_caller(stage: Stage, tell: Tell) -> None:
    """28 February, 18:30: the caller lacks the experience; he is declined with ways to help, and told."""
    now = datetime(2022, 2, 28, 18, 30, tzinfo=TOKYO)
    ref = _applications(stage, [CALLER])[stage.enquiries[CALLER.phone]]
    decided = decide_application(
        actor=stage.officer(Role.DESK_OFFICER),
        now=now,
        entry=_entry(stage, CALLER, ref),
        address=settings.PUBLIC_ADDRESS,
    )
    now += timedelta(minutes=2)
    approve_letter(actor=stage.officer(Role.DUTY_OFFICER), now=now, letter_ref=decided.letter_ref)
    work_off(now)


def decide(stage: Stage, tell: Tell) -> None:
    """1 March, evening: 70 are accepted, others declined with ways to help; placements are held."""
    start = datetime(2022, 3, 1, 18, 30, tzinfo=TOKYO)
    members = [member for member in make_cast(seed=stage.seed) if member.fate and member.phone != CALLER.phone]
    officer = stage.officer(Role.DESK_OFFICER)
    refs = _applications(stage, members)
    now = start
    for number, member in enumerate(members, start=1):
        now = start + timedelta(seconds=40 * number)
        entry = _entry(stage, member, refs[stage.enquiries[member.phone]])
        decide_application(actor=officer, now=now, entry=entry, address=settings.PUBLIC_ADDRESS)
        if number % 20 == 0:
            work_off(now)
            tell(number, len(members) + _PLACEMENTS)
    work_off(now)
    _propose(stage, now + timedelta(minutes=5))


def release_the_figures(stage: Stage, tell: Tell) -> None:
    """2 March, 18:00: the press officer releases the key figures, as of the sealed records."""
    now = datetime(2022, 3, 2, 18, 0, tzinfo=TOKYO)
    seal_records(now=now, signing_key=settings.APPEALDESK_SIGNING_KEY)
    release_figures(
        actor=stage.officer(Role.PRESS_OFFICER),
        now=now,
        appeal_id=stage.appeal_id,
        signing_key=settings.APPEALDESK_SIGNING_KEY,
    )
    seal_records(now=now + timedelta(seconds=1), signing_key=settings.APPEALDESK_SIGNING_KEY)


def _entry(stage: Stage, member: Member, application_ref: str) -> DecisionInput:
    if member.fate == "accepted":
        return DecisionInput(application_ref=application_ref, outcome="accepted")
    ways = ways_of_appeal(stage.appeal_id)[:_WAYS_OFFERED]
    return DecisionInput(
        application_ref=application_ref,
        outcome="declined",
        reason_codes=("lacks_service_experience",) if member.position == "defence" else ("lacks_licence",),
        ways=tuple(WayOffer(ref=way.ref, titles=way.titles, url=way.url) for way in ways),
    )


def _applications(stage: Stage, members: Sequence[Member]) -> Mapping[str, str]:
    """The members' applications by the references of their enquiries."""
    officer = stage.officer(Role.DESK_OFFICER)
    with acting(officer):
        return application_refs_of_enquiries(
            actor=officer, enquiry_refs=[stage.enquiries[member.phone] for member in members]
        )


def _propose(stage: Stage, now: datetime) -> None:
    """The first of the roster are proposed; whoever would travel is held by the advisory."""
    duty = stage.officer(Role.DUTY_OFFICER)
    with acting(duty):
        entries = roster_of_appeal(actor=duty, appeal_id=stage.appeal_id)[:_PLACEMENTS]
    for entry in entries:
        propose_placement(actor=duty, now=now, roster_ref=entry.ref)
    work_off(now)
