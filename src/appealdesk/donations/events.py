"""What the donations tell the apps above and the worker: references and numbers only."""

from dataclasses import dataclass

__all__ = ["DonationsRecorded", "DonorAttached", "StatementImported", "StatementReceived"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReceived:
    """A file passed every check and waits to be imported."""

    statement_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementImported:
    """Every line of a statement is stored and posted."""

    statement_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationsRecorded:
    """A statement was reconciled into donations."""

    statement_ref: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorAttached:
    """The donor of a donation is known."""

    donation_ref: str
