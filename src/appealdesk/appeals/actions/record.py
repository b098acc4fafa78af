"""Record what a government's feed says; who listens hears of each country whose advice changed.

An answer that cannot be read, and a list of all countries that has become much shorter, are refused whole. The last
values stay, and the refusal is kept, so that the desk knows that it looks at them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.events import AdvisoryChanged
from appealdesk.appeals.models import AdvisoryAnswer, TravelAdvisory
from appealdesk.appeals.queries.advisories import latest_advisories
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.advisories import ISSUERS, AdvisoryBatch, AdvisoryRefused, read_advisories
from appealdesk.core.advisories.reading import AdvisoryReading
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.events import emit_many
from appealdesk.foundation.ids import new_ref
from appealdesk.foundation.refusals import Refusal

__all__ = ["RecordedAdvisories", "record_advisories"]

_LEAST_OF_LAST = 0.8  # A government drops a country or two in a year; half a file drops many.


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


def record_advisories(
    *, actor: Actor, now: datetime, issuer: str, data: bytes, accept_fewer: bool = False
) -> RecordedAdvisories:
    """Store the readings that are new, and that the others were seen again, or refuse the answer whole.

    `accept_fewer` takes a list that names far fewer countries than the last one, once somebody has looked at it.
    """
    if issuer not in ISSUERS:
        raise Refusal("appeals.advisory_issuer", f'There is no issuer "{issuer:.40}"; known are {", ".join(ISSUERS)}.')
    try:
        batch = read_advisories(issuer, data)
    except AdvisoryRefused as error:
        raise _refused(actor, now, AdvisoryAnswer(issuer=issuer, cause="unreadable"), str(error)) from error
    answer = AdvisoryAnswer(issuer=issuer, whole_list=batch.whole_list, readings=len(batch.readings))
    if not accept_fewer and (doubt := _doubt(batch)):
        answer.cause = AdvisoryAnswer.Cause.FEWER
        raise _refused(actor, now, answer, doubt)
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
        answer.at = now
        AdvisoryAnswer.objects.bulk_create([answer])
        details = {"read": len(batch.readings), "new": new, "unplaced": len(unplaced), "sha256": digest}
        record_audit(actor=actor, now=now, tag="advisory.recorded", subject=issuer, details=details)
    return RecordedAdvisories(
        read=len(batch.readings), new=new, unplaced=unplaced, changed=tuple(page.country for page in changed)
    )


def _doubt(batch: AdvisoryBatch) -> str:
    """Why a list of every country may be a part of one, or nothing."""
    if not batch.whole_list:
        return ""
    last = (
        AdvisoryAnswer.objects.filter(
            issuer=batch.issuer, whole_list=batch.whole_list, cause=AdvisoryAnswer.Cause.ACCEPTED
        )
        .order_by("-id")
        .values_list("readings", flat=True)
        .first()
    )
    count = len(batch.readings)
    if count == 0:
        return "It states no country's level, so the feed has changed and its reader must be looked at."
    if count < _LEAST_OF_LAST * (last or 0):
        return (
            f"It names {count} countries and the last list named {last}, so it may be a part of one: fetch it again, or"
            " look at it and accept fewer."
        )
    return ""


def _refused(actor: Actor, now: datetime, answer: AdvisoryAnswer, reason: str) -> Refusal:
    """Keep that the answer was refused, which is committed on its own, and give the refusal to raise."""
    answer.at = now
    with acting(actor):
        AdvisoryAnswer.objects.bulk_create([answer])
        details = {"cause": str(answer.cause)}
        record_audit(actor=actor, now=now, tag="advisory.refused", subject=answer.issuer, details=details)
    return Refusal("appeals.advisory_refused", f"The feed was refused, the last values stay. {reason}")


def _store(placed: Sequence[tuple[str, AdvisoryReading]], digest: str, now: datetime) -> None:
    # A mail may name a country twice.
    once = {(country, reading.key): reading for country, reading in reversed(placed)}
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
            for (country, _), reading in once.items()
        ],
        # The same text again says that it is still in force, which is what keeps a reading fresh.
        update_conflicts=True,
        unique_fields=["issuer", "country", "key", "sha256"],
        update_fields=["fetched_at"],
        batch_size=500,
    )
