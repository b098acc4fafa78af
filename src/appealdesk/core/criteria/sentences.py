"""One leaf, one fact or one group's lead as a sentence, made from operator, label and value.

Everything that tells criteria to people is put together from these, so that the public page, the letter and the
desk never describe one rule in two ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from appealdesk.core.criteria.facts import Absent, FactValue, Validity
from appealdesk.core.criteria.tree import MAX_AGE, Constant, Group, Leaf, Operator
from appealdesk.core.criteria.wording import (
    WORDINGS,
    Wording,
    ukrainian_years,
    written_choices,
    written_date,
    written_number,
)

Localised = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """How facts, their choices, their questions and constants are called, by language.

    `choices` is keyed by fact, then by choice. What has no label in a language is shown in English, in any language
    that there is, or as its name.
    """

    facts: Mapping[str, Localised] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Localised]] = field(default_factory=dict)
    questions: Mapping[str, Localised] = field(default_factory=dict)
    constants: Mapping[str, Localised] = field(default_factory=dict)

    def fact(self, name: str, language: str) -> str:
        """The label of a fact."""
        return _label(self.facts.get(name, {}), name, language)

    def choice(self, fact: str, choice: str, language: str) -> str:
        """The label of a choice."""
        return _label(self.choices.get(fact, {}).get(choice, {}), choice, language)

    def constant(self, name: str, language: str) -> str:
        """The label of a constant."""
        return _label(self.constants.get(name, {}), name, language)


def _label(labels: Localised, name: str, language: str) -> str:
    shown = labels.get(language) or labels.get("en") or next(iter(labels.values()), "")
    return shown or name.replace("_", " ")


def wording_of(language: str) -> Wording:
    """The phrases of a language; raises `ValueError` for one that the product does not write."""
    if language not in WORDINGS:
        raise ValueError(f'Criteria are not written in "{language}"; choose one of {", ".join(WORDINGS)}.')
    return WORDINGS[language]


def leaf_sentence(leaf: Leaf, labels: Labels, language: str) -> str:
    """What the leaf asks for, with the evidence that it wants."""
    wording = wording_of(language)
    template, values = _template(leaf, labels, language)
    sentence = template.format(label=labels.fact(leaf.fact, language), **values)
    return sentence + wording.evidence[leaf.min_evidence]


def _template(leaf: Leaf, labels: Labels, language: str) -> tuple[str, dict[str, str]]:
    wording = wording_of(language)
    operand: Any = leaf.operand
    template = wording.operators[leaf.operator]
    if leaf.operator is Operator.AGE_BETWEEN:
        return _age_template(wording, operand)
    if leaf.operator is Operator.BETWEEN:
        low, high = (written_number(bound, language) for bound in operand)
        return template, {"low": low, "high": high}
    if leaf.operator in (Operator.IN, Operator.CONTAINS_ANY, Operator.CONTAINS_ALL) and len(operand) == 1:
        # "At least one of Japanese" is nothing that anybody says.
        template = wording.one_choice if leaf.operator is Operator.IN else wording.operators[Operator.CONTAINS_ALL]
    return template, {"value": _operand(leaf, labels, language)}


def _age_template(wording: Wording, ages: tuple[int, int]) -> tuple[str, dict[str, str]]:
    low, high = ages
    values = {"low": str(low), "high": str(high), "years": ukrainian_years(high)}
    if high >= MAX_AGE:
        return wording.age_from, values | {"years": ukrainian_years(low)}
    return (wording.age_to if low == 0 else wording.operators[Operator.AGE_BETWEEN]), values


def _operand(leaf: Leaf, labels: Labels, language: str) -> str:
    operand: Any = leaf.operand
    if isinstance(operand, tuple):
        names = [labels.choice(leaf.fact, choice, language) for choice in operand]
        return written_choices(names, language, joined_by_or=leaf.operator is not Operator.CONTAINS_ALL)
    if isinstance(operand, str | bool):
        label = _plain(operand, language) if isinstance(operand, bool) else labels.choice(leaf.fact, operand, language)
        return written_choices([label], language, joined_by_or=True)
    return _plain(operand, language)


def _plain(value: bool | float | date, language: str) -> str:
    wording = wording_of(language)
    if isinstance(value, bool):
        return wording.yes if value else wording.no
    return written_date(value, language) if isinstance(value, date) else written_number(value, language)


def group_lead(group: Group, language: str) -> str:
    """The words that stand above the children of a group."""
    return wording_of(language).rules[group.rule].format(count=group.at_least)


def constant_text(constant: Constant, language: str) -> str:
    """The value of a constant."""
    values = constant if isinstance(constant, tuple) else (constant,)
    return ", ".join(value if isinstance(value, str) else _plain(value, language) for value in values)


def fact_text(name: str, fact: FactValue | Absent | None, labels: Labels, language: str) -> str:
    """What is known about a person, or why it is not known."""
    wording = wording_of(language)
    if not isinstance(fact, FactValue):
        return wording.absences[None if fact is None else fact.reason]
    value = fact.value
    if isinstance(value, Validity):
        return _period(value, wording, language)
    if isinstance(value, str):
        return labels.choice(name, value, language)
    if isinstance(value, frozenset):
        return ", ".join(labels.choice(name, choice, language) for choice in sorted(value)) or "–"
    return _plain(value, language)


def _period(value: Validity, wording: Wording, language: str) -> str:
    low = written_date(value.start, language) if value.start else ""
    high = written_date(value.until, language) if value.until else ""
    if low and high:
        return wording.period.format(low=low, high=high)
    if low:
        return wording.open_end.format(low=low)
    return wording.open_start.format(high=high) if high else wording.always
