"""May anybody be placed by law? The legal basis of a position and the objections to its appeal decide."""

from datetime import datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.legal import LegalStop, legal_stop

__all__ = ["LegalStop", "legal_stop_now"]


def legal_stop_now(*, organisation_id: int, position_id: int, now: datetime) -> LegalStop | None:
    """What the law puts before a placement at this moment, where the organisation is. Three queries."""
    return legal_stop(position_id=position_id, on=day_of(organisation_id, now=now))
