"""What the sanctions check does when something has happened."""

from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.events import Delivery
from appealdesk.sanctions.actions.check import check_again, check_outdated
from appealdesk.sanctions.actions.erase import erase_subject
from appealdesk.sanctions.actions.recheck import recheck_everybody

__all__ = ["check_by_new_rules", "check_corrected", "check_everybody", "check_joined", "check_parted", "erase"]


def check_everybody(delivery: Delivery) -> None:
    """SanctionsListLoaded: check everybody against what is new in it."""
    actor = system_actor(delivery.organisation_id)
    recheck_everybody(actor=actor, now=delivery.now, version_id=delivery.payload["version_id"])


def check_by_new_rules(delivery: Delivery) -> None:
    """CheckRulesChanged: check everybody who was checked by the rules of before."""
    check_outdated(actor=system_actor(delivery.organisation_id), now=delivery.now)


def check_corrected(delivery: Delivery) -> None:
    """PersonCorrected: a date of birth tells namesakes apart."""
    actor = system_actor(delivery.organisation_id)
    check_again(actor=actor, now=delivery.now, person_refs=[delivery.payload["person_ref"]])


def check_joined(delivery: Delivery) -> None:
    """PersonsJoined: more is known of the person who stays."""
    actor = system_actor(delivery.organisation_id)
    check_again(actor=actor, now=delivery.now, person_refs=[delivery.payload["kept_ref"]])


def check_parted(delivery: Delivery) -> None:
    """PersonsParted: what was one person's is two people's."""
    actor = system_actor(delivery.organisation_id)
    refs = [delivery.payload["person_ref"], delivery.payload["parted_ref"]]
    check_again(actor=actor, now=delivery.now, person_refs=refs)


def erase(delivery: Delivery) -> None:
    """PersonErased: destroy what officers wrote about the person."""
    actor = system_actor(delivery.organisation_id)
    erase_subject(actor=actor, now=delivery.now, person_ref=delivery.payload["person_ref"])
