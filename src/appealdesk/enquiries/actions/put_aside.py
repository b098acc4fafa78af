"""Putting a file of people aside: its bytes and what was said beside it are destroyed, and nobody else is taken in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from appealdesk.audit.actions.record import record_audit
from appealdesk.enquiries.access import access_people_file, visible_people_files
from appealdesk.enquiries.models import PeopleFile
from appealdesk.enquiries.queries.people_files import file_names, needles_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.inputs import IdentityInput

__all__ = ["KEPT_DAYS", "put_aside_forgotten", "put_aside_naming", "put_aside_people_file"]

KEPT_DAYS: Final = 7
"""How long a file waits for somebody who confirms it."""

_OPEN: Final = (PeopleFile.Status.CHECKING, PeopleFile.Status.WAITING, PeopleFile.Status.REFUSED)


def put_aside_people_file(*, actor: Actor, now: datetime, file_ref: str) -> bool:
    """Put one file aside; False where that was done before. One that is being taken in, or is in, stays."""
    with acting(actor):
        file = access_people_file(actor, file_ref, lock=True)
        if file.status == PeopleFile.Status.ASIDE:
            return False
        if file.status not in _OPEN:
            raise Refusal(
                "enquiries.people_file_confirmed",
                "The people of this file are taken in already, or are just being taken in: it cannot be put aside.",
            )
        PeopleFile.objects.filter(pk=file.pk).update(
            status=PeopleFile.Status.ASIDE, finished_at=now, wrapped_key=None, sealed=None, told=None
        )
        record_audit(actor=actor, now=now, tag="people_file.put_aside", subject=file.ref)
    return True


def put_aside_forgotten(*, actor: Actor, now: datetime) -> int:
    """Put aside what nobody has confirmed for a week; returns how many. Safe to call at any time."""
    with acting(actor):
        old = visible_people_files(actor).filter(status__in=_OPEN, received_at__lt=now - timedelta(days=KEPT_DAYS))
        refs = list(old.values_list("ref", flat=True))
    return sum(put_aside_people_file(actor=actor, now=now, file_ref=ref) for ref in refs)


def put_aside_naming(*, actor: Actor, now: datetime, identities: Iterable[IdentityInput]) -> int:
    """Put aside what nobody has confirmed and names one of these people, who are erased; returns how many.

    A namesake's file goes too: it can be sent again, and what was erased would otherwise still be there for a week.
    """
    needles = frozenset[str]().union(*map(needles_of, identities))
    if not needles:
        return 0
    with acting(actor):
        refs = [file.ref for file in visible_people_files(actor).filter(status__in=_OPEN) if file_names(file, needles)]
    return sum(put_aside_people_file(actor=actor, now=now, file_ref=ref) for ref in refs)
