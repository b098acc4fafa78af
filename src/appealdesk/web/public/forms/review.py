"""Why somebody contests a decision: one question."""

from django.utils.translation import gettext as _

from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.offer import read_message
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Question, text_question

__all__ = ["read_review", "review_question"]


def review_question(fields: Fields, problems: Problems) -> Question:
    """What the decision gets wrong, in one's own words."""
    return text_question(
        "message",
        _("What do you see differently?"),
        kind="textarea",
        hint=_("For example what we misunderstood, or what has changed since. Up to 4,000 characters."),
        fields=fields,
        problems=problems,
    )


def read_review(fields: Fields, problems: Problems) -> str:
    """The answer; an empty one is a problem, because nobody could look at anything."""
    text = read_message(fields, problems)
    if not text:
        problems.say("message", _("Write what you see differently, so that we know what to look at again."))
    return text
