"""Judges a file of facts by a criteria document, line by line: what `appealdesk criteria check` prints.

A desk officer, or a lawyer, tries a rule on cases with known results before it is published. Nothing is
stored here, so the 60 leaves to which a stored mask is limited do not bind; only absurd files are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.facts import parse_facts
from appealdesk.core.criteria.language import parse_criteria, read_criteria
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.core.criteria.values import shown, unique_keys

CHECKED_LEAVES = 1000


def judge_lines(criteria_document: object, lines: Iterable[str], as_of: date) -> Iterator[dict[str, Any]]:
    """One JSON-ready object for each line of facts that is not blank, in the order read.

    `criteria_document` is parsed JSON, or the JSON text itself (then a key given twice is refused as well).
    Yields `{"ref", "outcome", "reasons"}`, or `{"ref", "error"}` for a line that cannot be judged; `ref` is
    null where the line shows none. Raises `CriteriaError` at once, before the first line, if the criteria
    are wrong.
    """
    if isinstance(criteria_document, str):
        criteria = read_criteria(criteria_document, leaf_limit=CHECKED_LEAVES)
    else:
        criteria = parse_criteria(criteria_document, leaf_limit=CHECKED_LEAVES)
    return _judge_each(criteria, lines, as_of)


def _judge_each(criteria: CriteriaSet, lines: Iterable[str], as_of: date) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _judge_line(criteria, line, number, as_of)


def _judge_line(criteria: CriteriaSet, line: str, number: int, as_of: date) -> dict[str, Any]:
    ref: str | None = None
    try:
        record = _read_line(line)
        ref = _read_ref(record)
        if not set(record) <= {"ref", "facts"}:
            raise ValueError("A line may hold nothing but ref and facts.")
        result = evaluate(criteria, parse_facts(record.get("facts"), criteria.facts), as_of)
    except ValueError as error:
        return {"ref": ref, "error": f"Line {number}: {error}"}
    return {"ref": ref, "outcome": result.outcome.value, "reasons": list(result.reasons)}


def _read_line(line: str) -> Mapping[str, Any]:
    try:
        record = json.loads(line, object_pairs_hook=unique_keys)
    except json.JSONDecodeError as error:
        raise ValueError(f"This is not a JSON object: {error.msg}.") from None
    except RecursionError:
        raise ValueError("This is nested too deeply to be facts.") from None
    if not isinstance(record, Mapping):
        raise ValueError(f"{shown(record)} is not a JSON object with ref and facts.")
    return record


def _read_ref(record: Mapping[str, Any]) -> str:
    ref = record.get("ref")
    if not isinstance(ref, str) or not ref:
        raise ValueError(f"{shown(ref)} is not a ref; give each line a text by which to find it.")
    return ref
