"""The form of an offer of goods: what, how much, where it lies, until when, and who can be answered."""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.donations.inputs import InKindInput
from appealdesk.people.inputs import IdentityInput, SpeakerInput
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
from appealdesk.web.public.forms.speaker import contact_person_questions, is_for_other, read_contact_person
from appealdesk.web.public.tokens import submission_id

__all__ = ["goods_questions", "read_goods"]

_WHO = ("written", "email", "speaker-name", "speaker-email")


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
        *_who(fields, problems),
    )


def _who(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """Somebody who offers themselves, or a company or group and whoever speaks for it."""
    fields = _carried_over(fields)
    enough = _("An e-mail address or a phone number is enough.")
    if not is_for_other(fields):
        return (
            name_question(fields, problems),
            email_question(fields, problems, hint=enough),
            phone_question(fields, problems),
        )
    name = text_question(
        "written",
        _("Name of the company or group"),
        autocomplete="organization",
        fields=fields,
        problems=problems,
    )
    return (name, *contact_person_questions(fields, problems, hint=enough))


def _carried_over(fields: Fields) -> Fields:
    """Whoever turns the form keeps the address and the number that they typed: they stay one's own."""
    own, speaks = ("email", "phone"), ("speaker-email", "speaker-phone")
    before, after = (own, speaks) if fields.one("turn") == "other" else (speaks, own)
    if "turn" not in fields:
        return fields
    kept = {name: fields.one(name) or fields.one(typed) for typed, name in zip(before, after, strict=True)}
    return Fields([*(pair for pair in fields.pairs() if pair[0] not in kept), *kept.items()])


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
    identity, speaker = _read_who(fields, language, problems)
    if fields.one("consent") != "yes":
        problems.say("consent", _("Tick the box if you agree; without it we may not keep your offer."))
    unknown = identity is None or (is_for_other(fields) and speaker is None)
    if identity is None or unknown or until is None or any(problems.of(name) for name in _WHO):
        return None
    try:
        entry = InKindInput(
            appeal_id=appeal.id,
            available_until=until,
            identity=identity,
            speaker=speaker,
            submission=submission_id(token, fields.pairs()),
            **words,
        )
    except ValidationError as error:
        problems.add_validation(error, {})
        return None
    return None if problems else entry


def _read_who(fields: Fields, language: str, problems: Problems) -> tuple[IdentityInput | None, SpeakerInput | None]:
    """Who offers, and whoever speaks for them."""
    if not is_for_other(fields):
        check_reachable(fields, problems)
        return read_identity(fields, language, problems), None
    if not fields.one("written").strip():
        problems.say("written", _("Write the name of the company or group."))
    speaker = read_contact_person(fields, language=language, problems=problems)
    # Of a company or group only the name is asked: what was typed before of somebody's own is not its.
    name = Fields([("written", fields.one("written"))])
    return read_identity(name, language, problems), speaker
