"""What a search for persons recorded more than once looks at: the new records, and whoever shares a key with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from appealdesk.core.linking.fields import Field
from appealdesk.core.names.keys import DERIVED, KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_all, fetch_value
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.access import may_see_people
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import Record, Resolution
from appealdesk.people.queries.identities import open_identity

__all__ = [
    "ResolutionPage",
    "facts_of",
    "new_records",
    "newest_record",
    "opened_records",
    "page_of_resolution",
    "records_to_compare",
    "resolution_is_due",
    "resolutions_of",
]

_MOST_SHARING = 120
_OPENED_AT_ONCE = 2_000
_TO_COMPARE = """
WITH fresh AS (
    SELECT id FROM people_record
    WHERE organisation_id = %(organisation)s AND sealed IS NOT NULL AND id > %(after)s AND id <= %(last)s
), asked AS (
    SELECT DISTINCT kind, h FROM people_identitykey
    WHERE record_id IN (SELECT id FROM fresh) AND rank < %(derived)s AND key_version = %(version)s
), usual AS (
    SELECT held.kind, held.h FROM people_identitykey AS held JOIN asked USING (kind, h)
    WHERE held.organisation_id = %(organisation)s AND held.key_version = %(version)s
    GROUP BY held.kind, held.h HAVING count(*) <= %(most)s
)
SELECT id FROM fresh
UNION
SELECT held.record_id FROM people_identitykey AS held JOIN usual USING (kind, h)
WHERE held.organisation_id = %(organisation)s AND held.record_id <= %(last)s
ORDER BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionPage:
    """How far a search is: `done` of `total` likely pairs looked at, persons `joined`, questions `asked`.

    Of one in turns, `records` of `to_see` are looked at; `to_see` is 0 for an operator's.
    """

    ref: str
    status: str
    started_at: datetime
    started_by: str
    finished_at: datetime | None
    stopped_by: str
    by_turns: bool
    to_see: int
    records: int
    total: int
    done: int
    joined: int
    asked: int


def resolutions_of(*, actor: Actor, limit: int = 20) -> tuple[ResolutionPage, ...]:
    """The newest searches. One query."""
    if not may_see_people(actor):
        raise NotFound("page")
    rows = Resolution.objects.filter(organisation_id=actor.own_organisation).order_by("-pk")[:limit]
    return tuple(page_of_resolution(row, records=row.seen) for row in rows)


def new_records(*, actor: Actor) -> int:
    """How many records no search has looked at. Two queries."""
    own = Resolution.objects.filter(organisation_id=actor.own_organisation)
    after = own.aggregate(last=Max("last_record_id"))["last"] or 0
    return Record.objects.filter(organisation_id=actor.own_organisation, pk__gt=after).count()


def page_of_resolution(resolution: Resolution, *, records: int = 0) -> ResolutionPage:
    """The page of a row that the caller was given by access."""
    return ResolutionPage(
        ref=resolution.ref,
        status=resolution.status,
        started_at=resolution.started_at,
        started_by=resolution.started_by,
        finished_at=resolution.finished_at,
        stopped_by=resolution.stopped_by,
        by_turns=resolution.by_turns,
        to_see=resolution.to_see,
        records=records,
        total=resolution.total,
        done=resolution.done,
        joined=resolution.joined,
        asked=resolution.asked,
    )


def newest_record(actor: Actor) -> int:
    """The key of the newest record of the organisation, or 0."""
    newest = "SELECT coalesce(max(id), 0) FROM people_record WHERE organisation_id = %s"
    return int(fetch_value(newest, [actor.own_organisation]))


def resolution_is_due(actor: Actor) -> bool:
    """Whether a search was cut off, or records have come since the last one; the first is for an operator to begin."""
    with acting(actor):
        own = Resolution.objects.filter(organisation_id=actor.own_organisation)
        running = own.filter(status=Resolution.Status.RUNNING).first()
        if running is not None:
            return not running.by_turns
        looked_at = own.aggregate(last=Max("last_record_id"))["last"]
        return looked_at is not None and newest_record(actor) > looked_at


def records_to_compare(actor: Actor, *, after: int, last: int) -> list[int]:
    """Keys of the new records and of those that share a token with one; nothing is opened for that."""
    values = {
        "organisation": actor.own_organisation,
        "after": after,
        "last": last,
        "derived": DERIVED,
        "version": KEYS_VERSION,
        "most": _MOST_SHARING,
    }
    return [key for (key,) in fetch_all(_TO_COMPARE, values)]


def opened_records(actor: Actor, keys: Sequence[int]) -> Iterator[tuple[int, IdentityInput]]:
    """What the records say, opened a few at a time, each part in a transaction of its own; erased ones are left out."""
    for start in range(0, len(keys), _OPENED_AT_ONCE):
        with acting(actor):
            rows = fetch_all(
                "SELECT id, ref, wrapped_key, sealed FROM people_record "
                "WHERE organisation_id = %s AND id = ANY(%s) ORDER BY id",
                [actor.own_organisation, list(keys[start : start + _OPENED_AT_ONCE])],
            )
        for key, ref, wrapped_key, sealed in rows:
            said = open_identity(record_ref=ref, wrapped_key=wrapped_key, sealed=sealed)
            if said is not None:
                yield key, said


def facts_of(said: IdentityInput) -> dict[Field, str]:
    """A record as the batch compares it; of several numbers and addresses the first."""
    told = {
        Field.NAME: said.written,
        Field.KANA: said.reading,
        Field.LATIN: said.latin,
        Field.BIRTH_DATE: said.birth_date.isoformat() if said.birth_date else "",
        Field.PHONE: said.phones[0] if said.phones else "",
        Field.MAIL: said.emails[0] if said.emails else "",
        Field.STREET: said.address,
    }
    return {field: text for field, text in told.items() if text}
