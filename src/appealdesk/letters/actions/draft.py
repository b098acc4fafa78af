"""Drafting letters: the words are filled in, sealed, and wait for a person or leave at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audits
from appealdesk.audit.inputs import AuditEntry
from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit_many
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.access import visible_letters
from appealdesk.letters.events import LetterApproved
from appealdesk.letters.inputs import LetterDraft
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import open_wording
from appealdesk.letters.queries.texts import AUTOMATIC, ONCE, REVIEWED_ONCE, Wording, greeting_for, write_letter
from appealdesk.people.queries.identities import identities_of

__all__ = ["DraftedLetter", "draft_again", "draft_letter", "draft_letters"]


@dataclass(frozen=True, slots=True)
class DraftedLetter:
    """The letter's reference; `already` where the occasion had its letter."""

    ref: str
    already: bool = False


def draft_letter(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    about_ref: str,
    kind: str,
    language: str,
    values: Mapping[str, str],
    approve: bool = False,
) -> DraftedLetter:
    """Draft one letter. Acknowledgements leave at once; they and thanks are written only once for an occasion."""
    draft = LetterDraft(person_id=person_id, about_ref=about_ref, kind=kind, language=language, values=values)
    return draft_letters(actor=actor, now=now, drafts=[draft], approve=approve)[0]


def draft_letters(
    *, actor: Actor, now: datetime, drafts: Sequence[LetterDraft], approve: bool = False
) -> tuple[DraftedLetter, ...]:
    """Draft many letters, in the order given; however many they are, the number of queries is the same."""
    with acting(actor):
        identities = identities_of(actor=actor, person_ids=[draft.person_id for draft in drafts])
        if any(draft.person_id not in identities for draft in drafts):
            raise NotFound("person")
        earlier = _earlier(actor, drafts)
        made: dict[tuple[str, str], str] = {}
        answers, letters = [], []
        for draft in drafts:
            occasion = (draft.about_ref, draft.kind)
            ref = earlier.get(occasion) or made.get(occasion) if draft.kind in ONCE else None
            if ref is None:
                letter = _letter(actor, now, draft, identities[draft.person_id].names, approve=approve)
                letters.append(letter)
                made[occasion] = letter.ref
            answers.append(DraftedLetter(ref or made[occasion], already=ref is not None))
        _store(actor, now, letters)
    return tuple(answers)


def draft_again(*, actor: Actor, now: datetime, letter_refs: Sequence[str]) -> Mapping[str, str]:
    """Draft letters that were kept back once more, in their own words; returns the new reference by the old one.

    A letter that was not kept back, or was erased since, is left alone.
    """
    with acting(actor):
        kept = visible_letters(actor).filter(ref__in=set(letter_refs), status=Letter.Status.CANCELLED).order_by("pk")
        made = {}
        for letter in kept:
            if letter.sealed is None:
                continue
            draft = LetterDraft(
                person_id=letter.person_id,
                about_ref=letter.about_ref,
                kind=letter.kind,
                language=letter.language,
                values={},
                adverse=letter.adverse,
            )
            made[letter.ref] = _sealed(actor, now, draft, open_wording(letter), leaves=False)
        _store(actor, now, list(made.values()))
    return {before: letter.ref for before, letter in made.items()}


def _earlier(actor: Actor, drafts: Sequence[LetterDraft]) -> dict[tuple[str, str], str]:
    """The letters that these occasions had before, by occasion and kind."""
    occasions = {draft.about_ref for draft in drafts if draft.kind in ONCE}
    if not occasions:
        return {}
    rows = Letter.objects.filter(organisation_id=actor.own_organisation, about_ref__in=occasions, kind__in=ONCE)
    # What was kept back because the donor was a mistake does not stand in the way of the right donor's.
    kept = rows.exclude(kind__in=REVIEWED_ONCE, status=Letter.Status.CANCELLED)
    return {(row.about_ref, row.kind): row.ref for row in kept.only("about_ref", "kind", "ref")}


def _letter(actor: Actor, now: datetime, draft: LetterDraft, names: PersonName, *, approve: bool) -> Letter:
    wording = write_letter(
        kind=draft.kind,
        language=draft.language,
        greeting=greeting_for(names, draft.language),
        values=draft.values,
    )
    return _sealed(actor, now, draft, wording, leaves=approve or draft.kind in AUTOMATIC)


def _sealed(actor: Actor, now: datetime, draft: LetterDraft, wording: Wording, *, leaves: bool) -> Letter:
    ref, key = new_ref("L"), new_data_key()
    words = {"subject": wording.subject, "body": wording.body}
    return Letter(
        ref=ref,
        organisation_id=actor.own_organisation,
        person_id=draft.person_id,
        about_ref=draft.about_ref,
        contact_point_id=draft.contact_point_id,
        kind=draft.kind,
        language=draft.language,
        wrapped_key=key.wrapped,
        sealed=seal_json(key, context=f"letters.letter:{ref}", value=words),
        status=Letter.Status.APPROVED if leaves else Letter.Status.DRAFT,
        drafted_at=now,
        adverse=draft.adverse,
        approved_by=actor.ref if leaves else "",
        approved_at=now if leaves else None,
    )


def _store(actor: Actor, now: datetime, letters: Sequence[Letter]) -> None:
    Letter.objects.bulk_create(letters)
    record_audits(
        actor=actor,
        now=now,
        entries=[
            AuditEntry(
                "letter.drafted",
                letter.ref,
                {"kind": letter.kind, "about": letter.about_ref, "approved": letter.approved_at is not None},
            )
            for letter in letters
        ],
    )
    leaving = [letter.ref for letter in letters if letter.approved_at is not None]
    emit_many([LetterApproved(letter_ref=ref) for ref in leaving], actor=actor, now=now)
