"""The forms of those who give: a code for a transfer, and the claim of a gift that was made without one."""

from datetime import date
from typing import Any

from babel.numbers import get_currency_name
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.core.money import MoneyError
from appealdesk.core.typed_money import parse_typed
from appealdesk.donations.inputs import ClaimInput, GivingInput
from appealdesk.web.public.forms.answers import read_day
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.identity import donor_questions, read_identity, read_token
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Question, day_question, text_question
from appealdesk.web.public.tokens import submission_id
from appealdesk.web.shared.templatetags.culture import reader_language

__all__ = ["claim_questions", "currency_label", "giving_questions", "read_amount", "read_claim", "read_giving"]

_LOCALES = {"ja": "ja", "en": "en_GB", "uk": "uk"}


def giving_questions(fields: Fields, problems: Problems, currency: str) -> tuple[Question, ...]:
    """How much, and who gives."""
    return (_amount_question(fields, problems, currency, _("How much will you give?")), *_who(fields, problems))


def claim_questions(fields: Fields, problems: Problems, currency: str) -> tuple[Question, ...]:
    """When, how much, under which name, and who it was."""
    return (
        day_question("paid", _("On which day did you transfer it?"), fields=fields, problems=problems),
        _amount_question(fields, problems, currency, _("How much was it?")),
        text_question(
            "payer",
            _("Name in the transfer"),
            hint=_("As it stood in the transfer, for example アオキ ケイコ or the name of a company."),
            fields=fields,
            problems=problems,
        ),
        *_who(fields, problems),
    )


def read_giving(
    appeal: AppealPage, fields: Fields, *, currency: str, language: str, problems: Problems
) -> GivingInput | None:
    """The input for the action; None if `problems` has something to say."""
    common = _read_common(appeal, fields, currency=currency, language=language, problems=problems)
    return GivingInput(**common) if common is not None else None


def read_claim(
    appeal: AppealPage, fields: Fields, *, currency: str, language: str, today: date, problems: Problems
) -> ClaimInput | None:
    """The input for the action; None if `problems` has something to say."""
    paid_on = read_day("paid", fields, problems)
    if paid_on is None:
        problems.say(
            "paid", _("Write the day of the transfer; your bank book or statement shows it."), anchor="paid-year"
        )
    elif paid_on > today:
        problems.say("paid", _("This day has not come yet. Check it."), anchor="paid-year")
    payer = " ".join(fields.one("payer").split())
    if not payer:
        problems.say("payer", _("Write the name as it stood in the transfer."))
    elif len(payer) > 100:
        problems.say("payer", _("This name is longer than 100 characters. Shorten it."))
    common = _read_common(appeal, fields, currency=currency, language=language, problems=problems)
    if common is None or paid_on is None:
        return None
    try:
        return ClaimInput(**common, paid_on=paid_on, payer=payer)
    except ValidationError as error:
        problems.add_validation(error, {})
        return None


def _amount_question(fields: Fields, problems: Problems, currency: str, label: str) -> Question:
    return text_question(
        "amount",
        label,
        kind="number",
        hint=_("In digits, for example 10000. Currency: %(currency)s.") % {"currency": currency_label(currency)},
        fields=fields,
        problems=problems,
    )


def currency_label(currency: str) -> str:
    """The name of a currency in a choice; in English its plural, since Babel writes the singular like a title."""
    language = reader_language()
    return str(get_currency_name(currency, count=2 if language == "en" else None, locale=_LOCALES[language]))


def _who(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    hint = _("A Japanese bank writes names in kana; with the reading we find your transfer.")
    return donor_questions(fields, problems, reading_hint=hint)


def _read_common(
    appeal: AppealPage, fields: Fields, *, currency: str, language: str, problems: Problems
) -> dict[str, Any] | None:
    token = read_token(appeal, fields, problems)
    amount = read_amount(fields, currency, problems)
    if not fields.one("written").strip():
        problems.add("written", "name.blank")
    identity = read_identity(fields, language, problems)
    if identity is None:
        return None
    if fields.one("consent") != "yes":
        problems.say("consent", _("Tick the box if you agree; without it we may not keep your name."))
    if problems:
        return None
    return {
        "appeal_id": appeal.id,
        "amount_minor": amount,
        "identity": identity,
        "submission": submission_id(token, fields.pairs()),
    }


def read_amount(fields: Fields, currency: str, problems: Problems) -> int:
    """Minor units, or zero and a problem."""
    try:
        amount = parse_typed(fields.one("amount"), currency)
    except MoneyError:
        amount = 0
    if amount <= 0:
        problems.say("amount", _("Write the amount in digits, for example 10000."))
    return amount
