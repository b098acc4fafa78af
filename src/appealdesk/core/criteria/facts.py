"""Reads what is known about one person against the fact types that a criteria revision declares.

A fact is known with a value and a grade of evidence, or it is absent, perhaps with a reason. There is no
default value anywhere: a default would decide about people who were never asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from appealdesk.core.criteria.problems import FactsError, Problem
from appealdesk.core.criteria.tree import Evidence, FactKind, FactType
from appealdesk.core.criteria.values import (
    read_choice,
    read_choices,
    read_date,
    read_flag,
    read_number,
    shown,
)


class Absence(StrEnum):
    """Why a fact is not known."""

    NOT_ASKED = "not_asked"
    DECLINED_TO_SAY = "declined_to_say"
    NOT_APPLICABLE = "not_applicable"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a licence holds, both ends included; None is an open end.

    An end before the start is a fact like any other: such a licence holds on no day.
    """

    start: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the licence holds on the day."""
        return (self.start is None or self.start <= day) and (self.until is None or day <= self.until)


# By kind: a choice, a number, a flag, a date, a set of choices, a validity.
Value = str | int | float | bool | date | frozenset[str] | Validity


@dataclass(frozen=True, slots=True)
class FactValue:
    """A known fact and how well it is shown."""

    value: Value
    evidence: Evidence = Evidence.CLAIMED


@dataclass(frozen=True, slots=True)
class Absent:
    """A fact that is not known, with the reason where there is one."""

    reason: Absence | None = None


Facts = Mapping[str, FactValue | Absent]

UNKNOWN = Absent()


def parse_facts(raw: object, declared: Mapping[str, FactType]) -> dict[str, FactValue | Absent]:
    """Every declared fact, known or absent.

    `raw` is the object of the facts file. A fact in it that the revision does not declare is left out: one
    person's facts serve the criteria of several positions. Raises `FactsError` with all problems.
    """
    if not isinstance(raw, Mapping):
        raise FactsError((Problem("", f"{shown(raw)} is not an object of facts."),))
    facts: dict[str, FactValue | Absent] = {}
    problems: list[Problem] = []
    for name, fact_type in declared.items():
        try:
            facts[name] = parse_fact(raw.get(name), fact_type)
        except ValueError as error:
            problems.append(Problem(name, str(error)))
    if problems:
        raise FactsError(tuple(problems))
    return facts


def parse_fact(raw: object, fact_type: FactType) -> FactValue | Absent:
    """One fact: null, a bare value, {value, evidence} or {absent: reason}.

    A bare value is claimed. Raises `ValueError` with one sentence.
    """
    if raw is None:
        return UNKNOWN
    if isinstance(raw, Mapping):
        if "absent" in raw:
            return _read_absence(raw)
        if "value" in raw:
            return _read_graded(raw, fact_type)
    return FactValue(_read_value(raw, fact_type))


def _read_absence(raw: Mapping[object, object]) -> Absent:
    if set(raw) != {"absent"}:
        raise ValueError(f'{shown(raw)} says "absent" and something else; say one of them.')
    for reason in Absence:
        if raw["absent"] == reason.value:
            return Absent(reason)
    known = ", ".join(Absence)
    raise ValueError(f"{shown(raw['absent'])} is not a reason for absence; use one of {known}.")


def _read_graded(raw: Mapping[object, object], fact_type: FactType) -> FactValue | Absent:
    if not set(raw) <= {"value", "evidence"}:
        raise ValueError(f"{shown(raw)} may hold nothing but value and evidence.")
    word = raw.get("evidence", Evidence.CLAIMED.word)
    grade = next((grade for grade in Evidence if grade.word == word), None)
    if grade is None:
        known = ", ".join(grade.word for grade in Evidence)
        raise ValueError(f"{shown(word)} is not a grade of evidence; use one of {known}.")
    if raw["value"] is None:
        return UNKNOWN
    return FactValue(_read_value(raw["value"], fact_type), grade)


def _read_value(raw: object, fact_type: FactType) -> Value:
    match fact_type.kind:
        case FactKind.CHOICE:
            return read_choice(raw, fact_type.choices)
        case FactKind.NUMBER:
            return read_number(raw)
        case FactKind.FLAG:
            return read_flag(raw)
        case FactKind.DATE:
            return read_date(raw)
        case FactKind.SET:
            return frozenset(read_choices(raw, fact_type.choices))
        case FactKind.VALIDITY:
            return _read_validity(raw)


def _read_validity(raw: object) -> Validity:
    if not isinstance(raw, Mapping) or set(raw) != {"from", "until"}:
        raise ValueError(f'{shown(raw)} is not a validity {{"from": date or null, "until": date or null}}.')
    start, until = (None if raw[end] is None else read_date(raw[end]) for end in ("from", "until"))
    return Validity(start, until)
