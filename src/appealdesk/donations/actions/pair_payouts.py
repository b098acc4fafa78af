"""Find the bank's lines that are payouts of a card provider, so that what was given by card is not counted again.

A line is a payout if it has its amount and currency, comes about the day on which it was to arrive, and the bank names
the provider as its payer; and if no other line and no other payout could be meant.
"""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from appealdesk.donations.ledger.payouts import settle
from appealdesk.donations.models import CardPayout, StatementLine
from appealdesk.donations.queries.payers import words_of
from appealdesk.donations.queries.payouts import lines_for, unsettled_payouts
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["pair_payouts"]

# How banks write the providers, after half-width kana have become wide.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "stripe": ("stripe", "ストライプ"),
    "paypal": ("paypal", "ペイパル"),
}
_EARLIER, _LATER = timedelta(days=1), timedelta(days=7)


def pair_payouts(*, actor: Actor, now: datetime) -> int:
    """Settle each payout whose line is beyond doubt; says how many."""
    with acting(actor):
        payouts = unsettled_payouts(actor.own_organisation)
        near = lines_for(actor.own_organisation, payouts, earlier=_EARLIER, later=_LATER)
        meant: dict[int, list[CardPayout]] = {}
        lines: dict[int, StatementLine] = {}
        for payout in payouts:
            for line in near[payout.pk]:
                if _names_provider(line, payout.account.provider):
                    meant.setdefault(line.pk, []).append(payout)
                    lines[line.pk] = line
        certain = [(lines[key], found[0]) for key, found in meant.items() if len(found) == 1]
        wanted = [payout.pk for _line, payout in certain]
        settled = 0
        for line, payout in certain:
            if wanted.count(payout.pk) == 1:
                # A line that became a gift which is spent by now is for a person to part from it.
                with suppress(Refusal), acting(actor):
                    settle(actor=actor, now=now, payout=payout, line=line)
                    settled += 1
    return settled


def _names_provider(line: StatementLine, provider: str) -> bool:
    words = words_of(line)
    if words is None:
        return False
    text = unicodedata.normalize("NFKC", f"{words.payer} {words.reference} {words.text}").casefold().replace(" ", "")
    return any(name in text for name in _NAMES[provider])
