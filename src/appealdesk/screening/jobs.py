"""What screening does when it hears of an event."""

from django.conf import settings

from appealdesk.enquiries.queries.applications import applications_of_persons
from appealdesk.foundation.actor import Actor, ActorKind, system_actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import Delivery
from appealdesk.people.queries.persons import family_of_person
from appealdesk.screening.actions.advance import advance_rescreening
from appealdesk.screening.actions.carry import carry_screenings
from appealdesk.screening.actions.decide import decide_withdrawal
from appealdesk.screening.actions.erase import erase_screenings
from appealdesk.screening.actions.perform import perform_bulk
from appealdesk.screening.actions.rescreen import rescreen_if_in_force
from appealdesk.screening.actions.screen import screen_application

__all__ = ["advance", "carry", "carry_on", "erase", "rescreen", "rescreen_persons", "screen", "withdraw"]


def screen(delivery: Delivery) -> None:
    """ApplicationCreated, FactsCorrected → screen the application."""
    screen_application(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        application_ref=delivery.payload["application_ref"],
    )


def rescreen_persons(delivery: Delivery) -> None:
    """PersonsJoined, PersonsParted, PersonCorrected → screen their applications again by the date of birth of now."""
    actor = system_actor(delivery.organisation_id)
    with acting(actor):
        families = [family_of_person(actor=actor, ref=ref) for ref in sorted(delivery.payload.values())]
        theirs = applications_of_persons(actor=actor, person_ids=frozenset().union(*families))
    for application in theirs:
        if application.withdrawn_at is None:
            screen_application(actor=actor, now=delivery.now, application_ref=application.ref)


def rescreen(delivery: Delivery) -> None:
    """CriteriaPublished → begin to re-screen the position; `advance` does the parts."""
    rescreen_if_in_force(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        position_id=delivery.payload["position_id"],
        revision_id=delivery.payload["revision_id"],
    )


def advance(delivery: Delivery) -> None:
    """RescreenAdvanced → do the next part of the run."""
    advance_rescreening(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        run_ref=delivery.payload["run_ref"],
        address=settings.PUBLIC_ADDRESS,
        in_background=True,
    )


def withdraw(delivery: Delivery) -> None:
    """ApplicationWithdrawn → record it as the decision, by whoever withdrew it."""
    actor = Actor(kind=ActorKind.SYSTEM, ref=delivery.actor_ref, organisation_id=delivery.organisation_id)
    decide_withdrawal(actor=actor, now=delivery.now, application_ref=delivery.payload["application_ref"])


def carry_on(delivery: Delivery) -> None:
    """BulkDecisionAdvanced → do the next part of it, in the name of the officer who decided."""
    actor = Actor(kind=ActorKind.SYSTEM, ref=delivery.actor_ref, organisation_id=delivery.organisation_id)
    perform_bulk(actor=actor, now=delivery.now, bulk_ref=delivery.payload["bulk_ref"], address=settings.PUBLIC_ADDRESS)


def erase(delivery: Delivery) -> None:
    """PersonErased → destroy what was written beside their decisions."""
    erase_screenings(
        actor=system_actor(delivery.organisation_id), now=delivery.now, person_ref=delivery.payload["person_ref"]
    )


def carry(delivery: Delivery) -> None:
    """ApplicationsCarriedOver → screen the new ones, close the earlier ones that waited."""
    carry_screenings(
        actor=system_actor(delivery.organisation_id),
        now=delivery.now,
        pairs=[(earlier, carried) for earlier, carried in delivery.payload["pairs"]],
    )
