"""An offer for somebody else: who speaks, what they are to the other, and that the other agrees.

Whoever offers the goods of a company or group speaks for it by their place there, so that neither is asked of them.
"""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import ValidationError

from appealdesk.people.inputs import IdentityInput, SpeakerInput
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Choice, Question, text_question

__all__ = [
    "contact_person_questions",
    "is_for_other",
    "read_contact_person",
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
    relation = fields.one("relation")
    if relation not in _RELATIONS:
        problems.add("relation", "speaker.relation")
    if fields.one("agreed") != "yes":
        problems.add("agreed", "speaker.agreed")
    identity = _read_identity(fields, language=language, problems=problems)
    if problems or identity is None:
        return None
    return SpeakerInput(identity=identity, relation=relation, agreed=True)


def read_contact_person(fields: Fields, *, language: str, problems: Problems) -> SpeakerInput | None:
    """The contact person of a company or group; None where there is none, or where something is wrong with it."""
    if not is_for_other(fields):
        return None
    identity = _read_identity(fields, language=language, problems=problems)
    return SpeakerInput(identity=identity, relation="contact_of", agreed=True) if identity is not None else None


def _read_identity(fields: Fields, *, language: str, problems: Problems) -> IdentityInput | None:
    name, email, phone = (fields.one(f"speaker-{part}").strip() for part in ("name", "email", "phone"))
    if not name:
        problems.add("speaker-name", "name.blank")
    if not email and not phone:
        problems.add("speaker-email", "offer.contact_missing")
    try:
        return IdentityInput(
            written=name,
            emails=(email,) if email else (),
            phones=(phone,) if phone else (),
            language=language,
        )
    except ValidationError as error:
        problems.add_validation(error, _ANCHORS)
        return None


def contact_person_questions(fields: Fields, problems: Problems, *, hint: str = "") -> tuple[Question, ...]:
    """Who speaks, and where they can be answered; the `hint` stands at the first of the two ways."""
    return (
        text_question("speaker-name", _("Your name"), autocomplete="name", fields=fields, problems=problems),
        text_question(
            "speaker-email",
            _("E-mail address"),
            kind="email",
            hint=hint,
            autocomplete="email",
            fields=fields,
            problems=problems,
        ),
        text_question(
            "speaker-phone", _("Phone number"), kind="tel", autocomplete="tel", fields=fields, problems=problems
        ),
    )


def speaker_questions(fields: Fields, problems: Problems) -> tuple[Question, ...]:
    """What is asked of whoever speaks; nothing where somebody offers for themselves."""
    if not is_for_other(fields):
        return ()
    return (
        *contact_person_questions(fields, problems),
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
