"""What the tables of persons tell the apps above."""

from dataclasses import dataclass

__all__ = [
    "ConsentWithdrawn",
    "PersonCorrected",
    "PersonErased",
    "PersonsJoined",
    "PersonsParted",
    "ResolutionAdvanced",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn:
    """Somebody took a consent back: for a purpose, about one occasion, or about all where `about_ref` is empty."""

    person_ref: str
    purpose: str
    about_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected:
    """An officer noted another date of birth for a person than the one that was known."""

    person_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased:
    """The keys of a person's records are destroyed; every app above destroys what it holds of the person."""

    person_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsJoined:
    """An officer judged two records to be one person: `kept_ref` stays, `joined_ref` redirects to it."""

    kept_ref: str
    joined_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsParted:
    """A judgement was revoked, and a person is two again."""

    person_ref: str
    parted_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionAdvanced:
    """A search for persons recorded twice has more to look at."""

    resolution_ref: str
