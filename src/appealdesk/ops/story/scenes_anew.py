"""The scenes of 2 March: the criteria change again, and the caller of 28 February, who was declined, is accepted."""

from datetime import datetime, timedelta

from django.conf import settings

from appealdesk.appeals.actions.publish import publish_update
from appealdesk.enquiries.queries.applications import application_refs_of_enquiries
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.letters.actions.approve import approve_letter
from appealdesk.letters.queries.outbox import letters_about
from appealdesk.ops.story.cast import CALLER, TOKYO
from appealdesk.ops.story.scenes_opening import publish_document
from appealdesk.ops.story.stage import Stage, Tell, read_json, work_off
from appealdesk.screening.actions.decide import decide_application
from appealdesk.screening.actions.read import read_application
from appealdesk.screening.inputs import DecisionInput

__all__ = ["accept_the_caller", "publish_the_course"]


def publish_the_course(stage: Stage, tell: Tell) -> None:
    """2 March, 9:00: a training course is found, so that experience is not needed of everybody any more."""
    now = datetime(2022, 3, 2, 9, 0, tzinfo=TOKYO)
    publish_update(
        actor=stage.officer(Role.PRESS_OFFICER),
        now=now,
        appeal_ref=stage.appeal_ref,
        texts=read_json("texts.json")["updates"]["course"],
    )
    publish_document(stage, "defence-3", now)
    work_off(now)


def accept_the_caller(stage: Stage, tell: Tell) -> None:
    """2 March, 19:00: an officer reads that the caller meets the criteria now, tells him so, and decides anew."""
    now = datetime(2022, 3, 2, 19, 0, tzinfo=TOKYO)
    officer = stage.officer(Role.DESK_OFFICER)
    enquiry = stage.enquiries[CALLER.phone]
    with acting(officer):
        ref = application_refs_of_enquiries(actor=officer, enquiry_refs=[enquiry])[enquiry]
        (result,) = (one for one in letters_about(actor=officer, ref=ref) if one.kind == "result_changed")
    page = read_application(actor=officer, now=now, ref=ref)
    approve_letter(actor=officer, now=now, letter_ref=result.ref)
    work_off(now)
    now += timedelta(minutes=10)
    entry = DecisionInput(application_ref=ref, outcome="accepted", seen_decision_ref=page.seen_decision_ref)
    decided = decide_application(actor=officer, now=now, entry=entry, address=settings.PUBLIC_ADDRESS)
    approve_letter(actor=stage.officer(Role.DUTY_OFFICER), now=now, letter_ref=decided.letter_ref)
    work_off(now)
