"""Ways to help, and how many were pointed to each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.placements.models import Referral, WayToHelp
from appealdesk.screening.queries.decisions import decisions_taken_back

__all__ = ["WayPage", "referral_counts", "ways_of_appeal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayPage:
    """One way to help, as the public sees it."""

    id: int
    ref: str
    kind: str
    titles: Localised
    texts: Localised
    url: str


def ways_of_appeal(appeal_id: int) -> tuple[WayPage, ...]:
    """The ways that are open now, in their order. One query; nothing in it is personal."""
    rows = WayToHelp.objects.filter(appeal_id=appeal_id, active=True).order_by("rank", "id")
    return tuple(
        WayPage(id=row.pk, ref=row.ref, kind=row.kind, titles=row.titles, texts=row.texts, url=row.url) for row in rows
    )


def referral_counts(*, actor: Actor, appeal_id: int) -> Mapping[str, int]:
    """How many people were pointed to each way, by its reference. Two queries.

    A decision that was taken back never reached anybody, so that it pointed nobody anywhere.
    """
    rows = Referral.objects.filter(organisation_id=actor.own_organisation, way__appeal_id=appeal_id)
    rows = rows.exclude(decision_ref__in=decisions_taken_back(actor=actor, appeal_id=appeal_id))
    return dict(rows.values_list("way__ref").annotate(number=Count("application", distinct=True)).order_by("way__ref"))
