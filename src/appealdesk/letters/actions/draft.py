"""Drafting letters: the words are filled in, sealed, and wait for a person or leave at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.audit.actions.record import record_audit
from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import new_data_key, seal_json
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.events import LetterApproved
from appealdesk.letters.inputs import LetterDraft
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.texts import AUTOMATIC, Wording, write_letter
from appealdesk.people.queries.identities import identities_of

__all__ = ["DraftedLetter", "draft_letter", "draft_letters"]


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
    """Draft one letter. Acknowledgements and thanks leave at once, and only once for an occasion."""
    draft = LetterDraft(person_id=person_id, about_ref=about_ref, kind=kind, language=language, values=values)
    return draft_letters(actor=actor, now=now, drafts=[draft], approve=approve)[0]


def draft_letters(
    *, actor: Actor, now: datetime, drafts: Sequence[LetterDraft], approve: bool = False
) -> tuple[DraftedLetter, ...]:
    """Draft many letters; the recipients' names are read in one query."""
    with acting(actor):
        identities = identities_of(actor=actor, person_ids=[draft.person_id for draft in drafts])
        written = []
        for draft in drafts:
            if draft.person_id not in identities:
                raise NotFound("person")
            greeting = _greeting(identities[draft.person_id].names, draft.language)
            wording = write_letter(kind=draft.kind, language=draft.language, greeting=greeting, values=draft.values)
            written.append(_store(actor=actor, now=now, draft=draft, wording=wording, approve=approve))
    return tuple(written)


def _store(*, actor: Actor, now: datetime, draft: LetterDraft, wording: Wording, approve: bool) -> DraftedLetter:
    automatic = draft.kind in AUTOMATIC
    if automatic:
        earlier = Letter.objects.filter(
            organisation_id=actor.own_organisation, about_ref=draft.about_ref, kind=draft.kind
        ).first()
        if earlier is not None:
            return DraftedLetter(earlier.ref, already=True)
    ref, key = new_ref("L"), new_data_key()
    leaves = automatic or approve
    Letter.objects.create(
        ref=ref,
        organisation_id=actor.own_organisation,
        person_id=draft.person_id,
        about_ref=draft.about_ref,
        kind=draft.kind,
        language=draft.language,
        wrapped_key=key.wrapped,
        sealed=seal_json(
            key, context=f"letters.letter:{ref}", value={"subject": wording.subject, "body": wording.body}
        ),
        status=Letter.Status.APPROVED if leaves else Letter.Status.DRAFT,
        drafted_at=now,
        approved_by=actor.ref if leaves else "",
        approved_at=now if leaves else None,
    )
    details = {"kind": draft.kind, "about": draft.about_ref, "approved": leaves}
    record_audit(actor=actor, now=now, tag="letter.drafted", subject=ref, details=details)
    if leaves:
        emit(LetterApproved(letter_ref=ref), actor=actor, now=now)
    return DraftedLetter(ref)


def _greeting(names: PersonName, language: str) -> str:
    name = names.display(language)
    if not name:
        return {"ja": "お申し出をくださった方へ", "uk": "Доброго дня!"}.get(language, "Hello,")
    return {"ja": f"{name} 様", "uk": f"Доброго дня, {name}!"}.get(language, f"Dear {name},")
