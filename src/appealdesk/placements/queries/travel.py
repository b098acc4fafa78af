"""May anybody travel for a position now? The advisories that the appeal watches decide; silence permits nothing."""

from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.advisories import is_fresh, latest_advisories, strictest_hold
from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.appeals.queries.pages import AdvisoryPage
from appealdesk.appeals.queries.positions import position_by_id

__all__ = ["TravelStop", "travel_stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelStop:
    """Why nobody travels: an advisory of level 3 or 4 (`level`), or no reading fresher than 48 hours (`no_reading`)."""

    cause: str
    country: str
    advisory: AdvisoryPage | None


def travel_stop(*, position_id: int, now: datetime) -> TravelStop | None:
    """What stops travel for a position at this moment; None where it does not travel, or nothing stops it."""
    position = position_by_id(position_id, now=now)
    if position.place_kind != "travels":
        return None
    issuers = appeal_by_id(position.appeal_id, now=now).advisory_issuers
    readings = latest_advisories(countries=[position.country], issuers=issuers)
    strictest = strictest_hold(readings, position.country)
    if strictest is not None:
        return TravelStop(cause="level", country=position.country, advisory=strictest)
    # A reading whose level nobody could make out says nothing about the danger.
    if not any(reading.level is not None and is_fresh(reading, now=now) for reading in readings):
        return TravelStop(cause="no_reading", country=position.country, advisory=None)
    return None
