"""Numbers in addresses: what is not one is the first page, because an address is typed and shortened by people."""

from django.http import QueryDict

__all__ = ["read_number"]

_MOST_DIGITS = 18


def read_number(query: QueryDict, name: str, *, default: int = 1) -> int:
    """A whole number from 0, or the default."""
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else default
