"""The form of an offer of goods: what, how much, where it lies, until when, and who can be answered."""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.donations.inputs import InKindInput
from appealdesk.web.public.forms.answers import read_day
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.identity import (
    check_reachable,
    email_question,
    name_question,
    phone_question,
    read_identity,
    read_token,
)
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Question, day_question, text_question
from appealdesk.web.public.tokens import submission_id

__all__ = ["goods_questions", "read_goods"]


def goods_questions(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """The goods first, then the person."""
    return (
        text_question(
            "goods",
            _("What do you offer?"),
            kind="textarea",
            hint=_("For example blankets, new and packed. Up to 2,000 characters."),
            fields=fields,
            problems=problems,
        ),
        text_question(
            "quantity",
            _("How much or how many?"),
            hint=_("In your own words, for example 40 boxes of 12."),
            fields=fields,
            problems=problems,
        ),
        text_question(
            "place",
            _("Where are the goods?"),
            hint=_("The town is enough, for example Yokohama."),
            fields=fields,
            problems=problems,
        ),
        day_question("until", _("Until which day are they there?"), fields=fields, problems=problems),
        name_question(fields, problems),
        email_question(fields, problems, hint=_("An e-mail address or a phone number is enough.")),
        phone_question(fields, problems),
    )


def read_goods(
    appeal: AppealPage, fields: Fields, *, language: str, today: date, problems: Problems
) -> InKindInput | None:
    """The input for the action; None if `problems` has something to say."""
    token = read_token(appeal, fields, problems)
    words = {name: fields.one(name).replace("\r\n", "\n").strip() for name in ("goods", "quantity", "place")}
    missing = {
        "goods": _("Write what you offer."),
        "quantity": _("Write how much or how many there are."),
        "place": _("Write where the goods are."),
    }
    for name, text in words.items():
        if not text:
            problems.say(name, missing[name])
    until = read_day("until", fields, problems)
    if until is None:
        problems.say("until", _("Write until which day the goods are there."), anchor="until-year")
    elif until < today:
        problems.say("until", _("This day is over. Check it."), anchor="until-year")
    check_reachable(fields, problems)
    identity = read_identity(fields, language, problems)
    if fields.one("consent") != "yes":
        problems.say("consent", _("Tick the box if you agree; without it we may not keep your offer."))
    if identity is None or until is None or any(problems.of(name) for name in ("written", "email")):
        return None
    try:
        entry = InKindInput(
            appeal_id=appeal.id,
            available_until=until,
            identity=identity,
            submission=submission_id(token, fields.pairs()),
            **words,
        )
    except ValidationError as error:
        problems.add_validation(error, {})
        return None
    return None if problems else entry
