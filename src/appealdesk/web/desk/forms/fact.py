"""A fact of the dictionary as an administrator types it: its words in three languages and its answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.appeals.inputs import FactInput, FactTextsInput
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.tree import MAX_CHOICES, FactKind
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["AnswerRow", "FactForm", "fact_form", "read_fact"]

_USES: Final = ("labels", "questions", "hints")
_LONGEST: Final = {"labels": 120, "questions": 500, "hints": 500}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_BLANK_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One possible answer; a stored one keeps its key and its place."""

    number: int
    key: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    stored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactForm:
    """What stands in the form; `texts` by use and language; `problems` by the name of a field."""

    key: str = ""
    type: str = ""
    privacy: str = "sensitive"
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: tuple[AnswerRow, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_answers(self) -> bool:
        """True where the type has a list of answers."""
        return self.type in {FactKind.CHOICE, FactKind.SET}

    def refused(self, refusal: Refusal) -> "FactForm":
        """The same form with what the action said."""
        return replace(self, problems={**self.problems, refusal.field or "key": refusal_sentence(refusal)})

    def to_new(self) -> FactInput:
        """The fact as `define_fact` takes it; only without problems."""
        return FactInput.model_validate({"key": self.key, "type": self.type, **self._words()})

    def to_texts(self) -> FactTextsInput:
        """The words as `describe_fact` takes them; only without problems."""
        return FactTextsInput.model_validate(self._words())

    def _words(self) -> dict[str, Any]:
        hints = {language: text for language, text in self.texts["hints"].items() if text}
        return {
            "labels": dict(self.texts["labels"]),
            "questions": dict(self.texts["questions"]),
            "hints": hints,
            "privacy": self.privacy,
            "choices": [
                {"key": row.key, "labels": dict(row.labels)} for row in self.answers if self.has_answers and row.key
            ],
        }


def fact_form(fact: FactPage | None) -> FactForm:
    """The form of a stored fact, or an empty one."""
    if fact is None:
        return FactForm(texts={use: {} for use in _USES}, answers=_with_blanks(()))
    rows = tuple(
        AnswerRow(number=number, key=choice.key, labels=choice.labels, stored=True)
        for number, choice in enumerate(fact.choices)
    )
    return FactForm(
        key=fact.key,
        type=fact.type,
        privacy=fact.privacy,
        texts={"labels": fact.labels, "questions": fact.questions, "hints": fact.hints},
        answers=_with_blanks(rows) if fact.choices else (),
    )


def read_fact(data: QueryDict, stored: FactPage | None) -> FactForm:
    """What was typed, with a sentence for everything that cannot be taken as it is."""
    texts = {use: {language: data.get(f"{use}-{language}", "").strip() for language in LANGUAGES} for use in _USES}
    form = FactForm(
        key=stored.key if stored else data.get("key", "").strip(),
        type=stored.type if stored else data.get("type", ""),
        privacy=data.get("privacy", "sensitive"),
        texts=texts,
        answers=_read_answers(data, stored),
    )
    problems = {**_text_problems(form), **_answer_problems(form)}
    # The address of a fact is its key, and one address is taken by the form for a new one.
    if not _KEY.fullmatch(form.key) or form.key == "new":
        problems["key"] = _("A key begins with a small letter and has only small letters, digits and underscores.")
    if form.type not in tuple(FactKind):
        problems["type"] = _("Choose a type.")
    if form.privacy not in {"internal", "sensitive"}:
        problems["privacy"] = _("Choose how private the answer is.")
    return replace(form, problems=problems)


def _with_blanks(rows: tuple[AnswerRow, ...]) -> tuple[AnswerRow, ...]:
    return (*rows, *(AnswerRow(number=len(rows) + number) for number in range(_BLANK_ROWS)))


def _read_answers(data: QueryDict, stored: FactPage | None) -> tuple[AnswerRow, ...]:
    """The rows in their order; those that are stored keep key and place whatever was sent."""
    kept = [choice.key for choice in stored.choices] if stored else []
    rows: list[AnswerRow] = []
    for number in range(MAX_CHOICES + _BLANK_ROWS):
        key = kept[number] if number < len(kept) else data.get(f"c{number}-key", "").strip()
        labels = {language: data.get(f"c{number}-{language}", "").strip() for language in LANGUAGES}
        if key or any(labels.values()):
            rows.append(AnswerRow(number=len(rows), key=key, labels=labels, stored=number < len(kept)))
    return _with_blanks(tuple(rows))


def _text_problems(form: FactForm) -> dict[str, str]:
    problems = {}
    for use, texts in form.texts.items():
        for language, text in texts.items():
            if not text and use != "hints":
                problems[f"{use}-{language}"] = _("Write it in all three languages.")
            elif len(text) > _LONGEST[use]:
                problems[f"{use}-{language}"] = _("Write at most %(most)s characters.") % {"most": _LONGEST[use]}
    return problems


def _answer_problems(form: FactForm) -> dict[str, str]:
    for row in form.answers:
        if not (row.key or any(row.labels.values())):
            continue
        if not _KEY.fullmatch(row.key):
            return {"choices": _("Each answer needs a key of small letters, digits and underscores.")}
        if not all(row.labels.get(language) for language in LANGUAGES):
            return {"choices": _("Write each answer in all three languages.")}
    return {}
