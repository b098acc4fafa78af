"""The letter that a decision would draft, before anybody decides. Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.enquiries.queries.applications import ApplicationRow
from appealdesk.foundation.actor import Actor
from appealdesk.letters.queries.texts import greeting_for, write_letter
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.inputs import DecisionInput
from appealdesk.screening.queries.wording import decision_values

__all__ = ["PreviewPage", "preview_letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """The words in the applicant's language, or why there is no letter yet."""

    language: str
    subject: str
    body: str
    problem: str = ""


def preview_letter(
    *, actor: Actor, now: datetime, application: ApplicationRow, entry: DecisionInput, address: str
) -> PreviewPage:
    """Raises Refusal while something that the letter needs is not chosen."""
    language = application.language
    if entry.outcome == "withdrawn":
        return PreviewPage(language=language, subject="", body="")
    names = identities_of(actor=actor, person_ids=[application.person_id])[application.person_id].names
    values = decision_values(actor=actor, now=now, application=application, entry=entry, address=address)
    wording = write_letter(
        kind=f"decision_{entry.outcome}", language=language, greeting=greeting_for(names, language), values=values
    )
    return PreviewPage(language=language, subject=wording.subject, body=wording.body)
