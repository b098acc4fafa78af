"""The form of an offer of goods: what, how much, where it lies, until when, and who can be answered."""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.donations.inputs import InKindInput
from appealdesk.people.inputs import IdentityInput
from appealdesk.web.public.forms.answers import read_day
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Question, day_question, text_question
from appealdesk.web.public.tokens import is_token, submission_id

__all__ = ["goods_questions", "read_goods"]

_ANCHORS = {"emails": ("email", "email"), "phones": ("phone", "phone")}


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
        text_question("written", _("Your name"), autocomplete="name", fields=fields, problems=problems),
        text_question(
            "email",
            _("E-mail address"),
            kind="email",
            hint=_("An e-mail address or a phone number is enough."),
            autocomplete="email",
            fields=fields,
            problems=problems,
        ),
        text_question(
            "phone",
            _("Phone number"),
            kind="tel",
            hint=_("For example 090-1234-5678, or with the country: +380 44 123 4567."),
            autocomplete="tel",
            fields=fields,
            problems=problems,
        ),
    )


def read_goods(
    appeal: AppealPage, fields: Fields, *, language: str, today: date, problems: Problems
) -> InKindInput | None:
    """The input for the action; None if `problems` has something to say."""
    token = fields.one("token")
    if not is_token(token, appeal.ref):
        problems.add("token", "offer.token", anchor="main")
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
    identity = _read_identity(fields, language, problems)
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
        problems.add_validation(error, _ANCHORS)
        return None
    return None if problems else entry


def _read_identity(fields: Fields, language: str, problems: Problems) -> IdentityInput | None:
    email, phone = fields.one("email").strip(), fields.one("phone").strip()
    if not fields.one("written").strip():
        problems.add("written", "name.blank")
    if not email and not phone:
        problems.add("email", "offer.contact_missing")
    try:
        return IdentityInput.model_validate(
            {
                "written": fields.one("written"),
                "emails": (email,) if email else (),
                "phones": (phone,) if phone else (),
                "language": language,
            }
        )
    except ValidationError as error:
        problems.add_validation(error, _ANCHORS)
        return None
