"""An enquiry as a door hands it in, checked once for form, phone, import and API."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from appealdesk.people.inputs import IdentityInput, SpeakerInput

__all__ = [
    "LONGEST_MESSAGE",
    "LONGEST_NOTE",
    "EnquiryInput",
    "EvidenceCheckInput",
    "EvidenceInput",
    "FactAnswer",
    "FactCorrection",
    "SealedStatement",
]

LONGEST_MESSAGE = 4000
LONGEST_NOTE = 500
_MOST_FACTS = 80

_Number = Annotated[float, Field(allow_inf_nan=False)]
_Word = Annotated[str, StringConstraints(max_length=80)]
_Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
_Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Validity(BaseModel):
    """A licence's days: from and until, either open."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    start: _Day | None = Field(default=None, alias="from")
    until: _Day | None = None


class FactAnswer(_Frozen):
    """One answer in the shape of the criteria file: a value with its evidence, or a reason why there is none."""

    value: bool | int | _Number | _Word | tuple[_Word, ...] | Validity | None = None
    evidence: Literal["claimed", "documented", "verified", ""] = ""
    absent: Literal["not_asked", "declined_to_say", "not_applicable", "unverified", ""] = ""

    @model_validator(mode="after")
    def _known_or_absent(self) -> Self:
        if (self.value is None) == (not self.absent):
            raise PydanticCustomError(
                "enquiries.answer_shape", "An answer has either a value or a reason why there is none."
            )
        return self

    @property
    def stored_value(self) -> Any:
        """The value as the facts file and the database write it."""
        return self.model_dump(mode="json")["value"]

    @property
    def stored_evidence(self) -> str:
        """How well the value is shown; a bare value is claimed."""
        return "" if self.absent else self.evidence or "claimed"


def _message(text: str) -> str:
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Cn"} and letter not in "\n\r\t" for letter in text):
        raise PydanticCustomError("enquiries.message_characters", "Please leave out control characters.")
    return text


_Facts = Annotated[Mapping[_Key, FactAnswer], Field(max_length=_MOST_FACTS)]


def _no_birth_date(facts: Mapping[str, FactAnswer]) -> Mapping[str, FactAnswer]:
    if "birth_date" in facts:
        raise PydanticCustomError(
            "enquiries.birth_date", "A birth date belongs to the identity, where it is sealed, and not to the facts."
        )
    return facts


class SealedStatement(_Frozen):
    """The part of an enquiry that only its own key opens."""

    identity: IdentityInput
    position_ref: str | None = None
    facts: Annotated[_Facts, AfterValidator(_no_birth_date)] = Field(default_factory=dict)
    message: Annotated[str, StringConstraints(max_length=LONGEST_MESSAGE), AfterValidator(_message)] = ""
    consent_version: Annotated[str, StringConstraints(max_length=40)] = ""


class EnquiryInput(SealedStatement):
    """One contact by any channel. `submission` is sixteen random bytes that the door gave the form."""

    appeal_id: int
    organisation_id: int
    kind: Literal["offer", "seek_help", "donate", "press", "threat", "other"]
    channel: Literal["web", "phone", "walk_in", "email", "import", "api"]
    language: Literal["ja", "en", "uk"]
    submission: Annotated[bytes, Field(min_length=16, max_length=16)]
    disposition: Literal["", "completed", "informed", "call_back", "referred", "cut_off"] = ""
    # Whoever speaks for the one whom it is about; sealed apart, because each of the two may be erased alone.
    speaker: SpeakerInput | None = None

    @model_validator(mode="after")
    def _a_speaker_is_known_and_was_asked_to_speak(self) -> Self:
        if self.speaker is not None and not self.speaker.identity.has_name:
            raise PydanticCustomError("enquiries.speaker_name", "Please give your own name as well.")
        if self.speaker is not None and self.channel in {"web", "api"} and not self.speaker.agreed:
            raise PydanticCustomError("enquiries.speaker_agreed", "Please ask them first, and say that they agree.")
        return self

    @model_validator(mode="after")
    def _an_offer_can_be_answered(self) -> Self:
        if self.kind == "offer" and not self.identity.has_name:
            raise PydanticCustomError("enquiries.name_missing", "Please give your name, so that we can answer you.")
        if self.kind == "offer" and self.channel in {"web", "api"} and not self.consent_version:
            raise PydanticCustomError(
                "enquiries.consent_missing", "Please agree that we may use what you told us to decide about your offer."
            )
        return self

    def sealed_part(self) -> bytes:
        """What is sealed, as JSON."""
        return self.model_dump_json(include=_SEALED_FIELDS).encode()

    def speaker_part(self) -> bytes:
        """What is sealed of whoever speaks, as JSON; empty where nobody does."""
        return self.speaker.model_dump_json().encode() if self.speaker else b""


_SEALED_FIELDS = set(SealedStatement.model_fields)


class FactCorrection(_Frozen):
    """Facts of an application that replace earlier ones."""

    application_ref: str
    facts: Annotated[_Facts, AfterValidator(_no_birth_date)] = Field(min_length=1)
    # What documents show is graded from the documents themselves, so nobody can write it here.
    source: Literal["declared", "staff"]


class EvidenceInput(_Frozen):
    """A document as it came, and the facts that it is meant to show."""

    application_ref: str
    fact_keys: Annotated[tuple[_Key, ...], Field(min_length=1, max_length=_MOST_FACTS)]
    data: bytes


class EvidenceCheckInput(_Frozen):
    """What an officer found in a document. `seen` is the check that the officer's page showed, empty for none."""

    evidence_ref: str
    verdict: Literal["verified", "refused"]
    fact_keys: tuple[_Key, ...] = ()
    reason: Literal["", "unreadable", "incomplete", "wrong_document", "other_person", "expired", "not_genuine"] = ""
    note: Annotated[
        str, StringConstraints(max_length=LONGEST_NOTE, strip_whitespace=True), AfterValidator(_message)
    ] = ""
    valid_until: date | None = None
    seen: str = ""
