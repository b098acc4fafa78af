"""Reads the answers to the questions of a position from a form.

An open question stays open: there is no default anywhere, because a default would decide about people who were never
asked. "I would rather not say" is kept as an absence with that reason.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problems

__all__ = ["DECLINED", "fact_field", "read_answers", "read_day", "written_answers"]

DECLINED = "declined_to_say"
_LARGEST = 1_000_000
_TEXT_AT_MOST = 40

# A licence that somebody does not hold is valid on no day: its end lies before its start.
_NEVER = {"from": "9999-12-31", "until": "0001-01-01"}

RawAnswer = Any
"""A value as in a facts file: text, number, flag, ISO day, list of choices, validity, or {"absent": reason}."""


def fact_field(key: str) -> str:
    """The name of the field that asks for a fact."""
    return f"fact-{key}"


def read_answers(facts: tuple[FactPage, ...], fields: Fields, problems: Problems) -> dict[str, RawAnswer]:
    """The answered facts; the birth date is asked with the identity and is left out here."""
    answers: dict[str, RawAnswer] = {}
    for fact in facts:
        if fact.key == "birth_date":
            continue
        answer = _READERS[fact.type](fact, fields, problems)
        if answer is not None:
            answers[fact.key] = answer
    return answers


def _plain(text: str) -> str:
    """Full-width digits become plain ones; nothing longer than a number or a day is looked at."""
    return unicodedata.normalize("NFKC", text[:_TEXT_AT_MOST]).strip()


def read_day(name: str, fields: Fields, problems: Problems) -> date | None:
    """A day from its three fields, or None if all three are empty or one is wrong."""
    parts = [_plain(fields.one(f"{name}-{part}")) for part in ("year", "month", "day")]
    if not any(parts):
        return None
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        problems.add(name, "answer.date_incomplete", anchor=f"{name}-year")
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        problems.add(name, "answer.date_impossible", anchor=f"{name}-year")
        return None


def _choice(fact: FactPage, fields: Fields, problems: Problems) -> RawAnswer:
    name = fact_field(fact.key)
    value = fields.one(name)
    if not value:
        return None
    if value == DECLINED:
        return {"absent": DECLINED}
    if value not in {choice.key for choice in fact.choices}:
        problems.add(name, "answer.choice", anchor=f"{name}-0")
        return None
    return value


def _set(fact: FactPage, fields: Fields, problems: Problems) -> RawAnswer:
    name = fact_field(fact.key)
    values = fields.many(name)
    known = [choice.key for choice in fact.choices]
    if DECLINED in values:
        return {"absent": DECLINED}
    if "none" in values and "none" not in known:
        return []
    if any(value not in known for value in values):
        problems.add(name, "answer.choice", anchor=f"{name}-0")
        return None
    return [value for value in known if value in values] or None


def _flag(fact: FactPage, fields: Fields, problems: Problems) -> RawAnswer:
    name = fact_field(fact.key)
    value = fields.one(name)
    if value in ("", DECLINED):
        return {"absent": DECLINED} if value else None
    if value not in ("yes", "no"):
        problems.add(name, "answer.choice", anchor=f"{name}-0")
        return None
    return value == "yes"


def _number(fact: FactPage, fields: Fields, problems: Problems) -> RawAnswer:
    name = fact_field(fact.key)
    text = _plain(fields.one(name)).replace(",", ".")
    if not text:
        return None
    whole, _, fraction = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and (fraction == "" or (fraction.isascii() and fraction.isdigit()))):
        problems.add(name, "answer.number")
        return None
    if len(whole) > 7 or float(text) > _LARGEST:
        problems.add(name, "answer.number_range")
        return None
    return float(text) if fraction.strip("0") else int(whole)


def _date(fact: FactPage, fields: Fields, problems: Problems) -> RawAnswer:
    day = read_day(fact_field(fact.key), fields, problems)
    return day.isoformat() if day else None


def _validity(fact: FactPage, fields: Fields, problems: Problems) -> RawAnswer:
    name = fact_field(fact.key)
    held = fields.one(name)
    if held == DECLINED:
        return {"absent": DECLINED}
    start = read_day(f"{name}-from", fields, problems)
    until = read_day(f"{name}-until", fields, problems)
    if held == "no":
        return dict(_NEVER)
    if start and until and until < start:
        problems.add(f"{name}-until", "answer.validity_order", anchor=f"{name}-until-year")
    if held != "yes" and start is None and until is None:
        return None
    return {"from": start.isoformat() if start else None, "until": until.isoformat() if until else None}


_READERS: Mapping[str, Any] = {
    "choice": _choice,
    "set": _set,
    "flag": _flag,
    "number": _number,
    "date": _date,
    "validity": _validity,
}


def written_answers(facts: tuple[FactPage, ...], answers: Mapping[str, RawAnswer]) -> Fields:
    """The fields of a form in which these answers stand; what `read_answers` reads from them are the same answers."""
    pairs: list[tuple[str, str]] = []
    for fact in facts:
        answer = answers.get(fact.key)
        name = fact_field(fact.key)
        if isinstance(answer, dict) and "absent" in answer:
            pairs += [(name, DECLINED)] if answer["absent"] == DECLINED else []
        elif answer is not None:
            pairs += _WRITERS[fact.type](name, answer)
    return Fields(pairs)


def _write_set(name: str, value: RawAnswer) -> list[tuple[str, str]]:
    return [(name, key) for key in value] or [(name, "none")]


def _write_day(name: str, value: RawAnswer) -> list[tuple[str, str]]:
    day = date.fromisoformat(value)
    return [(f"{name}-{part}", str(getattr(day, part))) for part in ("year", "month", "day")]


def _write_validity(name: str, value: RawAnswer) -> list[tuple[str, str]]:
    if value == _NEVER:
        return [(name, "no")]
    ends = [pair for end in ("from", "until") if value.get(end) for pair in _write_day(f"{name}-{end}", value[end])]
    return [(name, "yes"), *ends]


_WRITERS: Mapping[str, Any] = {
    "choice": lambda name, value: [(name, str(value))],
    "set": _write_set,
    "flag": lambda name, value: [(name, "yes" if value else "no")],
    "number": lambda name, value: [(name, f"{value:g}" if isinstance(value, float) else str(value))],
    "date": _write_day,
    "validity": _write_validity,
}
