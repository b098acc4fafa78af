"""Dense forms of the desk with texts in three languages: fields as they were typed, and what is wrong with each.

A form is a list of fields; it is read into the input of an action, and what pydantic says of a value becomes one
sentence beside its field. What was typed stays in the form.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from appealdesk.appeals.inputs import Texts
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = [
    "Option",
    "Problems",
    "TypedField",
    "build_input",
    "first_values",
    "options_of",
    "plain_field",
    "problem_of",
    "read_day",
    "read_texts",
    "sent_values",
    "text_fields",
    "unfixed",
]

_Input = TypeVar("_Input", bound=BaseModel)
Problems = MutableMapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedField:
    """One field; `kind` is text, lines, number, date, select or checks; a fixed one is only shown."""

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    language: str = ""
    hint: str = ""
    problem: str = ""
    options: tuple[Option, ...] = ()
    rows: int = 3
    longest: int = 8000
    fixed: bool = False
    needed: bool = False


def text_fields(
    name: str,
    label: str,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    rows: int = 1,
    fixed: bool = False,
    longest: int = 8000,
) -> tuple[TypedField, ...]:
    """One field a language for a text that the public reads; `data` holds `name-ja` and so on."""
    return tuple(
        TypedField(
            name=f"{name}-{language}",
            label=label,
            kind="text" if rows == 1 else "lines",
            value=data.get(f"{name}-{language}", ""),
            language=language,
            problem=problems.get(f"{name}-{language}") or (problems.get(name, "") if language == LANGUAGES[0] else ""),
            rows=rows,
            longest=longest,
            fixed=fixed,
            needed=True,
        )
        for language in LANGUAGES
    )


def options_of(choices: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """Values with their labels, none of them chosen yet."""
    return tuple(Option(value, label, False) for value, label in choices)


def plain_field(
    name: str,
    label: str,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    **more: Any,
) -> TypedField:
    """One field with what was typed and what is wrong with it."""
    options = tuple(
        Option(option.value, option.label, option.value == data.get(name, "")) for option in more.pop("options", ())
    )
    return TypedField(
        name=name, label=label, value=data.get(name, ""), problem=problems.get(name, ""), options=options, **more
    )


def read_texts(data: Mapping[str, str], name: str, problems: Problems) -> Texts:
    """The text in each language; a sentence for each that is missing."""
    missing: Final = {
        "ja": _("Write this in Japanese too."),
        "en": _("Write this in English too."),
        "uk": _("Write this in Ukrainian too."),
    }
    texts: Texts = {}
    languages: Final[tuple[Literal["ja", "en", "uk"], ...]] = ("ja", "en", "uk")
    for language in languages:
        text = data.get(f"{name}-{language}", "").replace("\r\n", "\n").strip()
        if not text:
            problems[f"{name}-{language}"] = missing[language]
        texts[language] = text
    return texts


def read_day(data: Mapping[str, str], name: str, problems: Problems, *, needed: bool = False) -> date | None:
    """The day that was typed."""
    text = data.get(name, "").strip()
    if not text:
        if needed:
            problems[name] = _("Give the day.")
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems[name] = _("There is no such day. Write year, month and day, for example 1983-04-09.")
        return None


def build_input(kind: type[_Input], values: Mapping[str, Any], problems: Problems) -> _Input | None:
    """The action's input, or None with a sentence for each field that does not fit."""
    if problems:
        return None
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        for one in error.errors():
            place = [str(part) for part in one["loc"]] or ["form"]
            name = "-".join(place[:2]) if len(place) > 1 and place[1] in LANGUAGES else place[0]
            problems.setdefault(name, _sentence(one["type"], one.get("ctx", {})))
        return None


def problem_of(refusal: Refusal, names: Iterable[str]) -> dict[str, str]:
    """The refusal's sentence at its field, or at the form where it belongs to none."""
    name = next((name for name in names if name in {refusal.field, f"{refusal.field}-{LANGUAGES[0]}"}), "form")
    return {name: refusal_sentence(refusal)}


def first_values(source: Mapping[str, Any], texts: Sequence[str]) -> dict[str, str]:
    """What a form shows of a record: texts by language, numbers and days as they are typed."""
    values: dict[str, str] = {}
    for name, value in source.items():
        if name in texts:
            values |= {f"{name}-{language}": text for language, text in value.items()}
        else:
            values[name] = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return values


def sent_values(data: QueryDict) -> dict[str, str]:
    """What was typed, last value of each name."""
    return {name: str(data.get(name, "")) for name in data}


def unfixed(data: QueryDict, shown: Mapping[str, str], fixed: Collection[str]) -> QueryDict:
    """What was typed into the fields that are open; those that are only shown are not sent, and stay as they are."""
    sent = data.copy()
    for name, value in shown.items():
        if name.split("-")[0] in fixed:
            sent[name] = value
    return sent


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    sentences: Mapping[str, Callable[[], str]] = {
        "missing": lambda: _("Write something here."),
        "string_too_short": lambda: _("Write something here."),
        "string_too_long": lambda: (
            _("This is too long: at most %(most)s characters.") % {"most": context.get("max_length", "")}
        ),
        "string_pattern_mismatch": lambda: _(
            "Use small letters a–z, digits and hyphens, for example help-for-ukraine."
        ),
        "int_parsing": lambda: _("Write a whole number."),
        "greater_than_equal": lambda: _("Write a number from %(least)s on.") % {"least": context.get("ge", "")},
        "less_than_equal": lambda: _("Write a number up to %(most)s.") % {"most": context.get("le", "")},
        "value_error": lambda: _("The last day lies before the first day. Check both."),
    }
    known = sentences.get(kind)
    return known() if known else _("This cannot be read. Check it.")
