"""Give an organisation the built-in facts: service, training, licences, languages."""

import json
from datetime import datetime
from importlib import resources

from appealdesk.appeals.actions.define import define_fact
from appealdesk.appeals.inputs import FactInput
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["install_facts"]


def install_facts(*, actor: Actor, now: datetime) -> int:
    """Define the built-in facts (service, training, licences, languages) that are not there yet."""
    if actor.organisation_id is None:
        raise Refusal("appeals.no_organisation", "A fact belongs to an organisation: act for one.")
    text = resources.files("appealdesk.appeals").joinpath("builtin_facts.json").read_text(encoding="utf-8")
    known = fact_dictionary(actor.organisation_id)
    fresh = [entry for entry in map(FactInput.model_validate, json.loads(text)) if entry.key not in known]
    with acting(actor):
        for entry in fresh:
            define_fact(actor=actor, now=now, entry=entry)
    return len(fresh)
