"""What the actions of the appeals take, validated once for desk, command and demo."""

from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from appealdesk.core.places import COUNTRIES
from appealdesk.foundation.languages import LANGUAGES

__all__ = [
    "AppealInput",
    "ChoiceInput",
    "FactInput",
    "FactTextsInput",
    "LegalBasisInput",
    "ObjectionInput",
    "OrganisationInput",
    "PositionInput",
    "Texts",
]


def _known_country(code: str) -> str:
    if code not in COUNTRIES:
        raise ValueError("this is no country of ISO 3166-1")
    return code


def _known_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("this is no time zone")
    return name


Text = Annotated[str, Field(min_length=1, max_length=8000)]
Texts = dict[Literal["ja", "en", "uk"], Text]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Country = Annotated[str, AfterValidator(_known_country)]
Timezone = Annotated[str, AfterValidator(_known_timezone)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="after")
    def _all_languages(self) -> "_Frozen":
        for name, value in self:
            if isinstance(value, dict) and name in {"names", "titles", "summaries", "labels", "questions"}:
                missing = [language for language in LANGUAGES if language not in value]
                if missing:
                    raise ValueError(f"{name} has no text in {', '.join(missing)}: give all three languages")
        return self


class OrganisationInput(_Frozen):
    """An embassy, an agency, a municipality, an NGO."""

    slug: Slug
    names: Texts
    country: Country
    timezone: Timezone = "Asia/Tokyo"


class AppealInput(_Frozen):
    """A new appeal, still a draft."""

    slug: Slug
    titles: Texts
    summaries: Texts
    crisis_names: Texts
    glide: str = Field(default="", max_length=20)
    donation_details: dict[str, str] = Field(default_factory=dict)
    advisory_issuers: tuple[str, ...] = ()
    # How many characters a post may have on the Mastodon instance where the appeal is told about.
    mastodon_limit: int = Field(default=500, ge=100, le=100_000)


class PositionInput(_Frozen):
    """What is needed."""

    slug: Slug
    titles: Texts
    summaries: Texts
    kind: Literal["civil", "combat"] = "civil"
    place_kind: Literal["remote", "here", "travels"]
    country: Country
    wanted: int | None = Field(default=None, ge=1, le=1_000_000)
    starts_on: date | None = None
    ends_on: date | None = None
    second_decision: bool = False
    rank: int = Field(default=0, ge=0, le=1000)

    @model_validator(mode="after")
    def _ends_after_start(self) -> "PositionInput":
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("ends_on lies before starts_on: check both days")
        return self


class LegalBasisInput(_Frozen):
    """The document by which an authority permits a position in one country."""

    country: Country
    authority: str = Field(min_length=1, max_length=200)
    title: str = Field(min_length=1, max_length=300)
    # A number in a register, or an address.
    reference: str = Field(min_length=1, max_length=400)
    valid_from: date
    valid_until: date | None = None

    @model_validator(mode="after")
    def _until_after_from(self) -> "LegalBasisInput":
        if self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from: check both days")
        return self


class ObjectionInput(_Frozen):
    """Who objected to an appeal, by which note, on which day."""

    authority: str = Field(min_length=1, max_length=200)
    reference: str = Field(min_length=1, max_length=200)
    objected_on: date


class ChoiceInput(_Frozen):
    """One answer of a choice or a set."""

    key: Key
    labels: Texts


class FactInput(_Frozen):
    """One typed fact of the dictionary."""

    key: Key
    type: Literal["choice", "number", "flag", "date", "set", "validity"]
    labels: Texts
    questions: Texts
    hints: Texts = Field(default_factory=dict)
    choices: tuple[ChoiceInput, ...] = ()
    privacy: Literal["internal", "sensitive"] = "sensitive"
    rank: int = 0


class FactTextsInput(_Frozen):
    """What may change about a fact that is there: its words, how private it is, and further answers at the end."""

    labels: Texts
    questions: Texts
    hints: Texts = Field(default_factory=dict)
    choices: tuple[ChoiceInput, ...] = ()
    privacy: Literal["internal", "sensitive"] = "sensitive"
