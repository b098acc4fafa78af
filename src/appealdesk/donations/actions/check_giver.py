"""Check whoever gave a donation before something leaves the house for them: a receipt, a refund.

A payer whom nobody has identified is checked then, by the bank's words, and not when a file is read; why that is so
stands in decision 28.
"""

from datetime import datetime

from appealdesk.core.banking.payer import payer_names
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.models import Donation
from appealdesk.donations.queries.payers import words_of
from appealdesk.foundation.actor import Actor, system_actor
from appealdesk.foundation.db import acting
from appealdesk.sanctions.actions.check import check_donors, check_payee
from appealdesk.sanctions.inputs import PayeeInput

__all__ = ["check_giver"]


def check_giver(*, actor: Actor, now: datetime, donation: Donation | None) -> bool:
    """Check whoever gave it, and say whether they are held; without a donation there is nobody.

    Call it before the transaction that may refuse: the hit has to outlive the refusal, because a person decides it.
    """
    if donation is None or donation.undone_at is not None:
        return False
    with acting(actor):
        # Compared in any case: a list may have changed while a refund waited for its second person.
        worker = system_actor(actor.organisation_id)
        if donation.person_id is not None:
            return bool(check_donors(actor=worker, now=now, person_ids=[donation.person_id], again=True))
        payer = _payer(donation)
        return payer is not None and check_payee(actor=worker, now=now, entry=payer, again=True)


def _payer(donation: Donation) -> PayeeInput | None:
    """The payer as the bank writes them, by every reading of its letters; None where it names nobody."""
    words = words_of(donation.line) if donation.line else None
    names = tuple(map(PersonName, payer_names(words.payer))) if words else ()
    return PayeeInput(ref=donation.ref, name=names[0], readings=names[1:]) if names else None
