"""Truths about the donations: of money in general, of cards and of cash."""

from appealdesk.donations.invariants import cards, cash, money
from appealdesk.foundation.violations import Invariant

__all__ = ["INVARIANTS"]

INVARIANTS: tuple[Invariant, ...] = money.INVARIANTS + cards.INVARIANTS + cash.INVARIANTS
