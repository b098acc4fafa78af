"""The volunteer form: its questions, and what was typed as the input of the one action that it calls."""

import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from appealdesk.appeals.queries.pages import AppealPage, PositionPage
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.people.inputs import IdentityInput
from appealdesk.web.public.forms.answers import RawAnswer, read_answers, read_day
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.identity import (
    check_reachable,
    email_question,
    name_question,
    phone_question,
    read_identity,
    read_token,
    reading_question,
)
from appealdesk.web.public.forms.problems import MESSAGE_LIMIT, Problems
from appealdesk.web.public.forms.questions import Question, day_question, fact_questions, text_question
from appealdesk.web.public.forms.speaker import (
    is_for_other,
    read_speaker,
    their_contact_questions,
    their_name_questions,
)
from appealdesk.web.public.tokens import submission_id
from appealdesk.web.shared.culture import number_text
from appealdesk.web.shared.templatetags.culture import reader_language

__all__ = ["CONSENT_VERSION", "asks_birth", "offer_questions", "read_message", "read_offer"]

CONSENT_VERSION = "offer/1"


def asks_birth(position: PositionPage) -> bool:
    """True if the criteria of the position ask for an age."""
    return any(fact.key == "birth_date" for fact in position.facts)


def read_offer(
    appeal: AppealPage, position: PositionPage, fields: Fields, *, language: str, today: date, problems: Problems
) -> EnquiryInput | None:
    """The input for the action; None if `problems` has something to say."""
    token = read_token(appeal, fields, problems)
    facts = read_answers(position.facts, fields, problems)
    identity = _read_identity(position, fields, language=language, today=today, problems=problems)
    speaker = read_speaker(fields, language=language, problems=problems)
    message = read_message(fields, problems)
    if fields.one("consent") != "yes":
        problems.add("consent", "offer.consent_missing")
    if problems or identity is None:
        return None
    return EnquiryInput(
        appeal_id=appeal.id,
        organisation_id=appeal.organisation_id,
        position_ref=position.ref,
        kind="offer",
        channel="web",
        language=language,
        identity=identity,
        facts={key: answer if _is_absent(answer) else {"value": answer} for key, answer in facts.items()},
        message=message,
        consent_version=CONSENT_VERSION,
        speaker=speaker,
        submission=submission_id(token, fields.pairs()),
    )


def _is_absent(answer: RawAnswer) -> bool:
    return isinstance(answer, dict) and "absent" in answer


def _read_identity(
    position: PositionPage, fields: Fields, *, language: str, today: date, problems: Problems
) -> IdentityInput | None:
    birth, other = read_day("birth", fields, problems), is_for_other(fields)
    if birth is not None and birth > today:
        problems.add("birth", "answer.birth_future", anchor="birth-year")
    if birth is None and asks_birth(position):
        problems.add("birth", "speaker.their_birth" if other else "answer.birth_missing", anchor="birth-year")
    if not other:
        check_reachable(fields, problems)
    elif not fields.one("written").strip():
        problems.add("written", "speaker.their_name")
    return read_identity(fields, language, problems, birth=birth)


def read_message(fields: Fields, problems: Problems) -> str:
    """What somebody wrote in their own words; too much, or what no letter is, becomes a problem."""
    message = fields.one("message").replace("\r\n", "\n").strip()
    if len(message) > MESSAGE_LIMIT:
        sentence = _("Your message has %(length)s characters. Shorten it to %(limit)s or fewer.")
        length, limit = (number_text(count, reader_language()) for count in (len(message), MESSAGE_LIMIT))
        problems.say("message", sentence % {"length": length, "limit": limit})
    elif any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in message):
        problems.add("message", "offer.message_characters")
    return message


def _identity_questions(position: PositionPage, fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """Who somebody is: three forms of a name, and the birth date."""
    optional, other = _("(optional)"), is_for_other(fields)
    names = their_name_questions(fields, problems) if other else _own_name_questions(fields, problems)
    return (
        *names,
        day_question(
            "birth",
            _("Date of birth"),
            hint=_("This position has an age limit.") if asks_birth(position) else "",
            need="" if asks_birth(position) else optional,
            birthday=not other,
            fields=fields,
            problems=problems,
        ),
    )


def _own_name_questions(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    return (
        name_question(fields, problems, hint=_("As you usually write it, in any script.")),
        reading_question(fields, problems, hint=_("Only if your name is written in kanji, for example アオキ ケイコ.")),
        text_question(
            "latin",
            _("Your name in Latin letters"),
            hint=_("As in your passport, for example AOKI KEIKO."),
            need=_("(optional)"),
            fields=fields,
            problems=problems,
        ),
    )


def _contact_questions(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """How somebody can be reached: one of the two is enough."""
    if is_for_other(fields):
        return their_contact_questions(fields, problems)
    return (email_question(fields, problems), phone_question(fields, problems))


def _message_question(fields: Fields, problems: Problems) -> Question:
    """Whatever else somebody wants to say."""
    return text_question(
        "message",
        _("What else should we know?"),
        kind="textarea",
        hint=_("Up to 4,000 characters. Do not send documents or bank details here."),
        need=_("(optional)"),
        fields=fields,
        problems=problems,
    )


def offer_questions(
    position: PositionPage, fields: Fields, problems: Problems, language: str
) -> tuple[tuple[Question, ...], ...]:
    """The blocks of the form: the position's questions, the identity, the contact, the message."""
    return (
        fact_questions(position.facts, fields=fields, problems=problems, language=language),
        _identity_questions(position, fields, problems),
        _contact_questions(fields, problems),
        (_message_question(fields, problems),),
    )
