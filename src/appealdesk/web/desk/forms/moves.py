"""The filter of a dry run's list, as it stands in the address."""

from urllib.parse import urlencode

from django.http import QueryDict
from pydantic import ValidationError

from appealdesk.screening.inputs import MoveFilter

__all__ = ["move_address", "read_moves"]

_NAMES = ("before", "to", "decision")


def read_moves(query: QueryDict) -> MoveFilter:
    """The filter of an address; one that nobody could choose filters nothing."""
    given = {name: str(query[name]) for name in (*_NAMES, "after") if name in query}
    try:
        return MoveFilter.model_validate(given)
    except ValidationError:
        return MoveFilter()


def move_address(chosen: MoveFilter, **changes: str) -> str:
    """The query of an address that shows this filter with changes."""
    values = {name: getattr(chosen, name) for name in _NAMES} | changes
    return urlencode([(name, value) for name, value in values.items() if value])
