"""The desk's words for what people agree to, what they are to each other, and what is judged about their records."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["PEOPLE_WORDS"]

PEOPLE_WORDS: Mapping[str, Mapping[str, Promise | str]] = MappingProxyType(
    {
        "purpose": {
            "processing": _("Deciding about offers"),
            "hand_over": _("Passing on to a partner"),
            "public_name": _("Naming in public"),
        },
        "consent": {
            "holds": _("holds"),
            "expired": _("expired"),
            "withdrawn": _("withdrawn"),
            "none": _("not given"),
        },
        "relation": {
            "speaks_for": _("speaks for"),
            "spoken_for_by": _("is spoken for by"),
            "contact_of": _("is the contact person of"),
            "has_contact": _("is reached through"),
            "lives_with": _("lives with"),
        },
        "speaks": {
            "": _("For themselves"),
            "on_behalf": _("For a relative or a friend"),
            "household": _("For somebody who lives with them"),
            "contact_of": _("As the contact of a company or group"),
        },
        "search": {
            "running": _("under way"),
            "finished": _("finished"),
            "stopped": _("stopped"),
        },
        "verdict": {
            "same": _("One person"),
            "different": _("Two people"),
            "undecided": _("Not decided"),
        },
        "revoked": {
            "": _("no reason noted"),
            "mistake": _("by mistake"),
            "new_facts": _("something new became known"),
            "they_say": _("the person says so"),
            "superseded": _("a later judgement"),
        },
    }
)
