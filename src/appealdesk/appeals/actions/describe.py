"""Describe a fact anew: other words, and further answers; its type, its column and the answers there are stay."""

from datetime import datetime

from appealdesk.appeals.access import access_fact
from appealdesk.appeals.inputs import FactTextsInput
from appealdesk.appeals.queries.fact_room import check_choices
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["describe_fact"]


def describe_fact(*, actor: Actor, now: datetime, key: str, entry: FactTextsInput) -> FactPage:
    """Change the words of a fact; refuses a list of answers that does not begin with those that there are.

    A profile stores the place of an answer in its list, and the type says in which column: what moved would give people
    answers that they never gave.
    """
    with acting(actor):
        row = access_fact(actor, key)
        known = [choice["key"] for choice in row.choices]
        wanted = [choice.key for choice in entry.choices]
        if wanted[: len(known)] != known:
            sentence = (
                "Answers are stored by their place in the list: keep those that there are, and add new ones at the end."
            )
            raise Refusal("appeals.fact_choice_order", sentence, field="choices")
        check_choices(row.type, wanted)
        row.labels, row.questions, row.hints = entry.labels, entry.questions, entry.hints
        row.choices = [choice.model_dump() for choice in entry.choices]
        row.privacy = entry.privacy
        row.save(update_fields=["labels", "questions", "hints", "choices", "privacy"])
        details = {"answers": len(wanted) - len(known)}
        record_audit(actor=actor, now=now, tag="fact.described", subject=key, details=details)
        return fact_dictionary(actor.own_organisation)[key]
