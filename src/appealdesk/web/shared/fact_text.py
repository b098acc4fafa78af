"""A stored fact in words: the choice's label, yes or no, a day as the culture writes it, or why there is no answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.foundation.languages import pick
from appealdesk.web.shared.culture import date_text, number_text

__all__ = ["absence_text", "evidence_text", "fact_text"]


def fact_text(fact: FactPage, value: Any, language: str) -> str:
    """The value as the facts file writes it, in words; the active language is `language`."""
    if fact.type == "choice":
        return _choice(fact, str(value), language)
    if fact.type == "set":
        labels = [_choice(fact, str(key), language) for key in value]
        return ("、" if language == "ja" else ", ").join(labels) or _("none")
    if fact.type == "flag":
        return _("yes") if value else _("no")
    if fact.type == "number":
        return _number(value, language)
    if fact.type == "date":
        return date_text(date.fromisoformat(str(value)), language)
    return _validity(value, language)


def absence_text(reason: str) -> str:
    """Why a fact is not known."""
    return {
        "not_asked": _("not asked yet"),
        "declined_to_say": _("would rather not say"),
        "not_applicable": _("does not apply"),
        "unverified": _("could not be verified"),
    }.get(reason, _("not known"))


def evidence_text(evidence: str) -> str:
    """How well a fact is shown."""
    return {
        "claimed": _("said so"),
        "documented": _("shown by a document"),
        "verified": _("verified"),
    }.get(evidence, "")


def _choice(fact: FactPage, key: str, language: str) -> str:
    labels = next((choice.labels for choice in fact.choices if choice.key == key), None)
    return pick(labels, language) if labels else key


def _number(value: float, language: str) -> str:
    if float(value).is_integer():
        return number_text(int(value), language)
    text = f"{value:g}"
    return text.replace(".", ",") if language == "uk" else text


def _validity(value: Mapping[str, str | None], language: str) -> str:
    start, until = (date.fromisoformat(text) if (text := value.get(end)) else None for end in ("from", "until"))
    if start and until and until < start:
        return _("none")
    if until and start:
        values = {"start": date_text(start, language), "until": date_text(until, language)}
        return _("from %(start)s until %(until)s") % values
    if until:
        return _("until %(until)s") % {"until": date_text(until, language)}
    if start:
        return _("since %(start)s, without an end") % {"start": date_text(start, language)}
    return _("valid, without an end")
