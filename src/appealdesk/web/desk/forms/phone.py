"""What an officer writes down during a call or a visit, as the enquiry that the ordinary process takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from appealdesk.appeals.queries.pages import AppealCard, PositionPage
from appealdesk.enquiries.inputs import LONGEST_MESSAGE, EnquiryInput
from appealdesk.foundation.ids import new_submission_id
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.people.inputs import IdentityInput, SpeakerInput
from appealdesk.web.desk.forms.facts import read_facts

__all__ = [
    "CHANNELS",
    "CONSENT_VERSION",
    "DISPOSITIONS",
    "KINDS",
    "RELATIONS",
    "Caller",
    "PhoneForm",
    "Spoken",
    "empty_form",
    "identity_of",
    "read_call",
    "read_caller",
]

CONSENT_VERSION: Final = "phone/1"
KINDS: Final = ("offer", "seek_help", "donate", "press", "threat", "other")
CHANNELS: Final = ("phone", "walk_in")
DISPOSITIONS: Final = ("completed", "informed", "call_back", "referred", "cut_off")
# What whoever calls is to the one for whom they call; empty where they call for themselves.
RELATIONS: Final = ("", "on_behalf", "household", "contact_of")
_FIELDS: Final = {"emails": "email", "phones": "phone", "birth_date": "birth"}
_OTHER: Final = "other-"


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
class Spoken:
    """For whom the caller speaks, if for somebody else, and whether that one agrees."""

    person: Caller
    relation: str = ""
    agreed: bool = False
    relations: tuple[str, ...] = RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneForm:
    """The whole screen; `about` is the reference of a position, or of an appeal for no position in particular."""

    caller: Caller
    spoken: Spoken = field(default_factory=lambda: Spoken(person=Caller()))
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


def _read_spoken(data: QueryDict) -> Spoken:
    names = ("written", "reading", "latin", "phone", "email", "birth")
    person = Caller(**{name: data.get(f"{_OTHER}{name}", "").strip() for name in names})
    relation = data.get("relation", "")
    return Spoken(person=person, relation=relation if relation in RELATIONS else "", agreed=data.get("agreed") == "yes")


def read_call(
    data: QueryDict, *, appeal: AppealCard, position: PositionPage | None
) -> tuple[EnquiryInput | None, PhoneForm]:
    """The input for the action, and the form to show again where there is none."""
    caller, spoken, problems = read_caller(data), _read_spoken(data), dict[str, str]()
    kind = data.get("kind", "")
    facts = read_facts(position.facts, data, problems) if position and kind == "offer" else {}
    identity, speaker = _who(caller, spoken, problems)
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
            "speaker": speaker,
            "facts": facts,
            "message": data.get("message", "").replace("\r\n", "\n").strip(),
            "consent_version": CONSENT_VERSION if data.get("consent") == "yes" else "",
            "submission": _submission(data),
            "disposition": data.get("disposition", ""),
        }
        entry = _entry(values, problems, named=f"{_OTHER}written" if speaker else "written")
    return entry, PhoneForm(
        caller=caller,
        spoken=spoken,
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


def _who(caller: Caller, spoken: Spoken, problems: dict[str, str]) -> tuple[IdentityInput | None, SpeakerInput | None]:
    """Whom the call is about, and whoever speaks for them."""
    calls = identity_of(caller, problems)
    if not spoken.relation:
        return calls, None
    person = identity_of(replace(spoken.person, language=caller.language), problems, _OTHER)
    if calls is None or person is None:
        return None, None
    if not calls.has_name:
        problems.setdefault("written", _("Ask for the caller's own name as well: the two are kept apart."))
        return person, None
    return person, SpeakerInput.model_validate(
        {"identity": calls, "relation": spoken.relation, "agreed": spoken.agreed}
    )


def identity_of(caller: Caller, problems: dict[str, str], prefix: str = "") -> IdentityInput | None:
    """What was typed about somebody; `problems` gets a sentence for each field that cannot be taken."""
    birth = _birth(caller.birth, problems, prefix)
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
            problems.setdefault(prefix + _FIELDS.get(name, name), _sentence(finding))
        return None


def _birth(text: str, problems: dict[str, str], prefix: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems[f"{prefix}birth"] = _("There is no such day. Write year, month and day, for example 1983-04-09.")
        return None


def _entry(values: dict[str, Any], problems: dict[str, str], *, named: str) -> EnquiryInput | None:
    try:
        return EnquiryInput.model_validate(values)
    except ValidationError as error:
        for finding in error.errors(include_url=False, include_input=False):
            name = str(finding["loc"][0]) if finding["loc"] else named
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
