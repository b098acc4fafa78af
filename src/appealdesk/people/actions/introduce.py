"""Somebody speaks for somebody else: two people from the first moment, whatever they share."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.people.access import hold_persons
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.actions.relate import relate_speaker
from appealdesk.people.inputs import IdentityInput, SpeakerInput

__all__ = ["Introduced", "introduce_person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """The one whom it is about, whoever speaks, and the reference of what they are to each other."""

    person: Identified
    speaker: Identified
    relation_ref: str


def introduce_person(
    *,
    actor: Actor,
    now: datetime,
    identity: IdentityInput,
    speaker: SpeakerInput,
    source: str,
    source_ref: str,
    given_at: datetime,
) -> Introduced:
    """Store what a source says about both, once, each in a record of its own, and how they are related.

    Whoever speaks is identified first, because a number or an address that the two share is more likely theirs.
    """
    with acting(actor):
        # Alone from the start: two workers that share the hold and then both want it alone would wait in a circle.
        hold_persons(actor, alone=True)
        spoke = identify_person(
            actor=actor,
            now=now,
            identity=speaker.identity.model_copy(update={"language": identity.language}),
            source="speaker",
            source_ref=source_ref,
            given_at=given_at,
        )
        person = identify_person(
            actor=actor,
            now=now,
            identity=identity,
            source=source,
            source_ref=source_ref,
            given_at=given_at,
            apart_from=spoke.record_id,
        )
        related = relate_speaker(
            actor=actor,
            now=now,
            speaker_ref=spoke.record_ref,
            person_ref=person.record_ref,
            kind=speaker.relation,
            agreed=speaker.agreed,
        )
    return Introduced(person=person, speaker=spoke, relation_ref=related.ref)
