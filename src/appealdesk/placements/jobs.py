"""What placements do when they hear of an event."""

from appealdesk.appeals.queries.appeals import organisation_ids
from appealdesk.enquiries.queries.applications import applications_of_persons
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import Delivery
from appealdesk.people.queries.persons import family_of_person
from appealdesk.placements.actions import record
from appealdesk.placements.actions.keep import keep_roster
from appealdesk.placements.actions.review import review_advisory, review_consent, review_legal_grounds

__all__ = [
    "enter_roster",
    "hold_without_consent",
    "record_referrals",
    "review_ages",
    "review_holds",
    "review_legal_holds",
]


def enter_roster(delivery: Delivery) -> None:
    """ApplicationDecided → the roster follows the decision."""
    keep_roster(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        application_ref=delivery.payload["application_ref"],
    )


def review_ages(delivery: Delivery) -> None:
    """PersonCorrected → whoever turns out to be under age leaves the roster."""
    actor = system_actor(delivery.organisation_id)
    with acting(actor):
        family = family_of_person(actor=actor, ref=delivery.payload["person_ref"])
        theirs = applications_of_persons(actor=actor, person_ids=family)
    for application in theirs:
        keep_roster(actor=actor, now=delivery.now, application_ref=application.ref)


def record_referrals(delivery: Delivery) -> None:
    """ApplicationDecided → the ways to help that it offered."""
    record.record_referrals(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        application_ref=delivery.payload["application_ref"],
        decision_ref=delivery.payload["decision_ref"],
        way_refs=delivery.payload["way_refs"],
    )


def review_holds(delivery: Delivery) -> None:
    """AdvisoryChanged → hold every placement that would travel there.

    What an operator loads belongs to no organisation, and concerns each of them.
    """
    heard_by = organisation_ids() if delivery.organisation_id is None else (delivery.organisation_id,)
    for organisation_id in heard_by:
        review_advisory(actor=system_actor(organisation_id), now=delivery.now, country=delivery.payload["country"])


def review_legal_holds(delivery: Delivery) -> None:
    """LegalGroundsChanged → hold every placement that the law permits no more."""
    review_legal_grounds(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        position_id=delivery.payload["position_id"],
    )


def hold_without_consent(delivery: Delivery) -> None:
    """ConsentWithdrawn → hold the placements of whoever may not be handed over any more."""
    if delivery.payload["purpose"] == "hand_over":
        review_consent(
            actor=system_actor(delivery.organisation_id), now=delivery.now, person_ref=delivery.payload["person_ref"]
        )
