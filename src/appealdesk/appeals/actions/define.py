"""Add a typed fact to an organisation's dictionary and give it a column in the screening profiles."""

from datetime import datetime

from django.db.models import Max

from appealdesk.appeals.access import check_may_define
from appealdesk.appeals.inputs import FactInput
from appealdesk.appeals.models import FactDefinition
from appealdesk.appeals.queries.fact_room import BIRTH_SLOT, SLOTS, check_choices
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["define_fact"]


def define_fact(*, actor: Actor, now: datetime, entry: FactInput) -> FactPage:
    """Define the fact; refuses a key that is taken, choices that do not fit the type, and a full dictionary.

    A fact without a rank is asked after those that there are.
    """
    check_may_define(actor)
    organisation_id = actor.organisation_id
    if organisation_id is None:
        raise Refusal("appeals.no_organisation", "A fact belongs to an organisation: act for one.")
    check_choices(entry.type, [choice.key for choice in entry.choices])
    with acting(actor):
        known = fact_dictionary(organisation_id)
        if entry.key in known:
            sentence = f"There is a fact named {entry.key} already."
            raise Refusal("appeals.fact_exists", sentence, field="key", values={"key": entry.key})
        FactDefinition.objects.create(
            organisation_id=organisation_id,
            key=entry.key,
            type=entry.type,
            choices=[choice.model_dump() for choice in entry.choices],
            labels=entry.labels,
            questions=entry.questions,
            hints=entry.hints,
            slot=_free_slot(entry, {fact.slot for fact in known.values()}),
            privacy=entry.privacy,
            rank=entry.rank or _next_rank(organisation_id),
        )
        record_audit(actor=actor, now=now, tag="fact.defined", subject=entry.key, details={"type": entry.type})
        return fact_dictionary(organisation_id)[entry.key]


def _next_rank(organisation_id: int) -> int:
    ranks = FactDefinition.objects.filter(organisation_id=organisation_id).aggregate(last=Max("rank"))
    return int(ranks["last"] or 0) + 1


def _free_slot(entry: FactInput, taken: set[str]) -> str:
    if entry.key == "birth_date":
        return BIRTH_SLOT
    for slot in SLOTS[entry.type]:
        if slot not in taken:
            return slot
    raise Refusal(
        "appeals.fact_dictionary_full",
        f"All {len(SLOTS[entry.type])} places for facts of this type are taken: ask with one that there is.",
        field="type",
        values={"most": len(SLOTS[entry.type])},
    )
