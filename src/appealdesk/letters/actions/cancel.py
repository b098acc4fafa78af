"""Keeping letters back for good."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from appealdesk.audit.actions.record import record_audit, record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.access import access_letter, visible_letters
from appealdesk.letters.models import Letter

__all__ = ["cancel_drafts_about", "cancel_letter", "cancel_letters"]


def cancel_letter(*, actor: Actor, now: datetime, letter_ref: str) -> None:
    """Keep a letter back that has not left; cancelling a cancelled letter again changes nothing."""
    with acting(actor):
        letter = access_letter(actor, letter_ref, lock=True)
        if letter.status == Letter.Status.CANCELLED:
            return
        if letter.status not in {Letter.Status.DRAFT, Letter.Status.APPROVED}:
            raise Refusal("letters.already_left", "This letter has already left and cannot be cancelled.")
        letter.status = Letter.Status.CANCELLED
        letter.save(update_fields=["status"])
        record_audit(actor=actor, now=now, tag="letter.cancelled", subject=letter.ref, details={"kind": letter.kind})


def cancel_drafts_about(*, actor: Actor, now: datetime, about_refs: Sequence[str], kind: str) -> int:
    """Keep back every draft of a kind that is about what no longer holds; says how many."""
    with acting(actor):
        drafts = Letter.objects.select_for_update().filter(
            organisation_id=actor.own_organisation,
            about_ref__in=about_refs,
            kind=kind,
            status=Letter.Status.DRAFT,
        )
        refs = list(drafts.order_by("pk").values_list("ref", flat=True))
        Letter.objects.filter(ref__in=refs).update(status=Letter.Status.CANCELLED)
        entries = [AuditEntry("letter.cancelled", ref, {"kind": kind}) for ref in refs]
        record_audits(actor=actor, now=now, entries=entries)
    return len(refs)


def cancel_letters(
    *, actor: Actor, now: datetime, letter_refs: Iterable[str], approved_too: bool = False
) -> frozenset[str]:
    """Keep drafts back, perhaps approved letters too; returns those that will not leave. Three statements.

    A letter that is approved at the same moment is either kept back or not among those returned, never both.
    """
    stoppable = {Letter.Status.DRAFT, *([Letter.Status.APPROVED] if approved_too else [])}
    with acting(actor):
        letters = visible_letters(actor).select_for_update().filter(ref__in=set(letter_refs)).order_by("pk")
        found = list(letters.only("ref", "kind", "status"))
        stopped = [letter for letter in found if letter.status in stoppable]
        if stopped:
            visible_letters(actor).filter(pk__in=[letter.pk for letter in stopped]).update(
                status=Letter.Status.CANCELLED
            )
            entries = [AuditEntry("letter.cancelled", letter.ref, {"kind": letter.kind}) for letter in stopped]
            record_audits(actor=actor, now=now, entries=entries)
    return frozenset(letter.ref for letter in found if letter in stopped or letter.status == Letter.Status.CANCELLED)
