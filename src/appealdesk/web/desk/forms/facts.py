"""The facts that are asked on the telephone: dense fields of the browser, and what was typed as the enquiry takes it.

An open question stays open: there is no default anywhere, because a default would decide about people who were never
asked.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.foundation.languages import pick

__all__ = ["FactField", "FactOption", "fact_fields", "read_facts"]

Answers = dict[str, dict[str, Any]]
_Problems = MutableMapping[str, str]
_DECLINED: Final = "declined_to_say"
_LARGEST: Final = 1_000_000
# A licence that somebody does not hold is valid on no day: its end lies before its start.
_NEVER: Final = {"from": "9999-12-31", "until": "0001-01-01"}


@dataclass(frozen=True, slots=True)
class FactOption:
    """One answer that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """One question; `kind` is select, checks, number, date or validity."""

    name: str
    kind: str
    label: str
    options: tuple[FactOption, ...]
    value: str
    since: str
    until: str
    problem: str


def fact_fields(
    facts: tuple[FactPage, ...], data: QueryDict, problems: Mapping[str, str], language: str
) -> tuple[FactField, ...]:
    """The questions with what was typed; the birth date is asked with the name."""
    return tuple(_field(fact, data, problems, language) for fact in facts if fact.key != "birth_date")


def read_facts(facts: tuple[FactPage, ...], data: QueryDict, problems: _Problems) -> Answers:
    """The answered facts; `problems` gets a sentence for each that cannot be read."""
    answers: Answers = {}
    for fact in facts:
        if fact.key == "birth_date":
            continue
        answer = _READERS[fact.type](fact, data, problems)
        if answer is not None:
            answers[fact.key] = {"absent": _DECLINED} if answer == _DECLINED else {"value": answer}
    return answers


def _name(fact: FactPage) -> str:
    return f"fact-{fact.key}"


def _field(fact: FactPage, data: QueryDict, problems: Mapping[str, str], language: str) -> FactField:
    name = _name(fact)
    chosen = data.getlist(name)
    return FactField(
        name=name,
        kind={"choice": "select", "flag": "select", "set": "checks"}.get(fact.type, fact.type),
        label=pick(fact.labels, language),
        options=tuple(FactOption(value, label, value in chosen) for value, label in _options(fact, language)),
        value=data.get(name, ""),
        since=data.get(f"{name}-from", ""),
        until=data.get(f"{name}-until", ""),
        problem=problems.get(name, ""),
    )


def _options(fact: FactPage, language: str) -> tuple[tuple[str, str], ...]:
    declined = (_DECLINED, _("would rather not say"))
    if fact.type in {"flag", "validity"}:
        return ("yes", _("yes")), ("no", _("no")), declined
    return *((choice.key, pick(choice.labels, language)) for choice in fact.choices), declined


def _choice(fact: FactPage, data: QueryDict, problems: _Problems) -> Any:
    value = data.get(_name(fact), "")
    if value in {"", _DECLINED} or value in {choice.key for choice in fact.choices}:
        return value or None
    problems[_name(fact)] = _("Choose one of the answers.")
    return None


def _flag(fact: FactPage, data: QueryDict, problems: _Problems) -> Any:
    value = data.get(_name(fact), "")
    if value in {"yes", "no"}:
        return value == "yes"
    return _DECLINED if value == _DECLINED else None


def _set(fact: FactPage, data: QueryDict, problems: _Problems) -> Any:
    values = data.getlist(_name(fact))
    if _DECLINED in values:
        return _DECLINED
    known = [choice.key for choice in fact.choices]
    if any(value not in known for value in values):
        problems[_name(fact)] = _("Choose one of the answers.")
        return None
    return [key for key in known if key in values] or None


def _number(fact: FactPage, data: QueryDict, problems: _Problems) -> Any:
    text = data.get(_name(fact), "").strip().replace(",", ".")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= _LARGEST:
        problems[_name(fact)] = _("Write a number from 0 to 1,000,000, for example 3 or 2.5.")
        return None
    return int(number) if number.is_integer() else number


def _date(fact: FactPage, data: QueryDict, problems: _Problems) -> Any:
    return _day(_name(fact), data, problems, _name(fact))


def _day(name: str, data: QueryDict, problems: _Problems, at: str) -> str | None:
    text = data.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        problems[at] = _("There is no such day. Write year, month and day, for example 1983-04-09.")
        return None


def _validity(fact: FactPage, data: QueryDict, problems: _Problems) -> Any:
    name = _name(fact)
    held = data.get(name, "")
    if held == _DECLINED:
        return _DECLINED
    if held == "no":
        return dict(_NEVER)
    since, until = (_day(f"{name}-{end}", data, problems, name) for end in ("from", "until"))
    if since and until and until < since:
        problems[name] = _("The last day lies before the first day. Check both.")
        return None
    return {"from": since, "until": until} if held == "yes" or since or until else None


_READERS: Final[Mapping[str, Callable[[FactPage, QueryDict, _Problems], Any]]] = {
    "choice": _choice,
    "set": _set,
    "flag": _flag,
    "number": _number,
    "date": _date,
    "validity": _validity,
}
