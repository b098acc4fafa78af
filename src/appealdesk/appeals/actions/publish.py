"""Publish a criteria revision, and publish an update: both stay as they were published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.range import TimestamptzRange

from appealdesk.appeals.access import access_appeal, access_draft, check_may_approve, check_may_tell_the_public
from appealdesk.appeals.events import CriteriaPublished
from appealdesk.appeals.inputs import Texts
from appealdesk.appeals.models import Appeal, CriteriaDraft, CriteriaRevision, Position, Update
from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.drafts import next_document
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.legal import has_legal_basis
from appealdesk.appeals.queries.pages import FactPage, RevisionPage
from appealdesk.appeals.queries.positions import revision_by_id
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.problems import CriteriaError
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import NotFound, Refusal

__all__ = ["publish_criteria", "publish_draft", "publish_update"]


def publish_criteria(
    *, actor: Actor, now: datetime, position_ref: str, document: Mapping[str, Any], approved_by: str
) -> RevisionPage:
    """Publish the next revision of a position, in force from its `effective_from`.

    Refuses a document that does not parse, facts that differ from the dictionary, a revision that does not follow the
    one in force, and a publisher who approves the own work.
    """
    _check_two(actor.ref, approved_by)
    with acting(actor):
        position = (
            Position.objects.select_for_update(of=("self",))
            .filter(ref=position_ref, appeal__organisation_id=actor.own_organisation)
            .first()
        )
        if position is None:
            raise NotFound("position")
        return _publish(actor, now, position, document, published_by=actor.ref, approved_by=approved_by)


def publish_draft(*, actor: Actor, now: datetime, position_ref: str, version: int) -> RevisionPage:
    """Publish what was submitted: whoever submitted it publishes, and the actor, somebody else, approves.

    A moment that passed while the draft waited becomes the moment of the approval: nothing takes effect in the past.
    Doors call `screening.actions.approve.approve_criteria`, which first compares the two evaluators.
    """
    with acting(actor):
        draft = access_draft(actor, position_ref, version)
        if draft.status != CriteriaDraft.Status.AWAITING_APPROVAL:
            raise Refusal("appeals.draft_back_meanwhile", "The draft does not wait for approval any more.")
        _check_two(actor.ref, draft.submitted_by)
        check_may_approve(actor)
        document = next_document(
            draft.document,
            slug=draft.position.slug,
            number=draft.document["revision"],
            effective_from=max(now, draft.effective_at or now),
        )
        page = _publish(actor, now, draft.position, document, published_by=draft.submitted_by, approved_by=actor.ref)
        draft.status, draft.revision_id = CriteriaDraft.Status.PUBLISHED, page.id
        draft.version = version + 1
        draft.save()
    return page


def _check_two(one: str, other: str) -> None:
    if one == other:
        raise Refusal("appeals.same_approver", "Two people publish criteria: somebody else has to approve them.")


def _publish(
    actor: Actor,
    now: datetime,
    position: Position,
    document: Mapping[str, Any],
    *,
    published_by: str,
    approved_by: str,
) -> RevisionPage:
    criteria = _parsed(document)
    _check_legal_basis(position, now)
    _check_facts(criteria, fact_dictionary(actor.own_organisation))
    _close_previous(position, criteria)
    row = CriteriaRevision.objects.create(
        ref=new_ref("V"),
        position=position,
        number=criteria.revision,
        effective=TimestamptzRange(criteria.effective_from, None),
        document=document,
        published_at=now,
        published_by=published_by,
        approved_by=approved_by,
    )
    emit(CriteriaPublished(position_id=position.pk, revision_id=row.pk), actor=actor, now=now)
    details = {"position": position.ref, "number": row.number, "approved_by": approved_by}
    record_audit(actor=actor, now=now, tag="criteria.published", subject=row.ref, details=details)
    page = revision_by_id(row.pk)
    if page is None:
        raise NotFound("criteria revision")
    return page


def publish_update(*, actor: Actor, now: datetime, appeal_ref: str, texts: Texts, corrects: str = "") -> str:
    """Publish a public text of an appeal, perhaps one that corrects an earlier one; returns its reference."""
    with acting(actor):
        check_may_tell_the_public(actor)
        appeal = access_appeal(actor, appeal_ref)
        if appeal.status == Appeal.Status.DRAFT:
            raise Refusal("appeals.update_of_draft", "Nobody can read a draft: open the appeal before you tell of it.")
        _check_texts(texts)
        corrected = Update.objects.filter(ref=corrects, appeal=appeal).first() if corrects else None
        if corrects and corrected is None:
            raise NotFound("update")
        row = Update.objects.create(
            ref=new_ref("X"), appeal=appeal, texts=texts, corrects=corrected, published_at=now, published_by=actor.ref
        )
        details = {"appeal": appeal.ref, "corrects": corrects}
        record_audit(actor=actor, now=now, tag="update.published", subject=row.ref, details=details)
    return row.ref


def _check_texts(texts: Texts) -> None:
    if set(texts) != set(LANGUAGES) or not all(text.strip() for text in texts.values()):
        raise Refusal("appeals.update_missing", "Write the update in all three languages.", field="texts")


def _check_legal_basis(position: Position, now: datetime) -> None:
    """A combat position has a legal basis where it recruits, or its criteria stay unpublished."""
    if has_legal_basis(position, on=day_of(position.appeal.organisation_id, now=now)):
        return
    raise Refusal(
        "appeals.legal_basis_missing",
        f"The combat position {position.slug} has no legal basis in force where you recruit: record the authority, "
        "the document and its dates first.",
        values={"position": position.slug},
    )


def _parsed(document: Mapping[str, Any]) -> CriteriaSet:
    try:
        return parse_criteria(document)
    except CriteriaError as error:
        raise Refusal("appeals.criteria_malformed", str(error), field="document") from error


def _check_facts(criteria: CriteriaSet, dictionary: Mapping[str, FactPage]) -> None:
    for key, declared in criteria.facts.items():
        known = dictionary.get(key)
        if known is None:
            sentence = f"The dictionary has no fact named {key}: define it first."
            raise Refusal("appeals.fact_unknown", sentence, values={"key": key})
        if known.type != declared.kind:
            sentence = f"The fact {key} is a {known.type}, not a {declared.kind}."
            raise Refusal("appeals.fact_type", sentence, values={"key": key})
        strange = set(declared.choices or ()) - {choice.key for choice in known.choices}
        if strange:
            sentence = f"The fact {key} has no answer {', '.join(sorted(strange))}."
            raise Refusal("appeals.fact_choice", sentence, values={"key": key, "choices": sorted(strange)})


def _close_previous(position: Position, criteria: CriteriaSet) -> None:
    previous = position.revisions.order_by("-number").first()
    expected = 1 if previous is None else previous.number + 1
    if criteria.revision != expected:
        sentence = f"The next revision of this position is number {expected}."
        raise Refusal("appeals.revision_number", sentence, values={"number": expected})
    if previous is None:
        return
    if criteria.effective_from <= previous.effective.lower:
        raise Refusal("appeals.revision_early", "A revision begins later than the one before it.")
    CriteriaRevision.objects.filter(pk=previous.pk).update(
        effective=TimestamptzRange(previous.effective.lower, criteria.effective_from)
    )
