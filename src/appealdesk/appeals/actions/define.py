"""Add a typed fact to an organisation's dictionary and give it a column in the screening profiles."""

from datetime import datetime

from appealdesk.appeals.inputs import FactInput
from appealdesk.appeals.models import FactDefinition
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["BIRTH_SLOT", "SLOTS", "define_fact"]

# How many facts of each type a profile has room for; the screening profile has exactly these columns.
SLOTS = {
    "choice": tuple(f"c{number:02}" for number in range(1, 13)),
    "number": tuple(f"n{number:02}" for number in range(1, 11)),
    "flag": tuple(f"b{number:02}" for number in range(1, 13)),
    "date": tuple(f"d{number:02}" for number in range(1, 5)),
    "set": tuple(f"s{number:02}" for number in range(1, 7)),
    "validity": tuple(f"v{number:02}" for number in range(1, 5)),
}
# The birth date is identity: the profile keeps it shifted by a secret, in a column of its own.
BIRTH_SLOT = "birth_day"
_SET_AT_MOST = 62


def define_fact(*, actor: Actor, now: datetime, entry: FactInput) -> FactPage:
    """Define the fact; refuses a key that is taken, choices that do not fit the type, and a full dictionary."""
    organisation_id = actor.organisation_id
    if organisation_id is None:
        raise Refusal("appeals.no_organisation", "A fact belongs to an organisation: act for one.")
    _check_choices(entry)
    with acting(actor):
        known = fact_dictionary(organisation_id)
        if entry.key in known:
            raise Refusal("appeals.fact_exists", f"There is a fact named {entry.key} already.", field="key")
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
            rank=entry.rank,
        )
        record_audit(actor=actor, now=now, tag="fact.defined", subject=entry.key, details={"type": entry.type})
        return fact_dictionary(organisation_id)[entry.key]


def _check_choices(entry: FactInput) -> None:
    keys = [choice.key for choice in entry.choices]
    if entry.type in {"choice", "set"} and not keys:
        raise Refusal("appeals.fact_no_choices", f"A {entry.type} needs its possible answers.", field="choices")
    if entry.type not in {"choice", "set"} and keys:
        raise Refusal("appeals.fact_choices", f"A {entry.type} has no list of answers.", field="choices")
    if len(keys) != len(set(keys)):
        raise Refusal("appeals.fact_choice_twice", "An answer stands twice in the list.", field="choices")
    if entry.type == "set" and len(keys) > _SET_AT_MOST:
        raise Refusal("appeals.fact_many_choices", f"A set has at most {_SET_AT_MOST} answers.", field="choices")


def _free_slot(entry: FactInput, taken: set[str]) -> str:
    if entry.key == "birth_date":
        return BIRTH_SLOT
    for slot in SLOTS[entry.type]:
        if slot not in taken:
            return slot
    raise Refusal(
        "appeals.fact_dictionary_full",
        f"The dictionary has no room for another {entry.type}: remove one that no criteria use.",
        field="type",
    )
