"""The scenes at the desk: the advisory is read, officers decide, placements are held, figures are released."""

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
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.ops.story.cast import CALLER, TOKYO, Member, make_cast
from appealdesk.ops.story.stage import Stage, Tell, read_bytes, read_json, work_off
from appealdesk.placements.actions.propose import propose_placement
from appealdesk.placements.queries.roster import roster_of_appeal
from appealdesk.placements.queries.ways import ways_of_appeal
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.inputs import DecisionInput, WayOffer

__all__ = ["decide", "read_the_advisory", "release_the_figures"]

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


def decide(stage: Stage, tell: Tell) -> None:
    """1 March, evening: 70 are accepted, the caller and others declined with ways to help; placements are held."""
    start = datetime(2022, 3, 1, 18, 30, tzinfo=TOKYO)
    members = [member for member in make_cast(seed=stage.seed) if member.fate]
    officer = stage.officer(Role.DESK_OFFICER)
    with acting(officer):
        refs = application_refs_of_enquiries(
            actor=officer, enquiry_refs=[stage.enquiries[member.phone] for member in members]
        )
    now = start
    for number, member in enumerate(members, start=1):
        now = start + timedelta(seconds=40 * number)
        entry = _entry(stage, member, refs[stage.enquiries[member.phone]])
        decide_application(actor=officer, now=now, entry=entry, address=settings.PUBLIC_ADDRESS)
        if number % 20 == 0:
            work_off(now)
            tell(number, len(members) + _PLACEMENTS)
    work_off(now)
    _tell_the_caller(stage, now + timedelta(minutes=2))
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


def _tell_the_caller(stage: Stage, now: datetime) -> None:
    """The duty officer reads the caller's letter first; the others wait in the outbox for whoever opens the desk."""
    duty = stage.officer(Role.DUTY_OFFICER)
    enquiry = stage.enquiries[CALLER.phone]
    with acting(duty):
        ref = application_refs_of_enquiries(actor=duty, enquiry_refs=[enquiry])[enquiry]
        letters = letters_about(actor=duty, ref=ref)
    approve_letter(actor=duty, now=now, letter_ref=next(one.ref for one in letters if one.status == "draft"))
    work_off(now)


def _propose(stage: Stage, now: datetime) -> None:
    """The first of the roster are proposed; whoever would travel is held by the advisory."""
    duty = stage.officer(Role.DUTY_OFFICER)
    with acting(duty):
        entries = roster_of_appeal(actor=duty, appeal_id=stage.appeal_id)[:_PLACEMENTS]
    for entry in entries:
        propose_placement(actor=duty, now=now, roster_ref=entry.ref)
    work_off(now)
