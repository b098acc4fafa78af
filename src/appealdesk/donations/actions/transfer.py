"""Move money from one fund to another."""

from datetime import datetime

from appealdesk.core.money import Money
from appealdesk.donations.access import access_fund
from appealdesk.donations.inputs import TransferInput
from appealdesk.donations.ledger.corrections import ask, check_day
from appealdesk.donations.ledger.standing import check_fund
from appealdesk.donations.models import Transfer
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["transfer_between_funds"]


def transfer_between_funds(*, actor: Actor, now: datetime, entry: TransferInput) -> str:
    """Move it, or ask a second person. Out of a restricted fund only with a consent on record, and always by two."""
    money = Money(entry.amount_minor, entry.currency)
    with acting(actor):
        source, target = access_fund(actor, entry.source_ref), access_fund(actor, entry.target_ref)
        if source.pk == target.pk:
            raise Refusal("donations.same_fund", "Choose another fund than the one it comes from.", field="target")
        if source.restricted and (entry.consent == "none" or entry.consent_on is None):
            raise Refusal(
                "donations.consent_missing",
                "This fund is restricted: say who consented, the donor or the authority, and on which day.",
                field="consent",
            )
        check_day(actor, now, max(entry.happened_on, entry.consent_on or entry.happened_on))
        check_fund(source, money)
        row = Transfer(
            ref=new_ref("F"),
            source=source,
            target=target,
            from_restricted=source.restricted,
            consent=entry.consent,
            consent_on=entry.consent_on if entry.consent != "none" else None,
            amount_minor=money.amount_minor,
            currency=money.currency,
            happened_on=entry.happened_on,
        )
        details = {"source": source.ref, "target": target.ref, "consent": entry.consent}
        return ask(actor=actor, now=now, row=row, words=entry.words, details=details, always_two=source.restricted)
