"""What a form costs that thieves would try stolen cards with: a little work of the browser, or a little time.

The work is a number with which a hash over the form's token and its amount begins with seventeen zero bits: a moment
on a telephone, days of a processor for a million cards. Who has no JavaScript waits instead: a signed ticket for the
same token and amount is good only after twenty seconds.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Final

from appealdesk.foundation.crypto import derive_key

__all__ = ["BITS", "WAIT_SECONDS", "is_worked", "new_ticket", "seconds_left", "seed_of"]

BITS: Final = 17
WAIT_SECONDS: Final = 20
_GOOD_SECONDS = 2 * 3600
_LONGEST_ANSWER = 12
_MOMENT, _SIGNATURE = 8, 16


def seed_of(token: str, amount: str, currency: str) -> str:
    """What the work is about: another amount or another form is another work."""
    return hashlib.sha256(f"{token}:{currency}:{amount}".encode("utf-8", "surrogatepass")).hexdigest()[:40]


def is_worked(seed: str, answer: str) -> bool:
    """True if the answer is a number that solves the seed."""
    if not answer.isdecimal() or not answer.isascii() or len(answer) > _LONGEST_ANSWER:
        return False
    digest = hashlib.sha256(f"{seed}:{answer}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0


def new_ticket(seed: str, now: datetime) -> str:
    """A ticket for whoever waits; it is bound to the seed."""
    moment = int(now.timestamp()).to_bytes(_MOMENT)
    return urlsafe_b64encode(moment + _sign(seed, moment)).decode()


def seconds_left(ticket: str, seed: str, now: datetime) -> int | None:
    """How long the ticket's owner still waits, zero once it is good; None for a ticket that is none or has run out."""
    try:
        raw = urlsafe_b64decode(ticket) if ticket.isascii() else b""
    except ValueError:
        return None
    moment, signature = raw[:_MOMENT], raw[_MOMENT:]
    if len(signature) != _SIGNATURE or not hmac.compare_digest(signature, _sign(seed, moment)):
        return None
    waited = int(now.timestamp()) - int.from_bytes(moment)
    if not 0 <= waited <= _GOOD_SECONDS:
        return None
    return max(0, WAIT_SECONDS - waited)


def _sign(seed: str, moment: bytes) -> bytes:
    return hmac.digest(derive_key("card-ticket/1"), moment + seed.encode(), "sha256")[:_SIGNATURE]
