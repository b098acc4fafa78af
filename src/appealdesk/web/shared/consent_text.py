"""What each purpose of a consent means, in one sentence; the versions of the texts are in `people.actions.agree`."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

__all__ = ["PURPOSES", "PURPOSE_TEXTS"]

PURPOSES: Mapping[str, Promise] = MappingProxyType(
    {
        "processing": pgettext_lazy("public", "Deciding about your offer"),
        "hand_over": pgettext_lazy("public", "Passing your details to a partner organisation"),
        "public_name": pgettext_lazy("public", "Naming you in public"),
    }
)
PURPOSE_TEXTS: Mapping[str, Promise] = MappingProxyType(
    {
        "processing": pgettext_lazy(
            "public", "We may use what you told us to decide about your offer and to write to you about it."
        ),
        "hand_over": pgettext_lazy(
            "public",
            "Where you are placed with another organisation, we may give it your name, how to reach you, and what it"
            " needs for the work. Nothing is passed on without this.",
        ),
        "public_name": pgettext_lazy(
            "public", "We may thank you by name on our public pages. Without this you stay unnamed everywhere."
        ),
    }
)
