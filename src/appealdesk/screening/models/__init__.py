"""The tables of screening, private to this app."""

from appealdesk.screening.models.bulk import BulkDecision, BulkLine
from appealdesk.screening.models.decisions import Decision, ProposedAcceptance, ReviewRequest
from appealdesk.screening.models.profiles import (
    DONE,
    DecisionCode,
    Screening,
    ScreeningProfile,
    ScreeningRun,
    WaitsCode,
)
from appealdesk.screening.models.reasons import OwnReason

__all__ = [
    "DONE",
    "BulkDecision",
    "BulkLine",
    "Decision",
    "DecisionCode",
    "OwnReason",
    "ProposedAcceptance",
    "ReviewRequest",
    "Screening",
    "ScreeningProfile",
    "ScreeningRun",
    "WaitsCode",
]
