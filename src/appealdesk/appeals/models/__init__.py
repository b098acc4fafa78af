"""The tables of the appeals, private to this app."""

from appealdesk.appeals.models.appeals import (
    AdvisoryAnswer,
    Appeal,
    CriteriaDraft,
    CriteriaRevision,
    ExchangeRate,
    FactDefinition,
    Organisation,
    Position,
    TravelAdvisory,
    Update,
)
from appealdesk.appeals.models.life import HostStateObjection, LegalBasis, StateChange, Supersession

__all__ = [
    "AdvisoryAnswer",
    "Appeal",
    "CriteriaDraft",
    "CriteriaRevision",
    "ExchangeRate",
    "FactDefinition",
    "HostStateObjection",
    "LegalBasis",
    "Organisation",
    "Position",
    "StateChange",
    "Supersession",
    "TravelAdvisory",
    "Update",
]
