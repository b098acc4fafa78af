"""Who fills in a public form and how they can be reached: what the forms share of questions and answers."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.people.inputs import IdentityInput
from appealdesk.web.public.forms.fields import Fields
from appealdesk.web.public.forms.problems import Problems
from appealdesk.web.public.forms.questions import Question, text_question
from appealdesk.web.public.tokens import is_token

__all__ = [
    "check_reachable",
    "donor_questions",
    "email_question",
    "name_question",
    "phone_question",
    "read_identity",
    "read_token",
    "reading_question",
]

# Field of the input → field of the form, and the element that a problem leads to.
_ANCHORS: Final = {"emails": ("email", "email"), "phones": ("phone", "phone"), "birth_date": ("birth", "birth-year")}


def read_token(appeal: AppealPage, fields: Fields, problems: Problems) -> str:
    """The form's token; a problem for one that this site did not issue for the appeal."""
    token = fields.one("token")
    if not is_token(token, appeal.ref):
        problems.add("token", "offer.token", anchor="main")
    return token


def name_question(fields: Fields, problems: Problems, *, hint: str = "", need: str = "") -> Question:
    """The name, in any script."""
    return text_question(
        "written", _("Your name"), hint=hint, need=need, autocomplete="name", fields=fields, problems=problems
    )


def reading_question(fields: Fields, problems: Problems, *, hint: str = "") -> Question:
    """The reading of a name in kanji."""
    return text_question(
        "reading",
        _("Reading of your name in kana"),
        hint=hint,
        need=_("(optional)"),
        language="ja",
        fields=fields,
        problems=problems,
    )


def email_question(fields: Fields, problems: Problems, *, hint: str = "", need: str = "") -> Question:
    """The e-mail address."""
    return text_question(
        "email",
        _("E-mail address"),
        kind="email",
        hint=hint,
        need=need,
        autocomplete="email",
        fields=fields,
        problems=problems,
    )


def phone_question(fields: Fields, problems: Problems) -> Question:
    """The phone number, as people write it."""
    return text_question(
        "phone",
        _("Phone number"),
        kind="tel",
        hint=_("For example 090-1234-5678, or with the country: +380 44 123 4567."),
        autocomplete="tel",
        fields=fields,
        problems=problems,
    )


def donor_questions(
    fields: Fields, problems: Problems, *, name_hint: str = "", name_need: str = "", reading_hint: str = ""
) -> tuple[Question, ...]:
    """Whom to thank, and where."""
    return (
        name_question(fields, problems, hint=name_hint, need=name_need),
        reading_question(fields, problems, hint=reading_hint),
        email_question(fields, problems, hint=_("So that we can thank you."), need=_("(optional)")),
    )


def check_reachable(fields: Fields, problems: Problems) -> None:
    """A problem for a missing name, and for one whom nobody could answer."""
    if not fields.one("written").strip():
        problems.add("written", "name.blank")
    if not fields.one("email").strip() and not fields.one("phone").strip():
        problems.add("email", "offer.contact_missing")


def read_identity(
    fields: Fields, language: str, problems: Problems, *, birth: date | None = None
) -> IdentityInput | None:
    """Whatever of it the form asked for; None if `problems` has something to say."""
    email, phone = fields.one("email").strip(), fields.one("phone").strip()
    try:
        return IdentityInput.model_validate(
            {
                "written": fields.one("written"),
                "reading": fields.one("reading"),
                "latin": fields.one("latin"),
                "birth_date": birth,
                "emails": (email,) if email else (),
                "phones": (phone,) if phone else (),
                "language": language,
            }
        )
    except ValidationError as error:
        problems.add_validation(error, _ANCHORS)
        return None
