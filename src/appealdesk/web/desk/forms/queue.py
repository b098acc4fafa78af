"""The filters of the queue, as they stand in the address."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict
from pydantic import ValidationError

from appealdesk.screening.inputs import QueueFilter

__all__ = ["FACETS", "address_of", "read_filter"]

FACETS = ("run", "waits", "changed", "decision", "outcome", "position_ref", "channel", "text")
# Whoever opens the desk wants to see what waits; the whole list is one click away.
_AT_FIRST = {"decision": "undecided"}


def read_filter(query: QueryDict) -> QueueFilter:
    """The filter of an address. A value that nobody could choose is left out rather than refused."""
    given = {name: str(query[name]) for name in (*FACETS, "after", "before") if name in query}
    wanted = given if {"text", "waits", "changed", "run"} & set(given) else _AT_FIRST | given
    try:
        return QueueFilter.model_validate(wanted)
    except ValidationError as error:
        wrong = {str(finding["loc"][0]) for finding in error.errors()}
        return QueueFilter.model_validate({name: value for name, value in wanted.items() if name not in wrong})


def address_of(filters: QueueFilter, **changes: str) -> str:
    """The query of an address that shows this filter with changes; it always says which decisions are shown."""
    chosen: Mapping[str, str] = {name: getattr(filters, name) for name in FACETS} | changes
    pairs = [(name, value) for name, value in chosen.items() if value or name == "decision"]
    return urlencode(pairs)
