"""Reads the two declarations of a criteria document: its named constants and the types of its facts."""

from __future__ import annotations

from collections.abc import Mapping

from appealdesk.core.criteria.problems import NAME, Reading, join
from appealdesk.core.criteria.tree import MAX_CHOICES, Constant, FactKind, FactType
from appealdesk.core.criteria.values import read_number, sentence_of, shown, tell


def read_constants(reading: Reading, raw: object) -> None:
    if not isinstance(raw, Mapping):
        reading.blame("constants", "{found} is not an object of named constants.", found=shown(raw))
        return
    for name, value in raw.items():
        path = join("constants", str(name))
        reading.name(name, path)
        try:
            reading.constants[name] = _constant(value)
        except ValueError as error:
            reading.blame_as_told(path, sentence_of(error))
            reading.broken_constants.add(name)


def _constant(raw: object) -> Constant:
    if isinstance(raw, bool | str):
        return raw
    if isinstance(raw, list | tuple):
        return tuple(item if isinstance(item, str) else read_number(item) for item in raw)
    try:
        return read_number(raw)
    except ValueError:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raise
        wanted = "{found} is no constant: give a number, true or false, a text, or a list of numbers or texts."
        raise ValueError(tell(wanted, found=shown(raw))) from None


def read_facts(reading: Reading, raw: object) -> None:
    if not isinstance(raw, Mapping):
        reading.blame("facts", "{found} is not an object that declares facts.", found=shown(raw))
        return
    for name, declaration in raw.items():
        path = join("facts", str(name))
        reading.name(name, path)
        declared = _fact_type(reading, declaration, path)
        if declared is None:
            reading.broken_facts.add(name)
        else:
            reading.facts[name] = declared


def _fact_type(reading: Reading, raw: object, path: str) -> FactType | None:
    kinds = ", ".join(FactKind)
    if not isinstance(raw, Mapping):
        wanted = '{found} does not declare a fact; write {{"type": …}} with one of {known}.'
        reading.blame(path, wanted, found=shown(raw), known=kinds)
        return None
    if raw.get("type") not in tuple(FactKind):
        wanted = "{found} is not a type of fact; use one of {known}."
        reading.blame(join(path, "type"), wanted, found=shown(raw.get("type")), known=kinds)
        return None
    kind = FactKind(raw["type"])
    has_choices = kind in (FactKind.CHOICE, FactKind.SET)
    reading.refuse_other_keys(raw, ("type", "choices") if has_choices else ("type",), path)
    if not has_choices:
        return FactType(kind)
    choices = raw.get("choices")
    texts = choices if isinstance(choices, list | tuple) else ()
    well_formed = all(isinstance(choice, str) and NAME.fullmatch(choice) for choice in texts)
    if not well_formed or not 1 <= len(texts) <= MAX_CHOICES or len(set(texts)) != len(texts):
        wanted = "{found} are not the choices of a fact; list 1 to {most} names, each once."
        reading.blame(join(path, "choices"), wanted, found=shown(choices), most=MAX_CHOICES)
        return None
    return FactType(kind, tuple(texts))
