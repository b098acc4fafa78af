"""Write to a donor that their receipt is there, with its link; the letter waits in the outbox for an officer."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import organisation_names
from appealdesk.core.money import Money, format_money
from appealdesk.core.text.formal import formal_date
from appealdesk.donations.access import access_receipt
from appealdesk.donations.actions.check_giver import check_giver
from appealdesk.donations.queries.receipt_contents import open_content, refusal_for
from appealdesk.donations.queries.receipt_links import receipt_link
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.actions.draft import DraftedLetter, draft_letter
from appealdesk.people.queries.identities import identities_of

__all__ = ["RECEIPT_LETTER", "hand_over_receipt"]

RECEIPT_LETTER = "receipt_ready"


def hand_over_receipt(*, actor: Actor, now: datetime, receipt_ref: str, address: str) -> DraftedLetter:
    """Draft the letter, once for a receipt; `address` is the site's own.

    Refuses a void receipt, a donor whom a sanctions check holds, and one who left no e-mail address.
    """
    with acting(actor):
        given = access_receipt(actor, receipt_ref).donation
    held = check_giver(actor=actor, now=now, donation=given)
    with acting(actor):
        receipt = access_receipt(actor, receipt_ref, lock=True)
        if receipt.voided_at is not None:
            raise Refusal("receipts.void", "A void receipt is not handed out again. Issue a new one.")
        content = open_content(receipt)
        if content is None:
            raise Refusal("receipts.erased", "What this receipt said was erased.")
        if held:
            raise refusal_for("held")
        donor = identities_of(actor=actor, person_ids=[receipt.person_id]).get(receipt.person_id)
        if donor is None or not donor.emails:
            raise Refusal("receipts.no_email", "The donor left no e-mail address. Print the paper and post it.")
        language = donor.language
        return draft_letter(
            actor=actor,
            now=now,
            person_id=receipt.person_id,
            about_ref=receipt.ref,
            kind=RECEIPT_LETTER,
            language=language,
            values={
                "organisation": pick(organisation_names(actor.own_organisation), language),
                "reference": receipt.label,
                "amount": format_money(Money(receipt.amount_minor, receipt.currency), language),
                "received_on": formal_date(content.received_on, language),
                "link": receipt_link(
                    address=address, language=language, organisation_id=actor.own_organisation, ref=receipt.ref
                ),
            },
        )
