"""How often something may come from one place: a bucket of tokens for each door and network address.

Not the address is stored but a keyed hash of it, under a key that changes each day, and only until its bucket is full
again. The table is UNLOGGED: it is in no replica, and the server empties it after a crash, which refuses nobody.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from appealdesk.foundation.crypto import derive_key
from appealdesk.foundation.db import execute, fetch_all, fetch_value
from appealdesk.foundation.refusals import Refusal

__all__ = ["TOO_FAST", "Limit", "forget_full_buckets", "spend"]

TOO_FAST = "limits.too_fast"
"""The code of the refusal; its value `seconds` says when to come again, `minutes` says it to a reader."""

# A bucket is kept as the moment at which it will be full: one number, and one statement that takes from it.
_SPEND = """
    INSERT INTO foundation_bucket AS bucket (key, full_at) VALUES (%(key)s, %(now)s::timestamptz + %(every)s)
    ON CONFLICT (key) DO UPDATE SET full_at = greatest(bucket.full_at, %(now)s) + %(every)s
    WHERE greatest(bucket.full_at, %(now)s) + %(every)s <= %(now)s::timestamptz + %(whole)s
    RETURNING true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`burst` at once, and then one for each `every`; `name` keeps the doors apart."""

    name: str
    burst: int
    every: timedelta


def spend(limit: Limit, *, who: str, now: datetime) -> None:
    """Take one token of `who`, a network address, or raise Refusal with the time to wait.

    Call it outside the transaction of the action, because what is rolled back is not spent. An empty `who` is this
    machine itself and is not counted.
    """
    if not who:
        return
    values = {
        "key": _key(limit, who, now),
        "now": now,
        "every": limit.every,
        "whole": limit.every * limit.burst,
    }
    if fetch_all(_SPEND, values):
        return
    full_at = fetch_value("SELECT full_at FROM foundation_bucket WHERE key = %(key)s", values) or now
    wait = max(1, round((full_at - now - limit.every * (limit.burst - 1)).total_seconds()))
    minutes = -(-wait // 60)
    raise Refusal(
        "limits.too_fast",
        f"Very much has come from your network just now: wait about {minutes} min and send it again.",
        values={"seconds": wait, "minutes": minutes},
    )


def forget_full_buckets(*, now: datetime) -> int:
    """Delete what nobody waits for any more; a bucket that is full is as good as none."""
    return execute("DELETE FROM foundation_bucket WHERE full_at < %s", [now])


def _key(limit: Limit, who: str, now: datetime) -> bytes:
    return hmac.digest(derive_key(f"limits/{now:%Y-%m-%d}"), f"{limit.name}\x00{who}".encode(), "sha256")[:16]
