"""The criteria editor: blocks, alternatives and lines, saved as a draft that somebody else approves."""

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.appeals.actions.save import save_draft
from appealdesk.appeals.actions.submit import submit_draft
from appealdesk.appeals.queries.drafts import DraftPage, criteria_board
from appealdesk.core.criteria.edits import NoSuchPart, add_part, move_part, remove_part
from appealdesk.core.criteria.form import NoForm, read_form, write_form
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.criteria import Act, EditorForm, read_act, read_editor, tree_json
from appealdesk.web.desk.forms.effective import read_effective
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.criteria import checked_document
from appealdesk.web.desk.pages.criteria_board import board_view
from appealdesk.web.desk.pages.criteria_editor import (
    CriteriaDesk,
    changes_between,
    criteria_desk,
    criteria_page,
    start_document,
)
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["board", "criteria", "said"]

# Sixty lines, each with its values and its own words in three languages.
_EDITOR_FIELDS = 2000


@desk_view("criteria", "GET")
def board(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every position with the state of its criteria."""
    page = board_view(criteria_board(actor=actor, now=read_clock()))
    return render(request, "desk/criteria/board.html", {"page": page})


@desk_view("criteria", "GET", "POST", most_fields=_EDITOR_FIELDS)
def criteria(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """GET: the draft, or what one would begin with. POST: one act of the editor."""
    desk = criteria_desk(actor, ref)
    if request.method != "POST":
        page = criteria_page(actor, read_clock(), desk, as_text=request.GET.get("as") == "text")
        return render(request, "desk/criteria/criteria.html", {"page": page})
    act, typed = read_act(request.POST), read_editor(request.POST, desk.dictionary)
    if act.verb in {"save", "dry_run", "submit"}:
        return _save(request, actor, desk, typed, act.verb)
    changed = _acted(desk, typed, act)
    page = criteria_page(actor, read_clock(), desk, typed=changed, effective=read_effective(request.POST), dirty=True)
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "desk/criteria/_editor.html", {"page": page})
        # The side of the page reads the new form back.
        answer["HX-Trigger-After-Settle"] = "criteria-changed"
        return answer
    return render(request, "desk/criteria/criteria.html", {"page": page})


@desk_view("criteria", "POST", most_fields=_EDITOR_FIELDS)
def said(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """What was typed, read back: each line, the whole, the difference, and whom it would move. Nothing is stored."""
    desk = criteria_desk(actor, ref)
    typed = read_editor(request.POST, desk.dictionary)
    page = criteria_page(actor, read_clock(), desk, typed=typed, effective=read_effective(request.POST), dirty=True)
    return render(request, "desk/criteria/_said.html", {"page": page})


def _acted(desk: CriteriaDesk, typed: EditorForm, act: Act) -> EditorForm:
    """The editor after one act; a part that is not there any more is left alone."""
    before = tree_json(write_form(typed.form))
    try:
        match act.verb:
            case "add":
                form = add_part(typed.form, act.place, _taken(desk))
            case "remove":
                form = remove_part(typed.form, act.place)
            case "up" | "down":
                form = move_part(typed.form, act.place, -1 if act.verb == "up" else 1)
            case "words":
                words = dict(typed.form.lines()).get(act.place)
                return replace(typed, worded=(*typed.worded, words.id)) if words else typed
            case "undo":
                return replace(typed, form=read_form(json.loads(typed.undo)), undo="")
            case _:
                return typed
    except (NoSuchPart, NoForm, ValueError):
        return typed
    return replace(typed, form=form, undo=before)


def _taken(desk: CriteriaDesk) -> set[str]:
    """Every id that a revision of the position has had: none of them may ever mean something else."""
    documents = [revision.document for revision in desk.revisions]
    if desk.draft is not None:
        documents.append(desk.draft.document)
    return {name for document in documents for name in _ids(document.get("criteria"))}


def _ids(node: Any) -> set[str]:
    if isinstance(node, list):
        return {name for child in node for name in _ids(child)}
    if not isinstance(node, dict):
        return set()
    inner = {name for key in ("all", "any", "not", "of") for name in _ids(node.get(key))}
    return inner | {str(node.get("id", ""))}


def _save(request: HttpRequest, actor: Actor, desk: CriteriaDesk, typed: EditorForm, verb: str) -> HttpResponse:
    now = read_clock()
    effective = read_effective(request.POST)
    document, _problems = checked_document(typed, desk.heading(now), desk.dictionary)
    ref = desk.position.ref
    try:
        if effective.problem:
            raise Refusal("desk.effective_moment", effective.problem)
        saved = save_draft(
            actor=actor,
            now=now,
            position_ref=ref,
            document=document,
            version=typed.version,
            effective_at=effective.moment,
        )
        typed = replace(typed, version=saved.version, undo="")
        if verb == "submit":
            submit_draft(actor=actor, now=now, position_ref=ref, version=saved.version)
    except Refusal as refusal:
        fresh = criteria_desk(actor, ref)
        more = _conflict(actor, fresh, document) if refusal.code == "appeals.draft_meanwhile" else {}
        problem = refusal_sentence(refusal)
        page = criteria_page(actor, now, fresh, typed=typed, effective=effective, problem=problem, dirty=True, **more)
        return render(request, "desk/criteria/criteria.html", {"page": page}, status=refusal_status(refusal))
    say(request, _said(verb, saved))
    target = "desk:criteria_dry_run" if verb == "dry_run" else "desk:criteria"
    return HttpResponseRedirect(reverse(target, kwargs={"ref": ref}))


def _conflict(actor: Actor, fresh: CriteriaDesk, typed: dict[str, Any]) -> dict[str, Any]:
    """What the colleague's draft says otherwise than what was typed."""
    stored = start_document(fresh, read_clock())
    return {
        "conflict": changes_between(typed, stored, fresh.labels, actor.language),
        "conflict_version": fresh.draft.version if fresh.draft else 0,
    }


def _said(verb: str, saved: DraftPage) -> str:
    if verb == "submit":
        return _("Submitted. A second person now looks at it; nothing is public yet.")
    return _("Saved as draft version %(version)d. Nothing is public yet.") % {"version": saved.version}
