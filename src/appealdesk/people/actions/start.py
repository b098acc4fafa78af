"""An officer begins a search for persons who are recorded twice; the worker goes on with it in short turns."""

from datetime import datetime

from django.db.models import Max

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.people.access import may_see_people
from appealdesk.people.events import ResolutionAdvanced
from appealdesk.people.models import Resolution
from appealdesk.people.queries.resolving import newest_record

__all__ = ["start_resolution"]

# Whoever starts waits for whoever starts at the same moment.
_LOCK_SPACE = 0x53 << 48


def start_resolution(*, actor: Actor, now: datetime, everybody: bool = False) -> str:
    """Begin with the records that are new since the last search, or with `everybody`; the reference of the search.

    Raises Refusal while one is under way, and where no record is new.
    """
    with acting(actor):
        if not (actor.is_staff and may_see_people(actor)):
            raise NotFound("search")
        fetch_value("SELECT pg_advisory_xact_lock(%s)", [_LOCK_SPACE | actor.own_organisation])
        own = Resolution.objects.filter(organisation_id=actor.own_organisation)
        if own.filter(status=Resolution.Status.RUNNING).exists():
            raise Refusal("people.resolving_already", "A search is under way already. Look at how far it is.")
        after = 0 if everybody else own.aggregate(last=Max("last_record_id"))["last"] or 0
        last = newest_record(actor)
        if after >= last:
            raise Refusal("people.nothing_new", "No record is new since the last search.")
        counted = "SELECT count(*) FROM people_record WHERE organisation_id = %s AND id > %s AND id <= %s"
        resolution = Resolution.objects.create(
            ref=new_ref("L"),
            organisation_id=actor.own_organisation,
            started_at=now,
            started_by=actor.ref,
            after_record_id=after,
            last_record_id=last,
            by_turns=True,
            cursor_record_id=after,
            to_see=int(fetch_value(counted, [actor.own_organisation, after, last])),
        )
        details = {"records": resolution.to_see, "everybody": everybody}
        record_audit(actor=actor, now=now, tag="persons.resolving_started", subject=resolution.ref, details=details)
        emit(ResolutionAdvanced(resolution_ref=resolution.ref), actor=actor, now=now)
    return resolution.ref
