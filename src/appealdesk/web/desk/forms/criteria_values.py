"""One value of a criterion: the control that fits fact and operator, and what was typed into it.

Whatever a control cannot show, because a file brought it, is shown as JSON and read back as it was.
"""

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.tree import AS_OF, FactKind, Operator

__all__ = ["ValueField", "control_of", "plain_text", "read_value", "recast", "typed_json", "value_field"]

# 2,5 is two and a half; 1,500 may be fifteen hundred, and is not guessed at.
_DECIMAL_COMMA = re.compile(r"(?<=^\d),(?=\d{1,2}$)|(?<=\d\d),(?=\d{1,2}$)")
_CONTROLS: Final[Mapping[Operator, str]] = {
    Operator.IN: "many",
    Operator.NOT_IN: "many",
    Operator.CONTAINS_ANY: "many",
    Operator.CONTAINS_ALL: "many",
    Operator.DISJOINT: "many",
    Operator.BETWEEN: "bounds",
    Operator.AGE_BETWEEN: "bounds",
    Operator.BEFORE: "date",
    Operator.AFTER: "date",
    Operator.ON_OR_BEFORE: "date",
    Operator.ON_OR_AFTER: "date",
    Operator.VALID_ON: "none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueField:
    """What a control shows: `control` is one, many, number, bounds, date, flag, none or json.

    `constant` is the named value that takes the place of a typed one, or empty; `kept` is the list as it was, so that
    boxes that nobody touched give it back in its own order.
    """

    control: str
    text: str = ""
    low: str = ""
    high: str = ""
    chosen: tuple[str, ...] = ()
    constant: str = ""
    kept: str = ""


def control_of(fact: FactPage | None, op: str) -> str:
    """The control for a value that fact and operator want."""
    try:
        operator = Operator(op)
    except ValueError:
        return "json"
    if fact is None:
        return "json"
    if operator is Operator.IS:
        return "flag" if fact.type == FactKind.FLAG else "one"
    return _CONTROLS.get(operator, "number")


def value_field(value: Any, control: str) -> ValueField:
    """The control filled with a value."""
    if isinstance(value, Mapping) and set(value) == {"constant"} and isinstance(value["constant"], str):
        return ValueField(control=control, constant=value["constant"])
    if value is None or control == "none":
        return ValueField(control=control)
    match control:
        case "many" if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return ValueField(control=control, chosen=tuple(value), kept=_json(value))
        case "bounds" if isinstance(value, list) and len(value) == 2 and all(map(_is_typed, value)):
            return ValueField(control=control, low=plain_text(value[0]), high=plain_text(value[1]))
        case "flag" if isinstance(value, bool):
            return ValueField(control=control, chosen=("yes" if value else "no",))
        case "number" if _is_typed(value):
            return ValueField(control=control, text=plain_text(value))
        case "one" | "date" if isinstance(value, str):
            return ValueField(control=control, text=value)
    return ValueField(control="json", text=_json(value))


def _is_typed(value: Any) -> bool:
    """A field for a number would give true and false back as words."""
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def read_value(data: QueryDict, name: str, control: str) -> Any:
    """What was typed into the control; None while there is nothing."""
    if constant := data.get(f"{name}-constant", ""):
        return {"constant": constant}
    text = data.get(f"{name}-value", "").strip()
    match control:
        case "none":
            return AS_OF
        case "many":
            return _chosen(data.getlist(f"{name}-value"), data.get(f"{name}-kept", ""))
        case "bounds":
            bounds = [data.get(f"{name}-{end}", "").strip() for end in ("low", "high")]
            return [_number(bound) for bound in bounds] if any(bounds) else None
        case "flag":
            return {"yes": True, "no": False}.get(text)
        case "number":
            return _number(text) if text else None
        case "json":
            return typed_json(text) if text else None
        case _:
            return text or None


def _chosen(values: list[str], kept: str) -> list[str]:
    before = typed_json(kept)
    same = isinstance(before, list) and sorted(map(str, before)) == sorted(values)
    return list(before) if same else values


def recast(value: Any, shown: str, wanted: str) -> Any:
    """The value for another control, as far as it means the same there; else nothing, rather than something else."""
    if wanted == "none":
        return AS_OF
    if shown in {wanted, ""} or (isinstance(value, Mapping) and "constant" in value):
        return value
    match shown, wanted:
        case "one", "many":
            return [value] if value else []
        case "many", "one":
            return value[0] if len(value or []) == 1 else None
        case "number", "bounds":
            return None if value is None else [value, ""]
        case "bounds", "number":
            return value[0] if value else None
        case "json", _:
            return value
    return None


def _number(text: str) -> Any:
    """The number, or the text as it was typed, about which the reader of criteria has a sentence."""
    plain = _DECIMAL_COMMA.sub(".", unicodedata.normalize("NFKC", text))
    read = typed_json(plain)
    return read if isinstance(read, int | float) and not isinstance(read, bool) else text


def typed_json(text: str) -> Any:
    """A number, true or false, or a list, if the text is one in JSON; a list may stand without its brackets."""
    plain = text.strip()
    for candidate in (plain, f"[{plain}]") if plain else ():
        try:
            return json.loads(candidate, parse_constant=_refuse, parse_float=_finite)
        except (ValueError, RecursionError):
            continue
    return plain


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def plain_text(value: Any) -> str:
    """How a value stands in a text field, such that `typed_json` reads the same value again."""
    if isinstance(value, str) and value == value.strip() and typed_json(value) == value:
        return value
    if isinstance(value, list) and len(value) > 1:
        return ", ".join(map(_json, value))
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
