"""The fields of a posted form as text, read straight from the body: a hot path, and one with its own limits."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from django.http import HttpRequest

from appealdesk.foundation.refusals import Refusal

__all__ = ["Fields", "read_fields"]

_FIELDS_AT_MOST = 300


class Fields:
    """Every field with every value, in the order sent."""

    __slots__ = ("_pairs", "_values")

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def one(self, name: str) -> str:
        """The first value, or an empty text."""
        values = self._values.get(name)
        return values[0] if values else ""

    def many(self, name: str) -> list[str]:
        """All values."""
        return self._values.get(name, [])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Name and value of each field, in the order sent."""
        return iter(self._pairs)

    def __contains__(self, name: object) -> bool:
        return name in self._values


def read_fields(request: HttpRequest) -> Fields:
    """The form in the body. Raises Refusal for what no browser sends."""
    content_type = request.META.get("CONTENT_TYPE", "")
    if content_type.startswith("multipart/form-data"):
        pairs = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        if len(pairs) > _FIELDS_AT_MOST:
            raise _damaged()
        return Fields(pairs)
    if content_type and not content_type.startswith("application/x-www-form-urlencoded"):
        raise Refusal("public.form_type", "Send the form as application/x-www-form-urlencoded in UTF-8.")
    # The size was checked against Content-Length by the middleware.
    body = request.read(int(request.META.get("CONTENT_LENGTH") or 0))
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS_AT_MOST)
    except (UnicodeDecodeError, ValueError):
        raise _damaged() from None
    return Fields(pairs)


def _damaged() -> Refusal:
    return Refusal("public.form_damaged", "The form arrived damaged. Go back, reload it and send it again.")
