"""Record what a government's feed says; who listens hears of each country whose advice changed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.events import AdvisoryChanged
from appealdesk.appeals.models import TravelAdvisory
from appealdesk.appeals.queries.advisories import latest_advisories
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.advisories import AdvisoryRefused, read_advisories
from appealdesk.core.advisories.reading import AdvisoryReading
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit_many
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["RecordedAdvisories", "record_advisories"]


@dataclass(frozen=True, slots=True)
class RecordedAdvisories:
    """How many readings the feed has, how many are new, and the countries whose latest advice changed."""

    read: int
    new: int
    changed: tuple[str, ...]


def record_advisories(*, actor: Actor, now: datetime, issuer: str, data: bytes) -> RecordedAdvisories:
    """Store the readings that are new; an answer that cannot be read is refused and keeps the last values."""
    try:
        batch = read_advisories(issuer, data)
    except AdvisoryRefused as error:
        raise Refusal("appeals.advisory_refused", f"The feed was refused, the last values stay. {error}") from error
    readings = [reading for reading in batch.readings if reading.country]
    countries = {reading.country or "" for reading in readings}
    digest = hashlib.sha256(data).hexdigest()
    with acting(actor):
        before = {page.country: page for page in latest_advisories(countries=countries, issuers=[issuer])}
        count = TravelAdvisory.objects.filter(issuer=issuer).count()
        _store(readings, digest, now)
        after = {page.country: page for page in latest_advisories(countries=countries, issuers=[issuer])}
        changed = [
            page
            for country, page in sorted(after.items())
            if country not in before or (before[country].level, before[country].scope) != (page.level, page.scope)
        ]
        emit_many(
            [
                AdvisoryChanged(advisory_id=page.id, issuer=issuer, country=page.country, level=page.level)
                for page in changed
            ],
            actor=actor,
            now=now,
        )
        new = TravelAdvisory.objects.filter(issuer=issuer).count() - count
        details = {"read": len(readings), "new": new, "sha256": digest}
        record_audit(actor=actor, now=now, tag="advisory.recorded", subject=issuer, details=details)
    return RecordedAdvisories(read=len(readings), new=new, changed=tuple(page.country for page in changed))


def _store(readings: Sequence[AdvisoryReading], digest: str, now: datetime) -> None:
    TravelAdvisory.objects.bulk_create(
        [
            TravelAdvisory(
                ref=new_ref("Y"),
                issuer=reading.issuer,
                country=reading.country,
                key=reading.key,
                own_level=reading.own_level,
                level=reading.level,
                scope=reading.scope,
                title=reading.title,
                lead=reading.lead,
                url=reading.url,
                issued_at=reading.issued,
                fetched_at=now,
                sha256=digest,
            )
            for reading in readings
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
