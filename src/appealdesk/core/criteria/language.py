"""Reads a criteria document and tells everything that is wrong with it at once.

Nothing that is not described in the format passes: an unknown key may be a misspelt condition, and a
condition that is dropped silently lets people through.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from appealdesk.core.criteria.declarations import read_constants, read_facts
from appealdesk.core.criteria.operators import operators_of, read_operand
from appealdesk.core.criteria.problems import CriteriaError, Problem, Reading, join
from appealdesk.core.criteria.tree import (
    LANGUAGES,
    MAX_DEPTH,
    MAX_LEAVES,
    SCHEMA,
    CriteriaSet,
    Evidence,
    FactType,
    Group,
    Leaf,
    LeafTexts,
    Node,
    Operand,
    Operator,
    Rule,
)
from appealdesk.core.criteria.values import sentence_of, shown, tell, unique_keys

_DOCUMENT_KEYS = ("schema", "position", "revision", "effective_from", "constants", "facts", "criteria")
_GROUP_KEYS = {
    Rule.ALL: ("id", "all"),
    Rule.ANY: ("id", "any"),
    Rule.NOT: ("id", "not"),
    Rule.AT_LEAST: ("id", "at_least", "of"),
}
_LEAF_KEYS = ("id", "fact", "op", "value", "min_evidence", "texts")
_TEXT_KEYS = ("ask", "met", "unmet", "unknown")
_LONGEST_TEXT = 1000


def read_criteria(text: str, *, leaf_limit: int = MAX_LEAVES) -> CriteriaSet:
    """Parse JSON text; also refuses a key that is given twice, which a parsed mapping can no longer show.

    `leaf_limit` as for `parse_criteria`. Raises `CriteriaError`.
    """
    return parse_criteria(load_document(text), leaf_limit=leaf_limit)


def load_document(text: str) -> dict[str, Any]:
    """The JSON object of a text, whatever stands in it. Raises `CriteriaError` for what is not one object."""
    try:
        document = json.loads(text, object_pairs_hook=unique_keys)
    except RecursionError:
        raise CriteriaError((Problem("", tell("The file is nested too deeply to be criteria.")),)) from None
    except json.JSONDecodeError as error:
        sentence = tell("The file is not JSON: {reason}.", reason=error.msg)
        raise CriteriaError((Problem(f"line {error.lineno}", sentence),)) from None
    except ValueError as error:
        raise CriteriaError((Problem("", sentence_of(error)),)) from None
    if not isinstance(document, dict):
        raise CriteriaError((Problem("", tell("The document is not a JSON object.")),))
    return document


def parse_criteria(document: object, *, leaf_limit: int = MAX_LEAVES) -> CriteriaSet:
    """The checked revision that a parsed JSON document describes.

    The default `leaf_limit` is what can be published, because a stored result is a 64-bit mask of leaves.
    Whoever only judges in Python, where masks have no width, may allow more.
    Raises `CriteriaError`, a `ValueError`, with all problems found.
    """
    if not isinstance(document, Mapping):
        raise CriteriaError((Problem("", tell("The document is not a JSON object.")),))
    reading = Reading()
    reading.refuse_other_keys(document, _DOCUMENT_KEYS, "")
    if document.get("schema") != SCHEMA:
        wanted = 'The schema is {found}; only "{known}" can be read.'
        reading.blame("schema", wanted, found=shown(document.get("schema")), known=SCHEMA)
    position = reading.name(document.get("position"), "position")
    revision = _revision(reading, document.get("revision"))
    effective_from = _moment(reading, document.get("effective_from"))
    read_constants(reading, document.get("constants", {}))
    read_facts(reading, document.get("facts"))
    root = _read_node(reading, document.get("criteria"), "criteria", 0)
    if reading.leaf_count > leaf_limit:
        limit = "There are {count} leaves; at most {most} are allowed."
        reading.blame("criteria", limit, count=reading.leaf_count, most=leaf_limit)
    if reading.problems or root is None or effective_from is None:
        raise CriteriaError(tuple(reading.problems))
    return CriteriaSet(
        position=position,
        revision=revision,
        effective_from=effective_from,
        constants=MappingProxyType(reading.constants),
        facts=MappingProxyType(reading.facts),
        root=root,
        leaves=tuple(reading.leaves),
    )


def _revision(reading: Reading, raw: object) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= 1_000_000:
        return raw
    reading.blame("revision", "{found} is not a revision number; count from 1.", found=shown(raw))
    return 0


def _moment(reading: Reading, raw: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        return moment
    wanted = "{found} is not a moment; give date, time and offset, such as 2022-02-28T00:00:00+09:00."
    reading.blame("effective_from", wanted, found=shown(raw))
    return None


def _read_node(reading: Reading, raw: object, path: str, depth: int) -> Node | None:
    if not isinstance(raw, Mapping):
        reading.blame(path, "{found} is neither a group nor a leaf.", found=shown(raw))
        return None
    if depth > MAX_DEPTH:
        reading.blame(path, "Groups are nested more than {most} deep; flatten them.", most=MAX_DEPTH)
        return None
    rules = [rule for rule in Rule if rule in raw]
    is_leaf = "fact" in raw or "op" in raw
    if len(rules) + is_leaf != 1:
        reading.blame(
            path, "A node holds exactly one of all, any, not, at_least (a group) or fact, op, value (a leaf)."
        )
        return None
    _claim_id(reading, raw.get("id"), path)
    if is_leaf:
        return _read_leaf(reading, raw, path)
    return _read_group(reading, rules[0], raw, path, depth)


def _claim_id(reading: Reading, raw: object, path: str) -> None:
    name = reading.name(raw, join(path, "id"))
    if name and name in reading.ids:
        taken = 'The id "{id}" is taken by {place}; ids are unique.'
        reading.blame(join(path, "id"), taken, id=name, place=reading.ids[name])
    elif name:
        reading.ids[name] = path


def _read_group(reading: Reading, rule: Rule, raw: Mapping[str, Any], path: str, depth: int) -> Node | None:
    reading.refuse_other_keys(raw, _GROUP_KEYS[rule], path)
    key = "of" if rule is Rule.AT_LEAST else rule.value
    found = raw.get(key)
    if not isinstance(found, list | tuple):
        reading.blame(join(path, key), "{found} is not a list of groups and leaves.", found=shown(found))
        return None
    if not found:
        reading.blame(join(path, key), "The group is empty; give it a child or remove it.")
    if rule is Rule.NOT and len(found) > 1:
        wanted = '"not" takes one child, and there are {count}; put them in a group.'
        reading.blame(join(path, key), wanted, count=len(found))
    nodes = [_read_node(reading, child, f"{join(path, key)}[{i}]", depth + 1) for i, child in enumerate(found)]
    needed = _read_threshold(reading, raw, path, len(found)) if rule is Rule.AT_LEAST else 0
    children = tuple(node for node in nodes if node is not None)
    return Group(id=str(raw.get("id")), rule=rule, children=children, at_least=needed)


def _read_threshold(reading: Reading, raw: Mapping[str, Any], path: str, children: int) -> int:
    needed = raw["at_least"]
    if isinstance(needed, int) and not isinstance(needed, bool) and 1 <= needed <= max(children, 1):
        return needed
    wanted = "{found} is not a number from 1 to the {count} children."
    reading.blame(join(path, "at_least"), wanted, found=shown(needed), count=children)
    return 0


def _read_leaf(reading: Reading, raw: Mapping[str, Any], path: str) -> Leaf | None:
    index = reading.leaf_count
    reading.leaf_count += 1
    reading.refuse_other_keys(raw, _LEAF_KEYS, path)
    evidence = _evidence(reading, raw.get("min_evidence", Evidence.CLAIMED.word), path)
    texts = _read_texts(reading, raw.get("texts", {}), join(path, "texts"))
    comparison = _read_comparison(reading, raw, path)
    if comparison is None:
        return None
    operator, operand, constant = comparison
    leaf = Leaf(
        id=str(raw.get("id")),
        index=index,
        fact=raw["fact"],
        operator=operator,
        operand=operand,
        constant=constant,
        min_evidence=evidence,
        texts=texts,
    )
    reading.leaves.append(leaf)
    return leaf


def _evidence(reading: Reading, raw: object, path: str) -> Evidence:
    for grade in Evidence:
        if raw == grade.word:
            return grade
    words = ", ".join(grade.word for grade in Evidence)
    wanted = "{found} is not a grade of evidence; use one of {known}."
    reading.blame(join(path, "min_evidence"), wanted, found=shown(raw), known=words)
    return Evidence.CLAIMED


def _read_comparison(reading: Reading, raw: Mapping[str, Any], path: str) -> tuple[Operator, Operand, str] | None:
    declared = _declared_fact(reading, raw.get("fact"), path)
    if declared is None:
        return None
    allowed = operators_of(declared.kind)
    if raw.get("op") not in allowed:
        wanted = "{found} cannot be asked here; a fact of type {type} can be asked {known}."
        found, known = shown(raw.get("op")), ", ".join(allowed)
        reading.blame(join(path, "op"), wanted, found=found, type=declared.kind.value, known=known)
        return None
    if "value" not in raw:
        reading.blame(join(path, "value"), "The leaf has no value to compare with.")
        return None
    operator = Operator(raw["op"])
    try:
        value, constant = _resolve(reading, raw["value"])
        return operator, read_operand(declared, operator, value), constant
    except _AlreadyBlamedError:
        return None
    except ValueError as error:
        reading.blame_as_told(join(path, "value"), sentence_of(error))
        return None


def _declared_fact(reading: Reading, raw: object, path: str) -> FactType | None:
    if isinstance(raw, str) and raw in reading.facts:
        return reading.facts[raw]
    if raw == "":
        reading.blame(join(path, "fact"), "The line asks about no fact yet; choose one.")
    elif not isinstance(raw, str) or raw not in reading.broken_facts:
        reading.blame(join(path, "fact"), 'The fact {found} is not declared under "facts".', found=shown(raw))
    return None


class _AlreadyBlamedError(ValueError):
    """The value comes from a constant that has been reported where it is defined."""


def _resolve(reading: Reading, raw: object) -> tuple[object, str]:
    if not isinstance(raw, Mapping):
        return raw, ""
    name = raw.get("constant")
    if set(raw) != {"constant"} or not isinstance(name, str):
        wanted = '{found} is not a value; a constant is named as {{"constant": "name"}}.'
        raise ValueError(tell(wanted, found=shown(raw)))
    if name in reading.broken_constants:
        raise _AlreadyBlamedError
    if name not in reading.constants:
        raise ValueError(tell('The constant {found} is not defined under "constants".', found=shown(name)))
    return reading.constants[name], name


def _read_texts(reading: Reading, raw: object, path: str) -> Mapping[str, LeafTexts]:
    texts: dict[str, LeafTexts] = {}
    if not isinstance(raw, Mapping):
        reading.blame(path, "{found} is not an object of texts by language.", found=shown(raw))
        return texts
    reading.refuse_other_keys(raw, LANGUAGES, path)
    for language in LANGUAGES:
        if language in raw:
            texts[language] = _texts_of_language(reading, raw[language], join(path, language))
    return MappingProxyType(texts)


def _texts_of_language(reading: Reading, raw: object, path: str) -> LeafTexts:
    if not isinstance(raw, Mapping):
        reading.blame(path, "{found} is not an object with the texts ask, met, unmet and unknown.", found=shown(raw))
        return LeafTexts()
    reading.refuse_other_keys(raw, _TEXT_KEYS, path)
    for key in _TEXT_KEYS:
        text = raw.get(key, "-")
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST_TEXT:
            wanted = "{found} is not a text of 1 to {most} characters."
            reading.blame(join(path, key), wanted, found=shown(text), most=_LONGEST_TEXT)
    return LeafTexts(**{key: str(raw[key]) for key in _TEXT_KEYS if key in raw})
