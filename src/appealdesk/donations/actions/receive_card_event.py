"""Take in what a card provider sends: check that it is signed, keep that it came, and answer at once."""

from collections.abc import Mapping
from datetime import datetime

from appealdesk.donations.access import access_card_account
from appealdesk.donations.cards.driver import ProviderEvent
from appealdesk.donations.events import CardEventReceived
from appealdesk.donations.models import CardAccount
from appealdesk.donations.queries.card_accounts import driver_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_value
from appealdesk.foundation.events import emit

__all__ = ["receive_card_event", "receive_card_event_polled"]

_KEEP = """
    INSERT INTO donations_cardevent
        (organisation_id, account_id, provider_id, kind, about, object_id, happened_at, received_at, polled)
    VALUES (%(organisation)s, %(account)s, %(id)s, %(kind)s, %(about)s, %(object)s, %(happened)s, %(now)s, %(polled)s)
    ON CONFLICT DO NOTHING RETURNING id
"""


def receive_card_event(
    *, actor: Actor, now: datetime, account_ref: str, body: bytes, headers: Mapping[str, str]
) -> bool:
    """True if this is new; an event that came before changes nothing. Raises SignatureRefused for anybody else's."""
    with acting(actor):
        account = access_card_account(actor, account_ref)
    event = driver_of(account).read_event(body=body, headers=headers, now=now)
    return receive_card_event_polled(actor=actor, now=now, account=account, event=event, polled=False)


def receive_card_event_polled(
    *, actor: Actor, now: datetime, account: CardAccount, event: ProviderEvent, polled: bool = True
) -> bool:
    """The same for an event that we asked for; its maker is the provider itself, so that nothing is to be checked."""
    values = {
        "organisation": actor.organisation_id,
        "account": account.pk,
        "id": event.id[:140],
        "kind": event.kind[:100],
        "about": event.about.value,
        "object": event.object_id[:140],
        "happened": event.happened_at,
        "now": now,
        "polled": polled,
    }
    with acting(actor):
        made = fetch_value(_KEEP, values)
        if made is not None:
            emit(CardEventReceived(event_id=int(made)), actor=actor, now=now)
    return made is not None
