"""What one government says about one country, in its own words and on one scale.

The scale is ours and has four steps, after the American and Japanese ones, because a hold needs one threshold:

    1  ordinary or particular care; travel is not advised against
    2  heightened caution; the Japanese "不要不急の渡航は止めてください"
    3  do not travel without a compelling reason
    4  do not travel for any reason; leave

Level None means that the issuer advises nothing special. Each issuer's module documents its own mapping in
`normalised_level`. `level` is the highest level in force anywhere in the country and `scope` says how far that level
reaches, so a level 4 for parts of a country is a level 4 with scope PARTS, for a person to weigh.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Final

__all__ = ["JST", "AdvisoryBatch", "AdvisoryReading", "AdvisoryRefused", "Scope", "Skipped", "latest", "to_json"]

JST: Final = timezone(timedelta(hours=9), "JST")
"""Japan has no summer time, so a fixed offset is exact for every advisory there is."""


class AdvisoryRefused(ValueError):  # noqa: N818 - the glossary's word; it is an answer rather than an error
    """The bytes are no advisory feed that can be trusted. The message is one sentence: what, where, what to do."""


class Scope(StrEnum):
    """How far the level reaches. UNKNOWN where the feed does not say, which is never taken for the whole."""

    WHOLE = "whole"
    PARTS = "parts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisoryReading:
    """One issuer's advice on one country.

    `issuer` is a name of `issuers.ISSUERS`; `country` ISO 3166-1 alpha-2, or None where the issuer's own code or name
    (`country_code_raw`, `country_name`) is not known to us. `own_level` is in the issuer's words. `levels_present` is
    every normalised level in force somewhere in the country, highest first. `issued` is aware. `key` is the
    issuer's identifier of the text. `remarks` are sentences for the officer who looks at the reading.
    """

    issuer: str
    country: str | None
    country_code_raw: str
    country_name: str
    scope: Scope
    own_level: str
    level: int | None
    levels_present: tuple[int, ...]
    title: str
    lead: str
    issued: datetime
    url: str
    key: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item of the feed that is no advisory on a country, with the reason in words; counted, never lost silently."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class AdvisoryBatch:
    """Everything that one document said, in the order of the document.

    `whole_list` names the list where the document is one of every country, whose length hardly changes from one day
    to the next; it is empty for a document of some countries, such as a list of new arrivals.
    """

    issuer: str
    readings: tuple[AdvisoryReading, ...]
    skipped: tuple[Skipped, ...]
    whole_list: str = ""


def latest(readings: Iterable[AdvisoryReading]) -> tuple[AdvisoryReading, ...]:
    """The newest reading for each country (each raw code where the country is unknown), in order of first sight.

    A list of new arrivals holds the same country more than once; of two with one time the first stands, because
    feeds put the newest first.
    """
    newest: dict[str, AdvisoryReading] = {}
    for reading in readings:
        place = reading.country or f"?{reading.country_code_raw}|{reading.country_name}"
        if place not in newest or reading.issued > newest[place].issued:
            newest[place] = reading
    return tuple(newest.values())


def to_json(batch: AdvisoryBatch) -> str:
    """One JSON object as text: issuer, count, readings, skipped; times in ISO 8601 with their offset."""
    document = {
        "issuer": batch.issuer,
        "count": len(batch.readings),
        "readings": [
            {
                "country": reading.country,
                "country_code_raw": reading.country_code_raw,
                "country_name": reading.country_name,
                "scope": reading.scope.value,
                "own_level": reading.own_level,
                "level": reading.level,
                "levels_present": list(reading.levels_present),
                "title": reading.title,
                "lead": reading.lead,
                "issued": reading.issued.isoformat(),
                "url": reading.url,
                "key": reading.key,
                "remarks": list(reading.remarks),
            }
            for reading in batch.readings
        ],
        "skipped": [{"key": item.key, "reason": item.reason} for item in batch.skipped],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
