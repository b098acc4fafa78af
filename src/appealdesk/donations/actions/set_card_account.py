"""Set up an account at a card provider, or give it other keys."""

from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.cards.drivers import OPTIONAL, SECRETS, make_driver
from appealdesk.donations.inputs import CardAccountInput
from appealdesk.donations.ledger.cards import open_card_accounts
from appealdesk.donations.models import CardAccount
from appealdesk.donations.queries.card_accounts import account_context
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound

__all__ = ["set_card_account"]


def set_card_account(*, actor: Actor, now: datetime, entry: CardAccountInput) -> str:
    """Set the organisation's account at this provider, of which it has one; its reference stays the same."""
    if not may_handle_money(actor) or actor.organisation_id is None:
        raise NotFound("page")
    wanted = {*SECRETS[entry.provider], *OPTIONAL[entry.provider]}
    secrets = {name: value.strip() for name, value in entry.secrets.items() if name in wanted and value.strip()}
    # Refuses what lacks a secret, before anything is stored.
    make_driver(provider=entry.provider, address=entry.address, secrets=secrets)
    with acting(actor):
        known = CardAccount.objects.filter(organisation_id=actor.organisation_id, provider=entry.provider).first()
        ref, key = known.ref if known else new_ref("B"), new_data_key()
        open_card_accounts(actor.organisation_id)
        CardAccount.objects.update_or_create(
            organisation_id=actor.organisation_id,
            provider=entry.provider,
            defaults={
                "ref": ref,
                "label": entry.label,
                "address": entry.address,
                "smallest": entry.smallest,
                "two_refund_from": entry.two_refund_from,
                "wrapped_key": key.wrapped,
                "sealed": seal_json(key, context=account_context(ref), value=secrets),
                "active": entry.active,
                "set_at": now,
            },
        )
        record_audit(actor=actor, now=now, tag="card_account.set", subject=ref, details={"provider": entry.provider})
    return ref
