"""Why somebody is not erased, in words for the person and for the desk alike."""

from django.utils.translation import pgettext

__all__ = ["DECLINE_REASONS", "decline_text"]

DECLINE_REASONS = ("legal_duty", "open_claim", "not_the_person", "taken_back")


def decline_text(reason: str) -> str:
    """The sentence; empty for no reason."""
    return {
        "legal_duty": pgettext("erasure", "The law obliges us to keep these records for now."),
        "open_claim": pgettext("erasure", "The records are needed for a claim or an investigation that is still open."),
        "not_the_person": pgettext("erasure", "We could not make sure that the person concerned has asked."),
        "taken_back": pgettext("erasure", "The request was taken back."),
    }.get(reason, "")
