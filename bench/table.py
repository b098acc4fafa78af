"""The one table: which lines there are, and which module measures them together."""

from typing import Final

__all__ = ["GROUPS", "group_of"]

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "public_form": ("public-form", "public-form-p50", "public-form-p95"),
    "statement": ("statement-import", "statement-again", "zengin-read"),
    "readers": ("camt-read", "zengin-million"),
    "screening": ("rescreen", "rescreen-write", "preview-sample", "screen-one"),
    "desk": ("desk-queue", "intake-lookup", "search", "status-page"),
    "figures": ("figures-release",),
    "audit": ("audit-record", "audit-seal"),
    "agreement": ("criteria-agree", "criteria-sound"),
    "rules": ("names-keys", "names-pairs", "names-score", "criteria-python"),
}
"""Module below bench/lines, and the lines that it yields, in their order."""


def group_of(name: str) -> str:
    """The group that measures a line. Raises KeyError for a name that is no line and no group."""
    for group, names in GROUPS.items():
        if name == group or name in names:
            return group
    raise KeyError(name)
