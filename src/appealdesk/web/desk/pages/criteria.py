"""The criteria editor: fields for each line, the line read back as a sentence, and what is still wrong where it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from appealdesk.appeals.queries.drafts import check_document
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.form import (
    TEXT_KEYS,
    CriteriaForm,
    FormAlternative,
    FormBlock,
    FormLine,
    Place,
    place_problems,
    write_form,
)
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.operators import operators_of, read_operand
from appealdesk.core.criteria.problems import CriteriaError, Problem
from appealdesk.core.criteria.sentences import Labels, leaf_sentence
from appealdesk.core.criteria.tree import SCHEMA, Evidence, FactKind, FactType, Leaf, Operator
from appealdesk.foundation.languages import LANGUAGES, pick
from appealdesk.web.desk.forms.criteria import EditorForm, document_of, tree_json
from appealdesk.web.desk.forms.criteria_values import ValueField, control_of, plain_text, value_field
from appealdesk.web.desk.forms.facts import FactOption
from appealdesk.web.desk.words import word_of
from appealdesk.web.shared.criteria_problems import problem_text

__all__ = ["EditorView", "LineView", "checked_document", "editor_view"]

_EVIDENCE = tuple(grade.word for grade in Evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """The desk's own words for one line, in one language, for one use."""

    name: str
    language: str
    use: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line with its controls; `name` begins the names of its fields, `place` names it on the buttons.

    `texts` are there once the desk has, or wants to write, words of its own.
    """

    name: str
    place: str
    id: str
    fact: str
    facts: tuple[FactOption, ...]
    operators: tuple[FactOption, ...]
    value: ValueField
    choices: tuple[FactOption, ...]
    constants: tuple[FactOption, ...]
    evidence: tuple[FactOption, ...]
    texts: tuple[TextField, ...]
    sentence: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeView:
    """Lines of which all must hold."""

    name: str
    place: str
    id: str
    lines: tuple[LineView, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """Alternatives of which one, or so many as `counts` has chosen, must hold."""

    name: str
    place: str
    id: str
    alternatives: tuple[AlternativeView, ...]
    counts: tuple[FactOption, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantRow:
    """A named value, with the number of lines that use it."""

    number: int
    name: str
    value: str
    used: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem in the summary; `target` is the id of the part of the page it is about, or empty."""

    text: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorView:
    """Everything that stands in the form."""

    root: str
    version: int
    undo: str
    tree: str
    blocks: tuple[BlockView, ...]
    constants: tuple[ConstantRow, ...]
    asked: tuple[FactOption, ...]
    findings: tuple[Finding, ...]

    def lines(self) -> Iterator[LineView]:
        """Every line."""
        for block in self.blocks:
            for alternative in block.alternatives:
                yield from alternative.lines


def checked_document(editor: EditorForm, heading: Mapping[str, Any], dictionary: Mapping[str, FactPage]) -> Any:
    """The document that the editor says, with its heading, and what is wrong with it."""
    document = dict(heading) | document_of(editor, write_form(editor.form), dictionary)
    return document, check_document(document, dictionary)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What every line is drawn with."""

    dictionary: Mapping[str, FactPage]
    labels: Labels
    language: str
    document: Mapping[str, Any]
    placed: Mapping[Place, tuple[Problem, ...]]
    constants: Mapping[str, Any]
    worded: tuple[str, ...]

    def problems(self, place: Place) -> tuple[str, ...]:
        return tuple(problem_text(problem) for problem in self.placed.get(place, ()))


def editor_view(
    editor: EditorForm,
    document: Mapping[str, Any],
    problems: tuple[Problem, ...],
    *,
    dictionary: Mapping[str, FactPage],
    labels: Labels,
    language: str,
) -> EditorView:
    """The form with each problem beside the part that it is about."""
    form = editor.form
    placed = place_problems(form, problems)
    context = _Context(
        dictionary=dictionary,
        labels=labels,
        language=language,
        document=document,
        placed=placed,
        constants=dict(editor.constants),
        worded=editor.worded,
    )
    used = {line.fact for _, line in form.lines()}
    return EditorView(
        root=form.id,
        version=editor.version,
        undo=editor.undo,
        tree=tree_json(write_form(form)),
        blocks=tuple(_block(block, b, context) for b, block in enumerate(form.blocks)),
        constants=tuple(_constants(editor, placed.get((), ()))),
        asked=tuple(
            FactOption(key, pick(fact.labels, language), key in editor.asked)
            for key, fact in dictionary.items()
            if key not in used
        ),
        findings=tuple(_findings(form, placed)),
    )


def _findings(form: CriteriaForm, placed: Mapping[Place, tuple[Problem, ...]]) -> Iterator[Finding]:
    for place, problems in sorted(placed.items()):
        for problem in problems:
            yield Finding(text=problem_text(problem), target=f"part-{_name(place)}" if place else "")


def _name(place: Place) -> str:
    return "".join(f"{letter}{number}" for letter, number in zip("bal", place, strict=False))


def _dotted(place: Place) -> str:
    return ".".join(map(str, place))


def _block(block: FormBlock, b: int, context: _Context) -> BlockView:
    return BlockView(
        name=_name((b,)),
        place=_dotted((b,)),
        id=block.id,
        alternatives=tuple(_alternative(part, (b, a), context) for a, part in enumerate(block.alternatives)),
        counts=_counts(block),
        problems=context.problems((b,)),
    )


def _counts(block: FormBlock) -> tuple[FactOption, ...]:
    """How many alternatives must hold. "At least one" is written as the document had it: `any`, or `at_least` 1."""
    one = "1" if block.at_least == 1 else "0"
    most = max(len(block.alternatives), block.at_least)
    values = (one, *map(str, range(2, most + 1)))
    return tuple(FactOption(value, str(max(int(value), 1)), int(value) == block.at_least) for value in values)


def _alternative(alternative: FormAlternative, place: Place, context: _Context) -> AlternativeView:
    return AlternativeView(
        name=_name(place),
        place=_dotted(place),
        id=alternative.id,
        lines=tuple(_line(line, (*place, at), context) for at, line in enumerate(alternative.lines)),
        problems=context.problems(place),
    )


def _line(line: FormLine, place: Place, context: _Context) -> LineView:
    fact = context.dictionary.get(line.fact)
    value = value_field(line.value, control_of(fact, line.op))
    return LineView(
        name=_name(place),
        place=_dotted(place),
        id=line.id,
        fact=line.fact,
        facts=_facts(line.fact, context),
        operators=_operators(fact, line.op),
        value=value,
        choices=_choices(fact, value, context.language),
        constants=_constant_options(value, fact, line.op, context),
        evidence=_evidence(line.min_evidence),
        texts=_text_fields(line, _name(place)) if line.texts or line.id in context.worded else (),
        sentence=_sentence(line, context),
        problems=context.problems(place),
    )


def _text_fields(line: FormLine, name: str) -> tuple[TextField, ...]:
    return tuple(
        TextField(
            name=f"{name}-{language}-{use}", language=language, use=use, text=line.texts.get(language, {}).get(use, "")
        )
        for language in LANGUAGES
        for use in TEXT_KEYS
    )


def _facts(chosen: str, context: _Context) -> tuple[FactOption, ...]:
    known = tuple(
        FactOption(key, pick(fact.labels, context.language), key == chosen) for key, fact in context.dictionary.items()
    )
    strange = () if chosen in context.dictionary or not chosen else (FactOption(chosen, chosen, chosen=True),)
    return (*known, *strange)


def _operators(fact: FactPage | None, chosen: str) -> tuple[FactOption, ...]:
    codes = [operator.value for operator in operators_of(FactKind(fact.type))] if fact else []
    strange = [chosen] if chosen and chosen not in codes else []
    return tuple(FactOption(code, word_of("operator", code), code == chosen) for code in [*codes, *strange])


def _choices(fact: FactPage | None, value: ValueField, language: str) -> tuple[FactOption, ...]:
    if fact is None or value.control not in {"one", "many"}:
        return ()
    chosen = {value.text, *value.chosen}
    known = [choice.key for choice in fact.choices]
    strange = [key for key in (value.text, *value.chosen) if key and key not in known]
    return (
        *(FactOption(choice.key, pick(choice.labels, language), choice.key in chosen) for choice in fact.choices),
        *(FactOption(key, key, chosen=True) for key in strange),
    )


def _constant_options(value: ValueField, fact: FactPage | None, op: str, context: _Context) -> tuple[FactOption, ...]:
    """The named values that the comparison can take, and the one that stands there though it cannot."""
    fitting = [name for name, constant in context.constants.items() if _fits(constant, fact, op)]
    if value.constant and value.constant not in fitting:
        fitting.append(value.constant)
    return tuple(
        FactOption(name, context.labels.constant(name, context.language), name == value.constant) for name in fitting
    )


def _fits(constant: Any, fact: FactPage | None, op: str) -> bool:
    if fact is None or op == Operator.VALID_ON:
        return False
    try:
        read_operand(
            FactType(FactKind(fact.type), tuple(choice.key for choice in fact.choices)), Operator(op), constant
        )
    except (ValueError, KeyError):
        return False
    return True


def _evidence(chosen: str) -> tuple[FactOption, ...]:
    """The least evidence. "Claimed" is written as the document had it: left out, or by its name."""
    weakest = "claimed" if chosen == "claimed" else ""
    strange = [chosen] if chosen and chosen not in _EVIDENCE else []
    return tuple(
        FactOption(value, word_of("least_evidence", value or "claimed"), value == chosen)
        for value in (weakest, *_EVIDENCE[1:], *strange)
    )


def _sentence(line: FormLine, context: _Context) -> str:
    """The line alone, read back; a mistake in another line takes nothing from it."""
    alone = FormAlternative(lines=(line,))
    tree = write_form(CriteriaForm(blocks=(FormBlock(alternatives=(alone,)),)))
    heading = {"schema": SCHEMA, "position": "p", "revision": 1, "effective_from": "2022-02-28T00:00:00+09:00"}
    rules = {key: context.document[key] for key in ("facts", "constants") if key in context.document}
    try:
        root = parse_criteria(heading | rules | {"criteria": tree}).root
    except CriteriaError:
        return ""
    return leaf_sentence(root, context.labels, context.language) if isinstance(root, Leaf) else ""


def _constants(editor: EditorForm, problems: tuple[Problem, ...]) -> Iterator[ConstantRow]:
    uses = [line.value.get("constant") for _, line in editor.form.lines() if isinstance(line.value, Mapping)]
    wrong = {problem.path: problem_text(problem) for problem in problems}
    for number, (name, value) in enumerate(editor.constants):
        yield ConstantRow(
            number=number,
            name=name,
            value=plain_text(value),
            used=uses.count(name),
            problem=wrong.get(f"constants.{name}", ""),
        )
