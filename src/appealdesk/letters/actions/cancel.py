"""Keeping letters back for good."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from appealdesk.audit.actions.record import record_audit, record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.access import access_letter, visible_letters
from appealdesk.letters.models import Letter

__all__ = ["cancel_letter", "cancel_letters", "cancel_letters_about"]

_NOT_LEFT = (Letter.Status.DRAFT, Letter.Status.APPROVED)


def cancel_letter(*, actor: Actor, now: datetime, letter_ref: str) -> None:
    """Keep a letter back that has not left; cancelling a cancelled letter again changes nothing."""
    with acting(actor):
        letter = access_letter(actor, letter_ref, lock=True)
        if letter.status == Letter.Status.CANCELLED:
            return
        if letter.status not in _NOT_LEFT:
            raise Refusal("letters.already_left", "This letter has already left and cannot be cancelled.")
        letter.status = Letter.Status.CANCELLED
        letter.save(update_fields=["status"])
        record_audit(actor=actor, now=now, tag="letter.cancelled", subject=letter.ref, details={"kind": letter.kind})


def cancel_letters_about(
    *, actor: Actor, now: datetime, about_refs: Sequence[str], kind: str, approved_too: bool = False
) -> int:
    """Keep back the drafts of a kind that are about what no longer holds, perhaps approved letters too; how many.

    Whoever ends what a letter is about need not be somebody who may read it.
    """
    with acting(actor):
        own = Letter.objects.filter(organisation_id=actor.own_organisation)
        return len(_cancel(actor, now, own.filter(about_ref__in=about_refs, kind=kind), _stoppable(approved_too)))


def cancel_letters(
    *, actor: Actor, now: datetime, letter_refs: Iterable[str], approved_too: bool = False
) -> frozenset[str]:
    """Keep drafts back, perhaps approved letters too; returns those that will not leave. Three statements.

    A letter that is approved at the same moment is either kept back or not among those returned, never both.
    """
    with acting(actor):
        letters = visible_letters(actor).filter(ref__in=set(letter_refs))
        return _cancel(actor, now, letters, (*_stoppable(approved_too), Letter.Status.CANCELLED))


def _stoppable(approved_too: bool) -> tuple[str, ...]:
    return _NOT_LEFT if approved_too else _NOT_LEFT[:1]


def _cancel(actor: Actor, now: datetime, letters: QuerySet[Letter], statuses: tuple[str, ...]) -> frozenset[str]:
    """Cancel those of the letters that stand so; returns all of them, also those that were cancelled before."""
    found = list(letters.filter(status__in=statuses).select_for_update().order_by("pk").only("ref", "kind", "status"))
    stopped = [letter for letter in found if letter.status != Letter.Status.CANCELLED]
    if stopped:
        Letter.objects.filter(pk__in=[letter.pk for letter in stopped]).update(status=Letter.Status.CANCELLED)
        entries = [AuditEntry("letter.cancelled", letter.ref, {"kind": letter.kind}) for letter in stopped]
        record_audits(actor=actor, now=now, entries=entries)
    return frozenset(letter.ref for letter in found)
