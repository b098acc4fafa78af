"""What the sanctions check tells the apps above: references and numbers only."""

from dataclasses import dataclass

__all__ = ["CheckRulesChanged", "HitFound", "HitSettled", "SanctionsListLoaded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsListLoaded:
    """A new version of a list is in force; everybody who was ever checked is checked against what is new in it."""

    version_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRulesChanged:
    """A release compares otherwise than the one before; everybody who was ever checked is checked by the new rules."""

    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitFound:
    """Somebody may be listed: what is theirs is held. A payee has no `person_id`, a donor no `payee_ref`."""

    hit_ref: str
    person_id: int | None
    payee_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HitSettled:
    """A person decided about a hit; `held` says whether this or another hit still holds what is theirs."""

    hit_ref: str
    person_id: int | None
    payee_ref: str
    held: bool
