"""Ask a card provider what it told, because a webhook may be lost: what is known already changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from appealdesk.audit.actions.record import record_audit
from appealdesk.donations.access import access_card_account, may_handle_money
from appealdesk.donations.actions.note_trouble import note_trouble
from appealdesk.donations.actions.receive_card_event import receive_card_event_polled
from appealdesk.donations.events import CardEventsWanted
from appealdesk.donations.models import CardAccount
from appealdesk.donations.queries.card_accounts import driver_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.refusals import NotFound

__all__ = ["Polled", "poll_card_events", "poll_card_events_due"]

# Providers send an event again for three days; who was away longer asks by the command, for a longer time.
LOOKED_BACK = timedelta(days=3)
_EVERY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Polled:
    """How many events the provider has, and how many of them we had not heard."""

    seen: int
    new: int


def poll_card_events(*, actor: Actor, now: datetime, account_ref: str, since: datetime | None = None) -> Polled:
    """Ask for everything since then, or of the last three days."""
    with acting(actor):
        account = access_card_account(actor, account_ref)
    seen = new = 0
    with note_trouble(actor=actor, now=now, account=account):
        for event in driver_of(account).events_since(since or now - LOOKED_BACK):
            seen += 1
            new += receive_card_event_polled(actor=actor, now=now, account=account, event=event)
    if new or since is not None:
        with acting(actor):
            details = {"seen": seen, "new": new}
            record_audit(actor=actor, now=now, tag="card_events.asked", subject=account.ref, details=details)
    return Polled(seen, new)


def poll_card_events_due(*, actor: Actor, now: datetime) -> int:
    """Have each active account asked every quarter of an hour; says how many are."""
    if not may_handle_money(actor):
        raise NotFound("page")
    with acting(actor):
        rows = CardAccount.objects.select_for_update(skip_locked=True).filter(
            organisation_id=actor.own_organisation, active=True
        )
        due = [row for row in rows if row.polled_at is None or row.polled_at <= now - _EVERY]
        for row in due:
            row.polled_at = now
            row.save(update_fields=["polled_at"])
            emit(CardEventsWanted(account_ref=row.ref), actor=actor, now=now)
    return len(due)
