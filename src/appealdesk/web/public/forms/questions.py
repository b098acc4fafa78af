"""The questions of a form as frozen values for the template: what is asked, what was typed, what is wrong with it."""

from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.foundation.languages import pick
from appealdesk.web.public.forms.answers import DECLINED, fact_field
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problems

__all__ = ["Choice", "DayPart", "Question", "day_question", "fact_questions", "field_order", "text_question"]

Kind = Literal["text", "email", "tel", "textarea", "number", "one", "many", "day", "validity"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tick."""

    anchor: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DayPart:
    """Year, month or day of a date; `css` widens the year."""

    name: str
    label: str
    value: str
    css: str
    autocomplete: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `name` is the field's name and the anchor that a problem leads to."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    need: str = ""
    value: str = ""
    problem: str = ""
    autocomplete: str = ""
    language: str = ""
    choices: tuple[Choice, ...] = ()
    parts: tuple[DayPart, ...] = ()
    days: tuple["Question", ...] = field(default=())

    @property
    def described_by(self) -> str:
        """The ids of the hint and the problem, for assistive technology."""
        ids = [f"{self.name}-hint"] if self.hint else []
        return " ".join([*ids, f"{self.name}-problem"] if self.problem else ids)


def text_question(
    name: str, label: str, *, fields: Fields, problems: Problems, kind: Kind = "text", **more: str
) -> Question:
    """A question that is answered by typing."""
    return Question(
        name=name,
        kind=kind,
        label=label,
        value=fields.one(name),
        problem=problems.of(name),
        hint=more.get("hint", ""),
        need=more.get("need", ""),
        autocomplete=more.get("autocomplete", "off"),
        language=more.get("language", ""),
    )


def day_question(
    name: str, label: str, *, fields: Fields, problems: Problems, hint: str = "", need: str = "", birthday: bool = False
) -> Question:
    """A date in three fields, in the order in which the culture says it."""
    year = DayPart(f"{name}-year", _("Year"), fields.one(f"{name}-year"), "year", "bday-year" if birthday else "off")
    month = DayPart(f"{name}-month", _("Month"), fields.one(f"{name}-month"), "", "bday-month" if birthday else "off")
    day = DayPart(f"{name}-day", _("Day"), fields.one(f"{name}-day"), "", "bday-day" if birthday else "off")
    # Translators: "ymd" or "dmy", the order in which dates are written.
    order = {"ymd": (year, month, day), "dmy": (day, month, year)}[_("dmy")]
    return Question(name=name, kind="day", label=label, hint=hint, need=need, parts=order, problem=problems.of(name))


def fact_questions(
    facts: tuple[FactPage, ...], *, fields: Fields, problems: Problems, language: str
) -> tuple[Question, ...]:
    """One question a fact; the birth date belongs to the identity and is left out."""
    return tuple(
        _fact_question(fact, fields=fields, problems=problems, language=language)
        for fact in facts
        if fact.key != "birth_date"
    )


def _fact_question(fact: FactPage, *, fields: Fields, problems: Problems, language: str) -> Question:
    name = fact_field(fact.key)
    label, hint = pick(fact.questions, language), pick(fact.hints, language)
    if fact.type == "number":
        return text_question(name, label, fields=fields, problems=problems, kind="number", hint=hint)
    if fact.type == "date":
        return day_question(name, label, fields=fields, problems=problems, hint=hint)
    if fact.type == "validity":
        return _validity_question(name, label, fields=fields, problems=problems, hint=hint)
    options = [(choice.key, pick(choice.labels, language)) for choice in fact.choices]
    if fact.type == "flag":
        options = [("yes", _("Yes")), ("no", _("No"))]
    elif fact.type == "set" and "none" not in dict(options):
        options.append(("none", _("None of these")))
    return Question(
        name=name,
        kind="many" if fact.type == "set" else "one",
        label=label,
        hint=hint or (_("Choose all that apply.") if fact.type == "set" else ""),
        choices=_choices(name, options, fields),
        problem=problems.of(name),
    )


def _choices(name: str, options: list[tuple[str, str]], fields: Fields) -> tuple[Choice, ...]:
    chosen = fields.many(name)
    every = [*options, (DECLINED, _("I would rather not say"))]
    return tuple(Choice(f"{name}-{place}", value, label, value in chosen) for place, (value, label) in enumerate(every))


def _validity_question(name: str, label: str, *, fields: Fields, problems: Problems, hint: str) -> Question:
    options = [("yes", _("Yes")), ("no", _("No"))]
    days = (
        day_question(f"{name}-from", _("Valid from"), fields=fields, problems=problems),
        day_question(
            f"{name}-until",
            _("Valid until"),
            fields=fields,
            problems=problems,
            hint=_("Leave this empty if it does not expire."),
        ),
    )
    return Question(
        name=name,
        kind="validity",
        label=label,
        hint=hint,
        choices=_choices(name, options, fields),
        days=days,
        problem=problems.of(name),
    )


def field_order(questions: tuple[Question, ...]) -> tuple[str, ...]:
    """The names of the fields in the order of the form, so that the summary of problems follows it."""
    names: list[str] = []
    for question in questions:
        names.append(question.name)
        names.extend(day.name for day in question.days)
    return tuple(names)
