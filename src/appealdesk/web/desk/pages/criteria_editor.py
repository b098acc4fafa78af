"""One position's criteria in the desk: the draft, or what a draft would begin with, and how it is to be edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.drafts import (
    DraftPage,
    check_document,
    discarded_draft,
    draft_of_position,
    may_approve_draft,
    next_document,
)
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage, PositionName, RevisionPage
from appealdesk.appeals.queries.positions import position_names, positions_with_criteria, revisions_of_position
from appealdesk.core.criteria.differences import Change, differences
from appealdesk.core.criteria.form import Misfit, NoForm, read_form
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError, Problem
from appealdesk.core.criteria.sentences import Labels
from appealdesk.core.criteria.written import written_document
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.refusals import NotFound
from appealdesk.screening.queries.explanation import labels_of
from appealdesk.web.desk.forms.criteria import EditorForm, editor_form
from appealdesk.web.desk.forms.effective import EffectiveForm, effective_form
from appealdesk.web.desk.pages.criteria import EditorView, Finding, checked_document, editor_view
from appealdesk.web.desk.pages.criteria_said import SaidView, said_view
from appealdesk.web.shared.criteria_problems import problem_text

__all__ = ["CriteriaDesk", "CriteriaPage", "TextView", "criteria_desk", "criteria_page", "start_document", "text_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaDesk:
    """What every page about one position's criteria needs; `before` is the newest published revision."""

    position: PositionName
    slug: str
    draft: DraftPage | None
    revisions: tuple[RevisionPage, ...]
    dictionary: Mapping[str, FactPage]
    labels: Labels

    @property
    def before(self) -> RevisionPage | None:
        """The revision that the next one follows."""
        return self.revisions[-1] if self.revisions else None

    def heading(self, now: datetime) -> dict[str, Any]:
        """The heading of the next revision."""
        number = self.before.number + 1 if self.before else 1
        return next_document({}, slug=self.slug, number=number, effective_from=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The document as text, for a shape that three levels cannot hold, or for whoever wants it so."""

    why: str
    text: str
    version: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaPage:
    """The page of one position's criteria; `editor` or `text` is there, and neither while the draft awaits approval.

    `conflict` says what a colleague's draft says otherwise than what was typed; `problem` why nothing was saved.
    """

    desk: CriteriaDesk
    editor: EditorView | None
    text: TextView | None
    said: SaidView
    effective: EffectiveForm
    saved_by: str
    submitted_by: str
    may_approve: bool
    is_submitter: bool
    can_restore: bool
    others: tuple[PositionName, ...]
    conflict: tuple[Change, ...] = ()
    conflict_version: int = 0
    problem: str = ""
    dirty: bool = False

    @property
    def ref(self) -> str:
        """The position's reference."""
        return self.desk.position.ref

    @property
    def zone(self) -> str:
        """The organisation's time zone, in which a moment is typed."""
        return get_current_timezone_name()

    @property
    def asks_more(self) -> bool:
        """True if a fact is asked that no criterion needs."""
        return self.editor is not None and any(fact.chosen for fact in self.editor.asked)


def criteria_desk(actor: Actor, ref: str) -> CriteriaDesk:
    """The position's criteria. Refuses another organisation's position as if there were none."""
    draft = draft_of_position(actor=actor, position_ref=ref)
    position = next((name for name in position_names(actor.own_organisation).values() if name.ref == ref), None)
    if position is None:
        raise NotFound("position")
    dictionary = fact_dictionary(actor.own_organisation)
    return CriteriaDesk(
        position=position,
        slug=position.slug,
        draft=draft,
        revisions=revisions_of_position(position.id),
        dictionary=dictionary,
        labels=labels_of(dictionary),
    )


def start_document(desk: CriteriaDesk, now: datetime) -> dict[str, Any]:
    """What the editor begins with: the draft, else the revision before, else one empty line."""
    if desk.draft is not None:
        return dict(desk.draft.document)
    if desk.before is not None:
        return desk.heading(now) | {
            key: value for key, value in desk.before.document.items() if key in {"constants", "facts", "criteria"}
        }
    return desk.heading(now) | {"facts": {}, "criteria": {"id": "root", "all": []}}


def criteria_page(
    actor: Actor,
    now: datetime,
    desk: CriteriaDesk,
    *,
    typed: EditorForm | None = None,
    effective: EffectiveForm | None = None,
    as_text: bool = False,
    **more: Any,
) -> CriteriaPage:
    """The page, with what was typed or with what is stored."""
    version = desk.draft.version if desk.draft else 0
    document: dict[str, Any] = start_document(desk, now)
    editor: EditorView | None = None
    text: TextView | None = None
    if typed is not None:
        document, problems = checked_document(typed, desk.heading(now), desk.dictionary)
        editor = _editor(desk, typed, document, problems, actor.language)
    elif desk.draft is None or not desk.draft.awaits:
        try:
            if as_text:
                raise NoForm(Misfit.UNREADABLE)
            form = read_form(document.get("criteria"))
            problems = check_document(document, desk.dictionary) if desk.draft or desk.before else ()
            editor = _editor(desk, editor_form(document, form, version), document, problems, actor.language)
        except NoForm as misfit:
            text = _text(desk, document, version, "" if as_text else misfit_text(misfit.reason))
    return _page(actor, now, desk, document, editor=editor, text=text, effective=effective, **more)


def text_page(
    actor: Actor,
    now: datetime,
    desk: CriteriaDesk,
    *,
    text: str,
    version: int,
    findings: tuple[Finding, ...],
    **more: Any,
) -> CriteriaPage:
    """The page with a text that could not be saved, kept as it was typed."""
    view = TextView(why="", text=text, version=version, findings=findings)
    return _page(actor, now, desk, start_document(desk, now), editor=None, text=view, effective=None, **more)


def _page(
    actor: Actor,
    now: datetime,
    desk: CriteriaDesk,
    document: Mapping[str, Any],
    *,
    editor: EditorView | None,
    text: TextView | None,
    effective: EffectiveForm | None,
    **more: Any,
) -> CriteriaPage:
    draft = desk.draft
    names = staff_names({draft.saved_by, draft.submitted_by} if draft else ())
    reusable = positions_with_criteria(actor.own_organisation) - {desk.position.id}
    return CriteriaPage(
        desk=desk,
        editor=editor,
        text=text,
        said=said_view(
            actor=actor,
            now=now,
            position_id=desk.position.id,
            document=document,
            before=desk.before.criteria if desk.before else None,
            labels=desk.labels,
        ),
        effective=effective or effective_form(draft.effective_at if draft else None),
        saved_by=names.get(draft.saved_by, draft.saved_by) if draft else "",
        submitted_by=names.get(draft.submitted_by, draft.submitted_by) if draft else "",
        may_approve=draft is not None and may_approve_draft(actor, draft),
        is_submitter=draft is not None and draft.submitted_by == actor.ref,
        can_restore=draft is None and discarded_draft(actor=actor, position_ref=desk.position.ref),
        others=tuple(name for key, name in position_names(actor.own_organisation).items() if key in reusable),
        **more,
    )


def _editor(
    desk: CriteriaDesk, typed: EditorForm, document: Mapping[str, Any], problems: tuple[Problem, ...], language: str
) -> EditorView:
    return editor_view(typed, document, problems, dictionary=desk.dictionary, labels=desk.labels, language=language)


def _text(desk: CriteriaDesk, document: Mapping[str, Any], version: int, why: str) -> TextView:
    problems = check_document(document, desk.dictionary)
    return TextView(
        why=why,
        text=written_document(document),
        version=version,
        findings=tuple(Finding(text=f"{problem.path}: {problem_text(problem)}", target="") for problem in problems),
    )


def misfit_text(reason: Misfit) -> str:
    """Why the three levels cannot hold the rules."""
    return {
        Misfit.NOT: _("These criteria turn a group round with “not”, which the form cannot show."),
        Misfit.DEEP: _("These criteria nest groups more deeply than the form can show."),
        Misfit.COUNT: _(
            "These criteria count inside an alternative (“at least so many of”), which the form cannot show."
        ),
        Misfit.UNREADABLE: _("The document holds something that the form could not keep as it is."),
    }[reason]


def changes_between(
    one: Mapping[str, Any], other: Mapping[str, Any], labels: Labels, language: str
) -> tuple[Change, ...]:
    """What the other document says otherwise; nothing where one of them cannot be read."""
    try:
        return differences(parse_criteria(one), parse_criteria(other), labels, language)
    except CriteriaError:
        return ()
