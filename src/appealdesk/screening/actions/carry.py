"""What screening makes of applications that were carried over to another appeal."""

from collections.abc import Iterable
from datetime import datetime

from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.letters.actions.cancel import cancel_letters
from appealdesk.letters.queries import letters_about
from appealdesk.screening.actions.record import Ruling, record_decisions
from appealdesk.screening.actions.screen import screen_application
from appealdesk.screening.models import Decision
from appealdesk.screening.queries.standing import locked_standing

__all__ = ["carry_screenings"]

_STANDS = (Decision.Outcome.ACCEPTED, Decision.Outcome.DECLINED, Decision.Outcome.REFERRED, Decision.Outcome.WITHDRAWN)


def carry_screenings(*, actor: Actor, now: datetime, pairs: Iterable[tuple[str, str]]) -> None:
    """Screen the new applications, and close the earlier ones that waited for a decision; safe to call again.

    What was decided stays decided, as memory for whoever decides about the new one; and an earlier application is
    re-screened like every other.
    """
    for earlier, carried in pairs:
        screen_application(actor=actor, now=now, application_ref=carried)
        # An earlier application may never have been screened, if the appeal was superseded that very moment.
        screen_application(actor=actor, now=now, application_ref=earlier)
        _close(actor, now, earlier)


def _close(actor: Actor, now: datetime, application_ref: str) -> None:
    with acting(actor):
        application = application_by_ref(actor=actor, ref=application_ref)
        standing = locked_standing(application)
        if standing.present is not None and standing.present.outcome in _STANDS:
            return
        ruling = Ruling(standing=standing, outcome="withdrawn", reason_codes=("appeal_superseded",))
        record_decisions(actor=actor, now=now, rulings=[ruling])
        drafts = [letter.ref for letter in letters_about(actor=actor, ref=application.ref) if letter.status == "draft"]
        cancel_letters(actor=actor, now=now, letter_refs=drafts)
