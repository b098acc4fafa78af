"""An offer for somebody else: who speaks, what they are to the other, and that the other agrees."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import ValidationError

from appealdesk.people.inputs import IdentityInput, SpeakerInput
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Choice, Question, text_question

__all__ = [
    "is_for_other",
    "read_speaker",
    "speaker_questions",
    "their_contact_questions",
    "their_name_questions",
]

_RELATIONS: Final = ("on_behalf", "household", "contact_of")
_ANCHORS: Final = {
    "written": ("speaker-name", "speaker-name"),
    "emails": ("speaker-email", "speaker-email"),
    "phones": ("speaker-phone", "speaker-phone"),
}


def is_for_other(fields: Fields) -> bool:
    """Whether the form is, or was just turned into, one for somebody else."""
    return (fields.one("turn") or fields.one("for")) == "other"


def read_speaker(fields: Fields, *, language: str, problems: Problems) -> SpeakerInput | None:
    """Whoever speaks; None where they speak for themselves, or where `problems` has something to say."""
    if not is_for_other(fields):
        return None
    relation, email, phone = fields.one("relation"), fields.one("speaker-email").strip(), fields.one("speaker-phone")
    if relation not in _RELATIONS:
        problems.add("relation", "speaker.relation")
    if not fields.one("speaker-name").strip():
        problems.add("speaker-name", "name.blank")
    if not email and not phone.strip():
        problems.add("speaker-email", "offer.contact_missing")
    if fields.one("agreed") != "yes":
        problems.add("agreed", "speaker.agreed")
    try:
        identity = IdentityInput(
            written=fields.one("speaker-name"),
            emails=(email,) if email else (),
            phones=(phone,) if phone.strip() else (),
            language=language,
        )
    except ValidationError as error:
        problems.add_validation(error, _ANCHORS)
        return None
    return None if problems else SpeakerInput(identity=identity, relation=relation, agreed=True)


def speaker_questions(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """What is asked of whoever speaks; nothing where somebody offers for themselves."""
    if not is_for_other(fields):
        return ()
    return (
        text_question("speaker-name", _("Your name"), autocomplete="name", fields=fields, problems=problems),
        text_question(
            "speaker-email", _("E-mail address"), kind="email", autocomplete="email", fields=fields, problems=problems
        ),
        text_question(
            "speaker-phone", _("Phone number"), kind="tel", autocomplete="tel", fields=fields, problems=problems
        ),
        Question(
            name="relation",
            kind="one",
            label=_("For whom do you speak?"),
            choices=tuple(
                Choice(f"relation-{place}", value, label, fields.one("relation") == value)
                for place, (value, label) in enumerate(
                    (
                        ("on_behalf", _("A relative or a friend")),
                        ("household", _("Somebody with whom I live")),
                        ("contact_of", _("Somebody of the company or group whose contact I am")),
                    )
                )
            ),
            problem=problems.of("relation"),
        ),
        Question(
            name="agreed",
            kind="many",
            label=pgettext("speaker", "Do they agree?"),
            choices=(
                Choice(
                    "agreed-0",
                    "yes",
                    _("They know of this offer, and agree that I speak for them."),
                    fields.one("agreed") == "yes",
                ),
            ),
            problem=problems.of("agreed"),
        ),
    )


def their_name_questions(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """The name of the one who is spoken for, which no browser can know."""
    optional = _("(optional)")
    return (
        text_question(
            "written",
            _("Their name"),
            hint=_("As they usually write it, in any script."),
            fields=fields,
            problems=problems,
        ),
        text_question(
            "reading",
            _("Reading of their name in kana"),
            hint=_("Only if the name is written in kanji, for example アオキ ケイコ."),
            need=optional,
            language="ja",
            fields=fields,
            problems=problems,
        ),
        text_question(
            "latin",
            _("Their name in Latin letters"),
            hint=_("As in the passport, for example AOKI KEIKO."),
            need=optional,
            fields=fields,
            problems=problems,
        ),
    )


def their_contact_questions(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """How they can be reached themselves, where they can."""
    optional = _("(optional)")
    return (
        text_question(
            "email", _("Their e-mail address"), kind="email", need=optional, fields=fields, problems=problems
        ),
        text_question(
            "phone",
            _("Their phone number"),
            kind="tel",
            need=optional,
            hint=_("For example 090-1234-5678, or with the country: +380 44 123 4567."),
            fields=fields,
            problems=problems,
        ),
    )
