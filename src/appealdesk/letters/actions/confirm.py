"""Sending a link to an e-mail address, by which whoever reads it confirms that it is theirs."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import organisation_names
from appealdesk.foundation.actor import Actor, system_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import pick
from appealdesk.letters.actions.draft import DraftedLetter, draft_letters
from appealdesk.letters.inputs import LetterDraft
from appealdesk.letters.models import Letter
from appealdesk.people.actions.ask_confirmation import ask_confirmation

__all__ = ["confirm_address"]


def confirm_address(
    *, actor: Actor, now: datetime, address: str, point: str = "", enquiry_ref: str = ""
) -> DraftedLetter:
    """Ask for confirmation, and write the letter with the link, which leaves at once; `address` is the site's own.

    An officer names the contact point; for a visitor the caller has checked the link of the enquiry.
    """
    with acting(actor):
        asked = ask_confirmation(actor=actor, now=now, point=point, enquiry_ref=enquiry_ref)
        # A visitor may cause this one letter and read no person, so the site itself writes it.
        writer = actor if actor.is_staff else system_actor(actor.organisation_id, ref="confirmation")
        draft = LetterDraft(
            person_id=asked.person_id,
            about_ref=asked.ref,
            kind=Letter.Kind.CONFIRM_ADDRESS,
            language=asked.language,
            contact_point_id=asked.contact_point_id,
            values={
                "organisation": pick(organisation_names(actor.own_organisation), asked.language),
                "reference": asked.ref,
                "link": f"{address.rstrip('/')}/{asked.language}/confirm/{asked.ref}/{asked.secret}/",
            },
        )
        return draft_letters(actor=writer, now=now, drafts=[draft])[0]
