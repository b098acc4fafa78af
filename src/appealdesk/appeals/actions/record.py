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
    """How many readings the feed has, how many are new, and the countries whose latest advice changed.

    `unplaced` readings name a country that nobody here knows; they are told, because one of them may be the country
    that matters.
    """

    read: int
    new: int
    unplaced: tuple[str, ...]
    changed: tuple[str, ...]


def record_advisories(*, actor: Actor, now: datetime, issuer: str, data: bytes) -> RecordedAdvisories:
    """Store the readings that are new, and that the others were seen again; an unreadable answer is refused whole."""
    try:
        batch = read_advisories(issuer, data)
    except AdvisoryRefused as error:
        raise Refusal("appeals.advisory_refused", f"The feed was refused, the last values stay. {error}") from error
    placed = [(reading.country, reading) for reading in batch.readings if reading.country]
    unplaced = tuple(
        reading.country_name or reading.country_code_raw for reading in batch.readings if not reading.country
    )
    countries = {country for country, _ in placed}
    digest = hashlib.sha256(data).hexdigest()
    with acting(actor):
        before = {page.country: page for page in latest_advisories(countries=countries, issuers=[issuer])}
        count = TravelAdvisory.objects.filter(issuer=issuer).count()
        _store(placed, digest, now)
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
        details = {"read": len(batch.readings), "new": new, "unplaced": len(unplaced), "sha256": digest}
        record_audit(actor=actor, now=now, tag="advisory.recorded", subject=issuer, details=details)
    return RecordedAdvisories(
        read=len(batch.readings), new=new, unplaced=unplaced, changed=tuple(page.country for page in changed)
    )


def _store(placed: Sequence[tuple[str, AdvisoryReading]], digest: str, now: datetime) -> None:
    TravelAdvisory.objects.bulk_create(
        [
            TravelAdvisory(
                ref=new_ref("Y"),
                issuer=reading.issuer,
                country=country,
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
            for country, reading in placed
        ],
        # The same text again says that it is still in force, which is what keeps a reading fresh.
        update_conflicts=True,
        unique_fields=["issuer", "country", "key", "sha256"],
        update_fields=["fetched_at"],
        batch_size=500,
    )
