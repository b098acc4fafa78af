"""How often each public form is taken from one network.

A network may be a hall full of people or a mobile carrier, so that a burst is large; a program that sends all day is
slowed to a form every few seconds. What is wrong with a form is said before it is counted.
"""

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from appealdesk.foundation.limits import Limit, spend
from appealdesk.web.shared.network import network_of

__all__ = ["CARDS", "CLAIMS", "GOODS", "OFFERS", "PLEDGES", "RECEIPTS", "count", "count_site"]

OFFERS: Final = Limit(name="offer", burst=120, every=timedelta(seconds=3))
PLEDGES: Final = Limit(name="pledge", burst=120, every=timedelta(seconds=3))
# Whoever tries stolen cards tries many; a hall full of donors gives by a few a minute.
CARDS: Final = Limit(name="card", burst=30, every=timedelta(seconds=20))
_CARDS_OF_A_SITE: Final = Limit(name="card-site", burst=600, every=timedelta(seconds=1))
CLAIMS: Final = Limit(name="claim", burst=30, every=timedelta(seconds=30))
GOODS: Final = Limit(name="goods", burst=30, every=timedelta(seconds=30))

# Each is printed anew, which costs half a second of a processor.
RECEIPTS: Final = Limit(name="receipt", burst=30, every=timedelta(seconds=5))


def count(request: HttpRequest, limit: Limit, now: datetime) -> None:
    """Count one form against its network's limit, or raise Refusal with the time to wait."""
    spend(limit, who=network_of(request), now=now)


def count_site(organisation_id: int, now: datetime) -> None:
    """Count one gift by card against what an organisation takes from everywhere, whatever networks it comes from."""
    spend(_CARDS_OF_A_SITE, who=f"organisation {organisation_id}", now=now)
