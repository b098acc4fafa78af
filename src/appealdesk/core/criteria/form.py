"""The three levels in which an officer edits criteria: all blocks, in each any alternative, in each all lines.

A form says exactly what its tree says, ids included, so that nothing changes because somebody opened an editor. A
tree of another shape is not bent to fit: `read_form` says why, and the document is edited as text. Values are those
of the JSON document and may be wrong, because a form that is being filled in is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from appealdesk.core.criteria.problems import Problem
from appealdesk.core.criteria.tree import LANGUAGES

TEXT_KEYS = ("ask", "met", "unmet", "unknown")
_LINE_KEYS = {"id", "fact", "op", "value", "min_evidence", "texts"}
_NO_TEXTS: Mapping[str, Mapping[str, str]] = MappingProxyType({})

# Where something stands in a form: (), (block,), (block, alternative) or (block, alternative, line), counted from 0.
Place = tuple[int, ...]


class Misfit(StrEnum):
    """Why a tree cannot be shown in three levels."""

    NOT = "not"
    DEEP = "deep"
    COUNT = "count"
    UNREADABLE = "unreadable"


class NoForm(ValueError):  # noqa: N818 - it names what there is not
    """The tree does not fit the three levels, for the reason."""

    def __init__(self, reason: Misfit) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """One question about one fact. `value` is None while there is none; `min_evidence` is empty where none is named."""

    id: str
    fact: str = ""
    op: str = ""
    value: Any = None
    min_evidence: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NO_TEXTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAlternative:
    """Lines of which all must hold; without an id it is one line that stands by itself."""

    id: str = ""
    lines: tuple[FormLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBlock:
    """Alternatives of which one must hold, or `at_least` so many; without an id it is one alternative by itself."""

    id: str = ""
    alternatives: tuple[FormAlternative, ...] = ()
    at_least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaForm:
    """Blocks of which all must hold; without an id it is one block by itself."""

    id: str = ""
    blocks: tuple[FormBlock, ...] = ()

    def lines(self) -> Iterator[tuple[Place, FormLine]]:
        """Every line with its place, in the order of the tree."""
        for b, block in enumerate(self.blocks):
            for a, alternative in enumerate(block.alternatives):
                for position, line in enumerate(alternative.lines):
                    yield (b, a, position), line

    def ids(self) -> Iterator[str]:
        """Every id in use."""
        named = (self.id, *(block.id for block in self.blocks))
        inner = (alternative.id for block in self.blocks for alternative in block.alternatives)
        yield from filter(None, (*named, *inner, *(line.id for _, line in self.lines())))


def read_form(criteria: object) -> CriteriaForm:
    """The form of a tree, the `criteria` of a document. Raises `NoForm` if three levels cannot hold it."""
    root = _node(criteria)
    if "all" in root:
        return CriteriaForm(id=_id(root, {"id", "all"}), blocks=tuple(map(_block, _children(root, "all"))))
    return CriteriaForm(blocks=(_block(root),))


def write_form(form: CriteriaForm) -> dict[str, Any]:
    """The tree again: equal to the one that was read, if nothing was changed."""
    blocks = [_written_block(block) for block in form.blocks]
    return blocks[0] if not form.id and len(blocks) == 1 else {"id": form.id, "all": blocks}


def _block(raw: object) -> FormBlock:
    node = _node(raw)
    if "any" in node:
        return FormBlock(id=_id(node, {"id", "any"}), alternatives=tuple(map(_alternative, _children(node, "any"))))
    if "at_least" in node:
        needed = node["at_least"]
        if not isinstance(needed, int) or isinstance(needed, bool) or needed < 1:
            raise NoForm(Misfit.UNREADABLE)
        name = _id(node, {"id", "at_least", "of"})
        return FormBlock(id=name, alternatives=tuple(map(_alternative, _children(node, "of"))), at_least=needed)
    return FormBlock(alternatives=(_alternative(node),))


def _alternative(raw: object) -> FormAlternative:
    node = _node(raw)
    if "all" in node:
        return FormAlternative(id=_id(node, {"id", "all"}), lines=tuple(map(_line, _children(node, "all"))))
    return FormAlternative(lines=(_line(node),))


def _line(raw: object) -> FormLine:
    node = _node(raw)
    if "all" in node or "any" in node:
        raise NoForm(Misfit.DEEP)
    if "at_least" in node:
        raise NoForm(Misfit.COUNT)
    texts = node.get("texts", _NO_TEXTS)
    words = [node.get("fact"), node.get("op"), node.get("min_evidence", "claimed")]
    whole = all(isinstance(word, str) for word in words) and node.get("min_evidence") != ""
    if not whole or not _are_texts(texts, given="texts" in node) or node.get("value", "") is None:
        raise NoForm(Misfit.UNREADABLE)
    return FormLine(
        id=_id(node, _LINE_KEYS),
        fact=node["fact"],
        op=node["op"],
        value=node.get("value"),
        min_evidence=node.get("min_evidence", ""),
        texts=texts,
    )


def _are_texts(raw: object, *, given: bool) -> bool:
    """Whether the texts are such that each can be shown in a field of its own; an empty object would be lost."""
    if not isinstance(raw, Mapping) or (given and not raw) or not set(raw) <= set(LANGUAGES):
        return False
    return all(
        isinstance(texts, Mapping)
        and texts
        and set(texts) <= set(TEXT_KEYS)
        and all(isinstance(text, str) and text for text in texts.values())
        for texts in raw.values()
    )


def _node(raw: object) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise NoForm(Misfit.UNREADABLE)
    if "not" in raw:
        raise NoForm(Misfit.NOT)
    return raw


def _children(node: Mapping[str, Any], key: str) -> list[object]:
    children = node.get(key)
    if not isinstance(children, list):
        raise NoForm(Misfit.UNREADABLE)
    return children


def _id(node: Mapping[str, Any], known: set[str]) -> str:
    name = node.get("id")
    if not isinstance(name, str) or not name or not set(node) <= known:
        raise NoForm(Misfit.UNREADABLE)
    return name


def _written_block(block: FormBlock) -> dict[str, Any]:
    alternatives = [_written_alternative(alternative) for alternative in block.alternatives]
    if not block.id and len(alternatives) == 1:
        return alternatives[0]
    if block.at_least:
        return {"id": block.id, "at_least": block.at_least, "of": alternatives}
    return {"id": block.id, "any": alternatives}


def _written_alternative(alternative: FormAlternative) -> dict[str, Any]:
    lines = [_written_line(line) for line in alternative.lines]
    return lines[0] if not alternative.id and len(lines) == 1 else {"id": alternative.id, "all": lines}


def _written_line(line: FormLine) -> dict[str, Any]:
    written: dict[str, Any] = {"id": line.id, "fact": line.fact, "op": line.op}
    if line.value is not None:
        written["value"] = line.value
    if line.min_evidence:
        written["min_evidence"] = line.min_evidence
    if line.texts:
        written["texts"] = {language: dict(texts) for language, texts in line.texts.items()}
    return written


def place_problems(form: CriteriaForm, problems: Iterable[Problem]) -> dict[Place, tuple[Problem, ...]]:
    """Each problem at the innermost part of the form that its path leads into; () holds those of the whole document."""
    paths = dict(_paths(form))
    placed: dict[Place, tuple[Problem, ...]] = {}
    for problem in problems:
        found = [path for path in paths if _leads_into(problem.path, path)]
        place = paths[max(found, key=len)] if found else ()
        placed[place] = (*placed.get(place, ()), problem)
    return placed


def _leads_into(path: str, start: str) -> bool:
    return path == start or path.startswith((f"{start}.", f"{start}["))


def _paths(form: CriteriaForm) -> Iterator[tuple[str, Place]]:
    """The path of each part; where several parts are one node, the innermost comes last."""
    for b, block in enumerate(form.blocks):
        whole = not form.id and len(form.blocks) == 1
        at_block = "criteria" if whole else f"criteria.all[{b}]"
        yield at_block, (b,)
        key = "of" if block.at_least else "any"
        for a, alternative in enumerate(block.alternatives):
            alone = not block.id and len(block.alternatives) == 1
            at_alternative = at_block if alone else f"{at_block}.{key}[{a}]"
            yield at_alternative, (b, a)
            for position in range(len(alternative.lines)):
                bare = not alternative.id and len(alternative.lines) == 1
                yield at_alternative if bare else f"{at_alternative}.all[{position}]", (b, a, position)
