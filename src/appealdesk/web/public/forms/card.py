"""The form of a gift by card: how much, by which way, whether one may be named, and who gives, if they like."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.core.money import Money, format_money
from appealdesk.donations.inputs import CardGiftInput
from appealdesk.donations.queries.card_accounts import CardWay
from appealdesk.people.inputs import IdentityInput
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.giving import currency_label, read_amount
from appealdesk.web.public.forms.identity import donor_questions, read_identity, read_token
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Choice, Question, text_question
from appealdesk.web.public.tokens import submission_id
from appealdesk.web.shared.templatetags.culture import reader_language

__all__ = ["TAKING", "card_questions", "chosen_currency", "read_card", "takes_paypal"]

TAKING: Final = ("open", "paused")
"""The states of an appeal in which one can give to it by card."""


def card_questions(ways: tuple[CardWay, ...], fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """The questions; one that has a single answer is not asked."""
    smallest = _smallest(ways)
    questions = [_amount_question(smallest, fields, problems)]
    if len(smallest) > 1:
        names = [(code, currency_label(code)) for code in smallest]
        questions.append(_one("currency", _("In which currency?"), names, chosen_currency(ways, fields), problems))
    if len(ways) > 1:
        card = pgettext("payment", "Card")
        ways_named = [(way.account_ref, card if way.provider == "stripe" else "PayPal") for way in ways]
        questions.append(
            _one("way", _("How will you pay?"), ways_named, _chosen_way(ways, fields).account_ref, problems)
        )
    named = [("no", _("No, please keep my name private")), ("yes", _("Yes, you may name me"))]
    questions.append(_one("named", _("May we name you in public?"), named, fields.one("named") or "no", problems))
    return (*questions, *_who(fields, problems))


def chosen_currency(ways: tuple[CardWay, ...], fields: Fields) -> str:
    """The currency that was chosen, or the first one."""
    known, wanted = list(_smallest(ways)), fields.one("currency")
    return wanted if wanted in known else known[0]


def takes_paypal(ways: tuple[CardWay, ...]) -> bool:
    """Whether one of the ways is PayPal, whose page takes cards too."""
    return any(way.provider == "paypal" for way in ways)


def read_card(
    appeal: AppealPage, ways: tuple[CardWay, ...], fields: Fields, *, language: str, problems: Problems
) -> CardGiftInput | None:
    """The input for the action; None if `problems` has something to say."""
    token = read_token(appeal, fields, problems)
    currency, way = chosen_currency(ways, fields), _chosen_way(ways, fields)
    amount = read_amount(fields, currency, problems)
    least = way.smallest.get(currency)
    if least is None:
        problems.say("way", _("This way does not take this currency. Choose another."))
    elif 0 < amount < least:
        sentence = _("By card you can give %(least)s or more.") % {"least": _money(least, currency)}
        problems.say("amount", sentence)
    identity = _identity(fields, language, problems)
    if problems or identity is None:
        return None
    return CardGiftInput(
        appeal_id=appeal.id,
        account_ref=way.account_ref,
        amount_minor=amount,
        currency=currency,
        anonymous=fields.one("named") != "yes",
        language=language,
        identity=identity,
        # A name or a wish may be corrected on the way back from the provider; another amount is another gift.
        submission=submission_id(token, (("amount", str(amount)), ("currency", currency), ("way", way.account_ref))),
    )


def _identity(fields: Fields, language: str, problems: Problems) -> IdentityInput | None:
    email, written = fields.one("email").strip(), fields.one("written").strip()
    if email and not written:
        problems.say("written", _("Write your name too, or leave the e-mail address out."))
    if written and fields.one("consent") != "yes":
        problems.say("consent", _("Tick the box if you agree; without it we may not keep your name."))
    return read_identity(fields, language, problems)


def _chosen_way(ways: tuple[CardWay, ...], fields: Fields) -> CardWay:
    return next((way for way in ways if way.account_ref == fields.one("way")), ways[0])


def _smallest(ways: tuple[CardWay, ...]) -> Mapping[str, int]:
    """The smallest gift of each currency that some way takes."""
    found: dict[str, int] = {}
    for way in ways:
        for currency, amount in way.smallest.items():
            found[currency] = min(amount, found.get(currency, amount))
    return found


def _amount_question(smallest: Mapping[str, int], fields: Fields, problems: Problems) -> Question:
    least = _(" or ").join(_money(amount, currency) for currency, amount in smallest.items())
    return text_question(
        "amount",
        _("How much would you like to give?"),
        kind="number",
        hint=_("In digits, for example 10000. At least %(least)s.") % {"least": least},
        fields=fields,
        problems=problems,
    )


def _one(name: str, label: str, options: list[tuple[str, str]], chosen: str, problems: Problems) -> Question:
    choices = tuple(
        Choice(f"{name}-{place}", value, text, value == chosen) for place, (value, text) in enumerate(options)
    )
    return Question(name=name, kind="one", label=label, choices=choices, problem=problems.of(name))


def _who(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    hint = _("With a name we can thank you and write a receipt.")
    return donor_questions(fields, problems, name_hint=hint, name_need=_("(optional)"))


def _money(amount: int, currency: str) -> str:
    return format_money(Money(amount, currency), reader_language())
