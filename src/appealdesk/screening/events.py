"""What screening tells the apps above: references and numbers only."""

from dataclasses import dataclass

__all__ = ["ApplicationDecided", "BulkDecisionAdvanced", "RescreenAdvanced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDecided:
    """A person decided; `outcome` is a decision's outcome, `way_refs` are the ways to help that were offered."""

    application_ref: str
    decision_ref: str
    outcome: str
    way_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenAdvanced:
    """A run has done one part of its work and has more to do."""

    run_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkDecisionAdvanced:
    """A bulk decision has done one part of its work and has more to do; whoever decided is the event's actor."""

    bulk_ref: str
