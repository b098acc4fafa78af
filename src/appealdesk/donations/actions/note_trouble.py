"""Remember since when a card provider does not answer, so that the desk is told and not only the donor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from appealdesk.donations.cards.driver import ProviderAwayError
from appealdesk.donations.models import CardAccount
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting

__all__ = ["note_trouble"]


@contextmanager
def note_trouble(*, actor: Actor, now: datetime, account: CardAccount) -> Iterator[None]:
    """The provider is asked inside: its first failure is kept until it answers; ProviderAwayError goes on."""
    accounts = CardAccount.objects.filter(pk=account.pk)
    try:
        yield
    except ProviderAwayError:
        with acting(actor):
            accounts.filter(away_since=None).update(away_since=now)
        raise
    if account.away_since is not None:
        with acting(actor):
            accounts.update(away_since=None)
