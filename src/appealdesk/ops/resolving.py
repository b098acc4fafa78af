"""`appealdesk names resolve`, each night, or when an officer begins: find persons who are recorded more than once."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.management.base import CommandError

from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.events import Delivery
from appealdesk.foundation.refusals import Foreseen
from appealdesk.ops.linking import make_engine
from appealdesk.ops.operator import operator_at
from appealdesk.people.actions.resolve import resolve_records, resolve_turn
from appealdesk.people.actions.stop import stop_resolution
from appealdesk.people.linkage.link import EngineFailed
from appealdesk.people.queries.resolving import ResolutionPage, resolution_is_due

__all__ = ["resolve_by_night", "resolve_by_turns", "resolve_organisation"]

logger = logging.getLogger(__name__)


def resolve_organisation(slug: str, *, everybody: bool, on_progress: Callable[[str], None]) -> str:
    """Do or go on with a search; returns what to tell. Raises CommandError for an organisation that is not known."""
    actor = operator_at(slug)

    def tell(page: ResolutionPage) -> None:
        on_progress(f"{page.done:,} of {page.total:,} pairs: {page.joined:,} joined, {page.asked:,} asked")

    engine = make_engine("duckdb")
    try:
        page = resolve_records(
            actor=actor,
            now=read_clock(),
            engine=engine,
            everybody=everybody,
            on_progress=tell,
        )
    except Foreseen as refusal:
        raise CommandError(f"{refusal} An officer began it; it can be stopped at the desk.") from refusal
    except EngineFailed as failure:
        raise CommandError(f"The engine could not compare so many records ({failure}).") from failure
    finally:
        engine.close()
    return f"{page.records:,} records looked at: {page.joined:,} pairs joined, {page.asked:,} questions for the desk"


def resolve_by_night(organisation_id: int, *, now: datetime) -> ResolutionPage | None:
    """Look at the records that came since the last search; None where an operator never began, or nothing is to do.

    Where the packages are missing or the engine fails, tonight's search is left out: the desk is worth more.
    """
    actor = system_actor(organisation_id)
    if not resolution_is_due(actor):
        return None
    try:
        engine = make_engine("duckdb")
    except CommandError:
        logger.warning("Persons recorded twice are not looked for: requirements/link.txt is not installed.")
        return None
    try:
        return resolve_records(actor=actor, now=now, engine=engine)
    except EngineFailed as failure:
        logger.warning("Persons recorded twice were not looked for: %s.", failure)
        return None
    finally:
        engine.close()


def resolve_by_turns(delivery: Delivery) -> None:
    """ResolutionAdvanced: the next turn; where the packages are missing or the engine fails, the search is stopped."""
    actor, ref = system_actor(delivery.organisation_id), delivery.payload["resolution_ref"]
    try:
        engine = make_engine("duckdb")
    except CommandError:
        logger.warning("Persons recorded twice are not looked for: requirements/link.txt is not installed.")
        stop_resolution(actor=actor, now=delivery.now, resolution_ref=ref)
        return
    try:
        resolve_turn(actor=actor, now=delivery.now, engine=engine, resolution_ref=ref)
    except EngineFailed as failure:
        logger.warning("The search for persons recorded twice was stopped: %s.", failure)
        stop_resolution(actor=actor, now=delivery.now, resolution_ref=ref)
    finally:
        engine.close()
