"""How much is measured: small proves that every line runs, full is what the targets are about."""

import os
from typing import Literal

__all__ = ["ROUNDS", "Size", "chosen_size", "pick_size"]

Size = Literal["small", "full"]
ROUNDS = 3


def chosen_size() -> Size:
    """The size that APPEALDESK_BENCH_SIZE names, else full."""
    given = os.environ.get("APPEALDESK_BENCH_SIZE", "full")
    if given == "small":
        return "small"
    if given == "full":
        return "full"
    raise SystemExit(f"APPEALDESK_BENCH_SIZE is {given!r}: say small or full.")


def pick_size(*, small: int, full: int) -> int:
    """One of two numbers, by the chosen size."""
    return small if chosen_size() == "small" else full
