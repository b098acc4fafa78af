"""What a decision and a look at the queue take, checked once for every door."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = [
    "BulkChoice",
    "BulkSelection",
    "ContradictionInput",
    "DecisionInput",
    "MoveFilter",
    "QueueFilter",
    "ReasonInput",
    "ReviewAnswerInput",
    "ReviewInput",
    "UndoInput",
    "WayOffer",
]

_Ref = Annotated[str, StringConstraints(pattern=r"^[A-Z]-[0-9A-Z]{1,12}$")]


class WayOffer(BaseModel):
    """A way to help as a letter offers it: its titles, and perhaps where to read more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ref: _Ref
    titles: Mapping[str, str]
    url: Annotated[str, StringConstraints(max_length=400)] = ""


class DecisionInput(BaseModel):
    """What an officer decides.

    `seen_decision_ref` and `seen_proposal_ref` are what the officer's page showed, empty if nothing; `seen_basis` is
    what it said of the facts and criteria, for whoever confirms a colleague's acceptance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_ref: _Ref
    outcome: Literal["accepted", "declined", "deferred", "referred", "withdrawn"]
    reason_codes: Annotated[tuple[str, ...], Field(max_length=5)] = ()
    note: Annotated[str, StringConstraints(max_length=4000)] = ""
    ways: Annotated[tuple[WayOffer, ...], Field(max_length=5)] = ()
    seen_decision_ref: Annotated[str, StringConstraints(pattern=r"^(D-[0-9A-Z]{1,12})?$")] = ""
    seen_proposal_ref: Annotated[str, StringConstraints(pattern=r"^(Z-[0-9A-Z]{1,12})?$")] = ""
    seen_basis: Annotated[str, StringConstraints(max_length=16)] = ""


class QueueFilter(BaseModel):
    """What the list of applications shows; an empty value does not filter. `text` is a reference or a name.

    `changed` compares the result with the one that the decision was made with; `run` is a re-screening that changed it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Literal["", "meets", "does_not_meet", "cannot_tell", "none"] = ""
    decision: Literal["", "undecided", "accepted", "declined", "deferred", "referred", "withdrawn"] = ""
    waits: Literal["", "second_person", "review"] = ""
    changed: Literal["", "better", "worse"] = ""
    run: Annotated[str, StringConstraints(max_length=16)] = ""
    position_ref: Annotated[str, StringConstraints(max_length=16)] = ""
    appeal_ref: Annotated[str, StringConstraints(max_length=16)] = ""
    channel: Literal["", "web", "phone", "walk_in", "email", "import", "api"] = ""
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    after: Annotated[str, StringConstraints(max_length=16)] = ""
    before: Annotated[str, StringConstraints(max_length=16)] = ""


class MoveFilter(BaseModel):
    """Whom the list of a dry run shows: those who go from one outcome to another. An empty value does not filter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: Literal["", "meets", "does_not_meet", "cannot_tell", "none"] = ""
    to: Literal["", "meets", "does_not_meet", "cannot_tell"] = ""
    decision: Literal["", "undecided", "accepted", "declined", "deferred", "referred", "withdrawn"] = ""
    after: Annotated[str, StringConstraints(pattern=r"^(A-[0-9A-Z]{9})?$")] = ""


class ContradictionInput(BaseModel):
    """Why a second officer does not confirm a proposed acceptance, in words for the first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_ref: _Ref
    proposal_ref: _Ref
    note: Annotated[str, StringConstraints(max_length=4000)] = ""


class UndoInput(BaseModel):
    """What an officer takes back: `seen_ref` is the decision, or the proposed acceptance, that the page showed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_ref: _Ref
    seen_ref: _Ref


class ReviewInput(BaseModel):
    """Why an applicant contests a decision, in their own words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_ref: _Ref
    language: Literal["ja", "en", "uk"]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class ReviewAnswerInput(BaseModel):
    """Why a decision stays, in words for the applicant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_ref: _Ref
    review_ref: _Ref
    answer: Annotated[str, StringConstraints(max_length=4000)] = ""


class BulkSelection(BaseModel):
    """Whom an officer chose in the queue: ticked rows, or everybody whom the filters show."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Literal["accepted", "declined", "deferred", "referred"]
    application_refs: Annotated[tuple[_Ref, ...], Field(max_length=500)] = ()
    everybody: QueueFilter | None = None


class BulkChoice(BaseModel):
    """What an officer chooses for all of them, before anything is decided."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bulk_ref: _Ref
    outcome: Literal["accepted", "declined", "deferred", "referred"]
    reason_codes: Annotated[tuple[str, ...], Field(max_length=5)] = ()
    note: Annotated[str, StringConstraints(max_length=4000)] = ""
    ways: Annotated[tuple[WayOffer, ...], Field(max_length=5)] = ()


_Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400, pattern=r"^[^\x00-\x1f]+$")
]


class ReasonInput(BaseModel):
    """A reason of the organisation's own: one sentence in each language, for which decisions, and what it adds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: _Sentence
    en: _Sentence
    uk: _Sentence
    outcomes: Annotated[
        frozenset[Literal["accepted", "declined", "deferred", "referred", "withdrawn"]], Field(min_length=1)
    ]
    adds: Literal["", "does_not_meet", "cannot_tell"] = ""

    @property
    def texts(self) -> Mapping[str, str]:
        """The sentence by language."""
        return {"ja": self.ja, "en": self.en, "uk": self.uk}
