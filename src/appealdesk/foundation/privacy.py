"""How personal each stored field is; the registry is complete, or the tests are red.

Each app declares its tables in `declare`, usually at the foot of its models: field → class. A field of class
IDENTITY may only hold sealed bytes or keyed tokens.
"""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["Privacy", "declare", "declared"]


class Privacy(StrEnum):
    """From public to identity."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PSEUDONYMOUS = "pseudonymous"
    SENSITIVE = "sensitive"
    IDENTITY = "identity"


_declared: dict[str, dict[str, Privacy]] = {}


def declare(label: str, fields: Mapping[str, Privacy]) -> None:
    """Declare the fields of one model, named `app.Model`."""
    _declared[label] = dict(fields)


def declared() -> dict[str, dict[str, Privacy]]:
    """All declarations."""
    return {label: dict(fields) for label, fields in _declared.items()}
