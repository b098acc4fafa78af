"""A criteria document as text that people read: keys in the order of the format, whatever order a store gave them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_ORDER = (
    *("schema", "position", "revision", "effective_from", "constants", "facts", "criteria"),
    *("id", "all", "any", "not", "at_least", "of", "fact", "op", "value", "min_evidence", "texts", "type", "choices"),
)
_PLACE = {key: place for place, key in enumerate(_ORDER)}


def written_document(document: Mapping[str, Any]) -> str:
    """JSON with one space of indentation and a last line break. What the format does not know comes last, by name."""
    return json.dumps(_ordered(document), ensure_ascii=False, indent=1) + "\n"


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: (_PLACE.get(key, len(_PLACE)), key))}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    return value
