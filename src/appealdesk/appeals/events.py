"""What the appeals tell the apps above: references and numbers only."""

from dataclasses import dataclass

__all__ = ["AdvisoryChanged", "AppealSuperseded", "CriteriaPublished", "LegalGroundsChanged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaPublished:
    """A position has a new criteria revision in force."""

    position_id: int
    revision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisoryChanged:
    """The latest advice of an issuer on a country is another than before."""

    advisory_id: int
    issuer: str
    country: str
    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalGroundsChanged:
    """A legal basis of a position ended, or the host state objects: placements may have to be held."""

    position_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSuperseded:
    """Another appeal continues this one, and its enquirers are to be carried over."""

    appeal_id: int
    successor_id: int
