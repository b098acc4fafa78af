"""Truths about the donations: of money in general, and of cards."""

from appealdesk.donations.invariants import cards, money
from appealdesk.foundation.violations import Invariant

__all__ = ["INVARIANTS"]

INVARIANTS: tuple[Invariant, ...] = money.INVARIANTS + cards.INVARIANTS
