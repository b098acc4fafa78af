"""How an application stands: what is decided, what is proposed, what is contested. Every decision begins here."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from appealdesk.enquiries.queries.applications import ApplicationRow
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.refusals import Refusal
from appealdesk.screening.models import Decision, ProposedAcceptance, ReviewRequest, ScreeningProfile
from appealdesk.screening.slots import COLUMNS

__all__ = ["ADULT_YEARS", "Standing", "basis_of", "locked_standing", "locked_standings", "open_note"]

# Nobody younger is accepted, and nobody younger is placed.
ADULT_YEARS: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One application with its locked profile, the present decision, the open proposal and the open review."""

    application: ApplicationRow
    profile: ScreeningProfile
    present: Decision | None
    proposal: ProposedAcceptance | None
    review: ReviewRequest | None

    @property
    def decision(self) -> Decision | None:
        """What holds now; None where nothing is decided, also after an undo."""
        return self.present.standing if self.present else None


def locked_standing(application: ApplicationRow) -> Standing:
    """The standing of one application; others who would decide about it wait until this transaction ends.

    Raises Refusal for an application that was not screened yet.
    """
    standings = locked_standings([application])
    if application.id not in standings:
        raise Refusal("screening.not_screened_yet", "This application is still being screened: try again in a moment.")
    return standings[application.id]


def locked_standings(applications: Iterable[ApplicationRow]) -> Mapping[int, Standing]:
    """The standings of many applications by key, locked in that order; the unscreened are left out. Four queries."""
    rows = {row.id: row for row in applications}
    locked = ScreeningProfile.objects.select_for_update().filter(pk__in=rows).order_by("pk")
    profiles = {profile.pk: profile for profile in locked}
    present = {
        row.application_id: row
        for row in Decision.objects.filter(application_id__in=profiles, superseded_by__isnull=True).select_related(
            "supersedes__restores", "restores__supersedes__restores"
        )
    }
    proposals = {
        row.application_id: row
        for row in ProposedAcceptance.objects.filter(application_id__in=profiles, settled_at__isnull=True)
    }
    reviews = {
        row.application_id: row
        for row in ReviewRequest.objects.filter(application_id__in=profiles, status=ReviewRequest.Status.OPEN)
    }
    return {
        key: Standing(
            application=rows[key],
            profile=profile,
            present=present.get(key),
            proposal=proposals.get(key),
            review=reviews.get(key),
        )
        for key, profile in profiles.items()
    }


def basis_of(facts: Mapping[str, Any], revision_id: int | None) -> str:
    """A digest of what somebody decided on: a profile's columns of facts, and the criteria in force."""
    stated = "|".join(f"{column}={facts[column]}" for column in sorted(COLUMNS))
    return hashlib.sha256(f"{revision_id}|{stated}".encode()).hexdigest()[:16]


def open_note(context: str, ref: str, wrapped_key: bytes | memoryview | None, sealed: bytes | memoryview | None) -> str:
    """The words that were sealed for a row; empty if there were none, or if they were erased."""
    if wrapped_key is None or sealed is None:
        return ""
    opened = open_json(unwrap_key(wrapped_key), context=f"screening.{context}:{ref}", sealed=sealed)
    return str(opened["note"])
