"""How often each public form is taken from one network.

A network may be a hall full of people or a mobile carrier, so that a burst is large; a program that sends all day is
slowed to a form every few seconds. What is wrong with a form is said before it is counted.
"""

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from appealdesk.foundation.limits import Limit, spend
from appealdesk.web.shared.network import network_of

__all__ = ["CLAIMS", "OFFERS", "PLEDGES", "count"]

OFFERS: Final = Limit(name="offer", burst=120, every=timedelta(seconds=3))
PLEDGES: Final = Limit(name="pledge", burst=120, every=timedelta(seconds=3))
CLAIMS: Final = Limit(name="claim", burst=30, every=timedelta(seconds=30))


def count(request: HttpRequest, limit: Limit, now: datetime) -> None:
    """Count one form against its network's limit, or raise Refusal with the time to wait."""
    spend(limit, who=network_of(request), now=now)
