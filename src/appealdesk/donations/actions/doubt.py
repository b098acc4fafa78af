"""Receipts whose donor was joined with somebody, or parted from somebody: finance is to look at each.

A receipt stays as it was issued. But its name may be another now, a gift may have been receipted to each of two who are
one, and the summary of the donor's year holds more or less than one that was handed out.
"""

from collections.abc import Sequence
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.models import Receipt, ReceiptCheck
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.queries.persons import family_of_person

__all__ = ["doubt_receipts"]


def doubt_receipts(*, actor: Actor, now: datetime, person_refs: Sequence[str], occasion: str) -> int:
    """List the valid receipts of these persons, and of all who are joined with them; how many that were.

    One that waits already is listed once, with what happened last.
    """
    with acting(actor):
        families = [family_of_person(actor=actor, ref=ref) for ref in person_refs]
        theirs = Receipt.objects.filter(
            organisation_id=actor.own_organisation,
            person_id__in=frozenset[int]().union(*families),
            voided_at__isnull=True,
        )
        receipts = list(theirs.order_by("pk"))
        waiting = ReceiptCheck.objects.filter(receipt__in=receipts, settled_at__isnull=True)
        known = set(waiting.values_list("receipt_id", flat=True))
        waiting.update(occasion=occasion, asked_at=now)
        # Two workers may hear of two joins of one donor at once; the second one finds the first one's row.
        ReceiptCheck.objects.bulk_create(
            [
                ReceiptCheck(organisation_id=actor.own_organisation, receipt=receipt, occasion=occasion, asked_at=now)
                for receipt in receipts
                if receipt.pk not in known
            ],
            ignore_conflicts=True,
        )
        for receipt in receipts:
            details = {"number": receipt.label, "occasion": occasion}
            record_audit(actor=actor, now=now, tag="receipt.doubted", subject=receipt.ref, details=details)
    return len(receipts)
