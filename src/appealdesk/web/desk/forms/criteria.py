"""The criteria editor's form: what was typed becomes the three levels, and the three levels become fields.

The whole state of the editor stands in the form, right or wrong, so that it works without JavaScript and nothing that
was typed is lost. Nothing is judged here: a value is read as far as it can be, and the reader of criteria says what is
wrong with it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.form import TEXT_KEYS, CriteriaForm, FormAlternative, FormBlock, FormLine, Place
from appealdesk.core.criteria.operators import operators_of
from appealdesk.core.criteria.tree import FactKind
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.web.desk.forms.criteria_values import control_of, read_value, recast, typed_json

__all__ = [
    "CONSTANTS_AT_MOST",
    "Act",
    "EditorForm",
    "document_of",
    "editor_form",
    "read_act",
    "read_editor",
    "tree_json",
]

CONSTANTS_AT_MOST = 20
_FIELD = re.compile(r"b(\d{1,3})(?:a(\d{1,3})(?:l(\d{1,3}))?)?-id")
_ACT = re.compile(r"(add|remove|up|down|words):((?:\d{1,3}(?:\.\d{1,3}){0,2})?)")


@dataclass(frozen=True, slots=True)
class Act:
    """A button of the editor: what it does, and to which part."""

    verb: str
    place: Place = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorForm:
    """What stands in the editor: the rules, the named values, further facts to ask, and the draft's version.

    `undo` is the tree as it was before the last part was added, taken away or moved, as JSON, or empty; `worded` are
    the ids of the lines whose own words are open to be written.
    """

    form: CriteriaForm
    constants: tuple[tuple[str, Any], ...]
    asked: tuple[str, ...]
    version: int
    undo: str = ""
    worded: tuple[str, ...] = ()


def read_act(data: QueryDict) -> Act:
    """The button that was pressed; no button, as the keys send it, saves, and an unknown one only reads back."""
    raw = data.get("act", "save")
    if found := _ACT.fullmatch(raw):
        place = tuple(int(part) for part in found[2].split(".") if part)
        if place or found[1] == "add":
            return Act(found[1], place)
    return Act(raw if raw in {"save", "undo", "dry_run", "submit"} else "read")


def editor_form(document: Mapping[str, Any], form: CriteriaForm, version: int) -> EditorForm:
    """The editor of a document."""
    used = {line.fact for _, line in form.lines()}
    constants, facts = document.get("constants") or {}, document.get("facts") or {}
    return EditorForm(
        form=form,
        constants=tuple(constants.items()) if isinstance(constants, Mapping) else (),
        asked=tuple(key for key in facts if key not in used) if isinstance(facts, Mapping) else (),
        version=version,
    )


def read_editor(data: QueryDict, dictionary: Mapping[str, FactPage]) -> EditorForm:
    """What was typed. Parts stand in the order of their fields' names."""
    places = sorted(
        tuple(int(part) for part in found.groups() if part is not None)
        for name in data
        if (found := _FIELD.fullmatch(name))
    )
    blocks = tuple(_block(data, place, places, dictionary) for place in places if len(place) == 1)
    version = data.get("version", "")
    return EditorForm(
        form=CriteriaForm(id=data.get("root", "")[:64], blocks=blocks),
        constants=_constants(data),
        asked=tuple(key for key in data.getlist("asked") if key in dictionary),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
        undo=data.get("undo", ""),
        worded=tuple(
            data.get(f"{_name(place)}-id", "")
            for place in places
            if len(place) == 3 and f"{_name(place)}-{LANGUAGES[0]}-{TEXT_KEYS[0]}" in data
        ),
    )


def _name(place: Place) -> str:
    return "".join(f"{letter}{number}" for letter, number in zip("bal", place, strict=False))


def _block(data: QueryDict, place: Place, places: list[Place], dictionary: Mapping[str, FactPage]) -> FormBlock:
    (b,) = place
    least = data.get(f"b{b}-least", "")
    return FormBlock(
        id=data.get(f"b{b}-id", ""),
        at_least=int(least) if least.isascii() and least.isdigit() and len(least) < 4 else 0,
        alternatives=tuple(
            _alternative(data, found, places, dictionary) for found in places if len(found) == 2 and found[0] == b
        ),
    )


def _alternative(
    data: QueryDict, place: Place, places: list[Place], dictionary: Mapping[str, FactPage]
) -> FormAlternative:
    b, a = place
    lines = [found for found in places if len(found) == 3 and found[:2] == place]
    return FormAlternative(
        id=data.get(f"b{b}a{a}-id", ""),
        lines=tuple(_line(data, f"b{b}a{a}l{position}", dictionary) for _, _, position in lines),
    )


def _line(data: QueryDict, name: str, dictionary: Mapping[str, FactPage]) -> FormLine:
    fact, op = data.get(f"{name}-fact", ""), data.get(f"{name}-op", "")
    page = dictionary.get(fact)
    if page is not None:
        allowed = [operator.value for operator in operators_of(FactKind(page.type))]
        # Another fact was chosen: the first question about its type is offered instead of one that it has not.
        op = op if op in allowed else allowed[0]
    shown, control = data.get(f"{name}-control", ""), control_of(page, op)
    value = read_value(data, name, shown)
    if data.get(f"{name}-shown-fact", fact) != fact and control not in {"number", "bounds"}:
        value = None
    return FormLine(
        id=data.get(f"{name}-id", ""),
        fact=fact,
        op=op,
        value=recast(value, shown, control),
        min_evidence=data.get(f"{name}-evidence", ""),
        texts=_texts(data, name),
    )


def _texts(data: QueryDict, name: str) -> dict[str, dict[str, str]]:
    texts = {
        language: {key: text for key in TEXT_KEYS if (text := data.get(f"{name}-{language}-{key}", "").strip())}
        for language in LANGUAGES
    }
    return {language: words for language, words in texts.items() if words}


def _constants(data: QueryDict) -> tuple[tuple[str, Any], ...]:
    """The named values; a row without a name is one that was begun and left, and a name given twice gets a number."""
    found: dict[str, Any] = {}
    for number in range(CONSTANTS_AT_MOST + 1):
        name = data.get(f"k{number}-name", "").strip()
        if name:
            unique = name if name not in found else f"{name}_{number + 1}"
            found[unique] = typed_json(data.get(f"k{number}-value", ""))
    return tuple(found.items())


def document_of(editor: EditorForm, tree: Mapping[str, Any], dictionary: Mapping[str, FactPage]) -> dict[str, Any]:
    """The rules as a document without its heading; the dictionary declares the facts that are used or asked."""
    used = dict.fromkeys([*(line.fact for _, line in editor.form.lines()), *editor.asked])
    document: dict[str, Any] = {"facts": {key: _declared(dictionary[key]) for key in used if key in dictionary}}
    if editor.constants:
        document["constants"] = dict(editor.constants)
    return document | {"criteria": dict(tree)}


def _declared(fact: FactPage) -> dict[str, Any]:
    choices = [choice.key for choice in fact.choices]
    return {"type": fact.type, "choices": choices} if choices else {"type": fact.type}


def tree_json(tree: Mapping[str, Any]) -> str:
    """A tree as it is carried in the form."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
