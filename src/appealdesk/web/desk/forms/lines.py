"""A line of a statement as an address names it: T-7K3M9Q2XC:12."""

from appealdesk.foundation.ids import is_ref

__all__ = ["read_line"]


def read_line(at: str) -> tuple[str, int]:
    """Statement and number; nothing from anything else."""
    ref, _colon, digits = at.partition(":")
    if not is_ref(ref, "T") or not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        return "", 0
    return ref, int(digits)
