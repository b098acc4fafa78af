"""What enquiries tell the apps above."""

from dataclasses import dataclass

__all__ = [
    "ApplicationCreated",
    "ApplicationWithdrawn",
    "ApplicationsCarriedOver",
    "CarryOverAdvanced",
    "EnquiryReceived",
    "FactsCorrected",
    "PeopleFileAdvanced",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryReceived:
    """An enquiry is stored; who it is from is not known yet."""

    enquiry_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCreated:
    """An offer became an application with facts."""

    application_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsCorrected:
    """Facts of an application were replaced."""

    application_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationsCarriedOver:
    """Applications of a superseded appeal continue in its successor: pairs of the earlier and the new reference."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOverAdvanced:
    """Some enquirers of a superseded appeal are carried over, and there may be more."""

    appeal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn:
    """The applicant took the offer back."""

    application_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFileAdvanced:
    """A file of people was received, confirmed, or done in part; the next rows are due."""

    file_ref: str
