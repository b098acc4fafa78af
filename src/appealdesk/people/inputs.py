"""An identity as a door hands it in, checked once for form, phone, import and API."""

import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from appealdesk.core.contact import Contact, ContactState, normalise_mail, normalise_phone
from appealdesk.core.names.person_name import PersonName, check_form
from appealdesk.core.text.normalise import tidy

__all__ = ["BirthDateInput", "IdentityInput", "JudgementInput", "SpeakerInput"]

_EARLIEST_BIRTH = date(1890, 1, 1)


def _tidy(text: object) -> object:
    """Compose characters and collapse spaces; whatever is not text is left to the next check."""
    return tidy(text) if isinstance(text, str) else text


def _name_check(field: str) -> AfterValidator:
    """The check of one form of a name; each form may be empty."""

    def check(text: str) -> str:
        if text and (problem := check_form(field, text)) is not None:
            raise PydanticCustomError(problem.code, "{sentence}", {"sentence": problem.sentence})
        return text

    return AfterValidator(check)


def _birth_date(day: date | None) -> date | None:
    if day is not None and day < _EARLIEST_BIRTH:
        raise PydanticCustomError("people.birth_date_early", "Please check the year of birth.")
    return day


def _email(text: str) -> str:
    return _usable(text, normalise_mail(text, warn=False))


def _phone(text: str) -> str:
    return _usable(text, normalise_phone(text, warn=False))


def _usable(text: str, contact: Contact) -> str:
    """What was typed, kept as it is; only an address that cannot be used at all is refused."""
    if contact.state is ContactState.UNUSABLE:
        problem = contact.problems[0]
        raise PydanticCustomError(problem.code, "{sentence}", {"sentence": problem.sentence})
    return text


def _plain_text(text: str) -> str:
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Cn"} and letter not in "\n\t" for letter in text):
        raise PydanticCustomError("people.text_characters", "Please leave out control characters.")
    return text


_Written = Annotated[str, BeforeValidator(_tidy), _name_check("written")]
_Reading = Annotated[str, BeforeValidator(_tidy), _name_check("reading")]
_Latin = Annotated[str, BeforeValidator(_tidy), _name_check("latin")]
_Email = Annotated[str, BeforeValidator(_tidy), StringConstraints(max_length=254), AfterValidator(_email)]
_Phone = Annotated[str, BeforeValidator(_tidy), StringConstraints(max_length=40), AfterValidator(_phone)]


class IdentityInput(BaseModel):
    """Who somebody says they are. Written form, reading and Latin form are three separate facts; each may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    written: _Written = ""
    reading: _Reading = ""
    latin: _Latin = ""
    birth_date: Annotated[date | None, AfterValidator(_birth_date)] = None
    emails: tuple[_Email, ...] = Field(default=(), max_length=5)
    phones: tuple[_Phone, ...] = Field(default=(), max_length=5)
    address: Annotated[str, BeforeValidator(_tidy), StringConstraints(max_length=400), AfterValidator(_plain_text)] = ""
    notes: Annotated[str, StringConstraints(max_length=4000), AfterValidator(_plain_text)] = ""
    language: Literal["ja", "en", "uk"] = "en"

    @property
    def names(self) -> PersonName:
        """The three forms of the name as one value."""
        return PersonName(self.written, self.reading, self.latin)

    @property
    def has_name(self) -> bool:
        """True if at least one form of the name was given."""
        return bool(self.written or self.reading or self.latin)


class SpeakerInput(BaseModel):
    """Somebody who speaks for another: who they are, what they are to them, and whether the other agrees."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    identity: IdentityInput
    relation: Literal["on_behalf", "contact_of", "household"]
    agreed: bool = False


class BirthDateInput(BaseModel):
    """A date of birth as an officer was told it, with how they know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    person_ref: str
    birth_date: Annotated[date, AfterValidator(_birth_date)]
    note: Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_plain_text)]


class JudgementInput(BaseModel):
    """An officer's verdict about two records, with the reason in code words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record_a: str
    record_b: str
    verdict: Literal["same", "different", "undecided"]
    reasons: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z_.]{1,40}$")], ...] = Field(max_length=12)
