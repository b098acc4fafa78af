"""What the appeals tell the apps above: references and numbers only."""

from dataclasses import dataclass

__all__ = ["AdvisoryChanged", "CriteriaPublished"]


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
