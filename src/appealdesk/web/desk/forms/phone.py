"""What an officer writes down during a call or a visit, as the enquiry that the ordinary process takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.appeals.queries.pages import AppealCard, PositionPage
from appealdesk.enquiries.inputs import LONGEST_MESSAGE, EnquiryInput
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.people.inputs import IdentityInput
from appealdesk.web.desk.forms.facts import read_facts

__all__ = [
    "CHANNELS",
    "CONSENT_VERSION",
    "DISPOSITIONS",
    "KINDS",
    "Caller",
    "PhoneForm",
    "empty_form",
    "read_call",
    "read_caller",
]

CONSENT_VERSION: Final = "phone/1"
KINDS: Final = ("offer", "seek_help", "donate", "press", "threat", "other")
CHANNELS: Final = ("phone", "walk_in")
DISPOSITIONS: Final = ("completed", "informed", "call_back", "referred", "cut_off")
_FIELDS: Final = {"emails": "email", "phones": "phone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is calling, as far as it is typed."""

    written: str = ""
    reading: str = ""
    latin: str = ""
    phone: str = ""
    email: str = ""
    birth: str = ""
    language: str = "ja"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneForm:
    """The whole screen; `about` is the reference of a position, or of an appeal for no position in particular."""

    caller: Caller
    about: str = ""
    kind: str = "offer"
    channel: str = "phone"
    disposition: str = ""
    message: str = ""
    consent: bool = False
    submission: str = ""
    data: QueryDict = field(default_factory=lambda: QueryDict(""))
    problems: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = LANGUAGES


def empty_form(*, language: str, about: str) -> PhoneForm:
    """The screen as it opens."""
    return PhoneForm(caller=Caller(language=language), about=about, submission=new_submission_id().hex())


def read_caller(data: QueryDict) -> Caller:
    """The fields about the caller, at any moment while they are typed."""
    language = data.get("caller-language", "")
    return Caller(
        written=data.get("written", "").strip(),
        reading=data.get("reading", "").strip(),
        latin=data.get("latin", "").strip(),
        phone=data.get("phone", "").strip(),
        email=data.get("email", "").strip(),
        birth=data.get("birth", "").strip(),
        language=language if language in LANGUAGES else "ja",
    )


def read_call(
    data: QueryDict, *, appeal: AppealCard, position: PositionPage | None
) -> tuple[EnquiryInput | None, PhoneForm]:
    """The input for the action, and the form to show again where there is none."""
    caller, problems = read_caller(data), dict[str, str]()
    kind = data.get("kind", "")
    facts = read_facts(position.facts, data, problems) if position and kind == "offer" else {}
    identity = _identity(caller, problems)
    entry = None
    if identity is not None and not problems:
        values = {
            "appeal_id": appeal.id,
            "organisation_id": appeal.organisation_id,
            "position_ref": position.ref if position and kind == "offer" else None,
            "kind": kind,
            "channel": data.get("channel", "phone"),
            "language": caller.language,
            "identity": identity,
            "facts": facts,
            "message": data.get("message", "").replace("\r\n", "\n").strip(),
            "consent_version": CONSENT_VERSION if data.get("consent") == "yes" else "",
            "submission": _submission(data),
            "disposition": data.get("disposition", ""),
        }
        entry = _entry(values, problems)
    return entry, PhoneForm(
        caller=caller,
        about=data.get("about", ""),
        kind=kind if kind in KINDS else "offer",
        channel=data.get("channel", "phone"),
        disposition=data.get("disposition", ""),
        message=data.get("message", ""),
        consent=data.get("consent") == "yes",
        submission=_submission(data).hex(),
        data=data,
        problems=problems,
    )


def _submission(data: QueryDict) -> bytes:
    """The form's own sixteen bytes, so that a second press of the button makes no second enquiry."""
    try:
        sent = bytes.fromhex(data.get("submission", ""))
    except ValueError:
        sent = b""
    return sent if len(sent) == 16 else new_submission_id()


def _identity(caller: Caller, problems: dict[str, str]) -> IdentityInput | None:
    birth = _birth(caller.birth, problems)
    try:
        return IdentityInput(
            written=caller.written,
            reading=caller.reading,
            latin=caller.latin,
            birth_date=birth,
            emails=(caller.email,) if caller.email else (),
            phones=(caller.phone,) if caller.phone else (),
            language=caller.language,
        )
    except ValidationError as error:
        for finding in error.errors(include_url=False, include_input=False):
            name = str(finding["loc"][0])
            problems.setdefault(_FIELDS.get(name, "birth" if name == "birth_date" else name), _sentence(finding))
        return None


def _birth(text: str, problems: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems["birth"] = _("There is no such day. Write year, month and day, for example 1983-04-09.")
        return None


def _entry(values: dict[str, Any], problems: dict[str, str]) -> EnquiryInput | None:
    try:
        return EnquiryInput.model_validate(values)
    except ValidationError as error:
        for finding in error.errors(include_url=False, include_input=False):
            name = str(finding["loc"][0]) if finding["loc"] else "written"
            problems.setdefault(name, _sentence(finding))
        return None


def _sentence(finding: Any) -> str:
    """What is wrong, in words for somebody who has the caller on the line."""
    code = str(finding["type"])
    if code.startswith("string_too_long"):
        return _("This is longer than %(limit)d characters. Shorten it.") % {
            "limit": finding.get("ctx", {}).get("max_length", LONGEST_MESSAGE)
        }
    return {
        "enquiries.name_missing": _("Ask for the name: an offer needs one, so that it can be answered."),
        "enquiries.message_characters": _("There are invisible characters in the message. Take them out."),
        "name.emoji": _("There is an emoji or a symbol in this name. Use letters only."),
        "name.control_character": _("There is an invisible character in this name. Type it again."),
        "name.no_letter": _("There is no letter in this name. Write it out."),
        "name.too_long": _("This name is longer than 200 characters. Shorten it."),
        "name.not_kana": _("Write the reading in kana only, for example アオキ ケイコ."),
        "name.not_latin": _("Write this name in Latin letters, for example AOKI KEIKO."),
        "people.birth_date_early": _("This year of birth is too long ago. Ask again."),
        "mail": _("Mail cannot reach this address. Ask again; it looks like name@example.org."),
        "phone": _("This number cannot be called. Ask again; a number has 7 to 16 digits."),
    }.get(code.partition(".")[0] if code.startswith(("mail.", "phone.")) else code, _("Check this with the caller."))
