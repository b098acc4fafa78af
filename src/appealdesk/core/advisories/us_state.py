"""The United States: the State Department's travel advisories, from the JSON API or from the RSS feed.

The level stands in the title only. The country tags are FIPS 10-4 (CH is China, CD is Chad) and sometimes wrong, so
the country is found by its name and the tag is kept as it came.
"""

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Final

from lxml import etree, html

from appealdesk.core.advisories.document import (
    mapping_at,
    moment_at,
    parse_json,
    parse_xml,
    text_at,
    text_of,
    web_address,
)
from appealdesk.core.advisories.reading import AdvisoryBatch, AdvisoryReading, AdvisoryRefused, Scope, Skipped
from appealdesk.core.places import find_country

__all__ = ["ISSUER", "normalised_level", "read"]

ISSUER: Final = "us-state"
_SOURCE: Final = "the State Department"
_TITLE: Final = re.compile(
    r"(?P<name>.+?)(?:\s+Travel Advisory)?\s*[-–—]\s*(?P<split>See Summar\w+\s*[-–—]\s*)?"
    r"(?P<own>Level\s+(?P<level>\d+)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_TITLE: Final = 500  # The pattern may look at every pair of places; real titles have less than 100.
_ALIASES: Final = {"israel, the west bank and gaza": "IL", "israel, west bank and gaza": "IL"}
_RSS_DATE: Final = "%a, %d %b %Y"


def normalised_level(own_level: int) -> int:
    """Their four levels are ours: 1 normal precautions, 2 increased caution, 3 reconsider travel, 4 do not travel."""
    if own_level not in (1, 2, 3, 4):
        raise AdvisoryRefused(f"The State Department's levels are 1 to 4, and the title says {own_level}.")
    return own_level


def read(data: bytes) -> AdvisoryBatch:
    """Reads the API's list or the RSS feed, whichever it is."""
    is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    items = _rss_items(data) if is_xml else _api_items(data)
    if not items:
        raise AdvisoryRefused(f"The file has no advisory in it; {_SOURCE} answers so at times, fetch it again.")
    readings: list[AdvisoryReading] = []
    skipped: list[Skipped] = []
    for item in items:
        outcome = _read_item(item)
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            readings.append(outcome)
    return AdvisoryBatch(ISSUER, tuple(readings), tuple(skipped), whole_list="rss" if is_xml else "api")


def _read_item(item: Mapping[str, str]) -> AdvisoryReading | Skipped:
    title = " ".join(item["title"].split())
    where = f'The item "{title:.60}"'
    found = _TITLE.fullmatch(title) if len(title) <= _LONGEST_TITLE else None
    if found is None:
        return Skipped(item["key"], f'The title "{title:.80}" states no level.')
    name = found["name"].strip()
    alias = _ALIASES.get(name.casefold())
    country = find_country(name)
    code = alias or (country.alpha2 if country else None)
    level = normalised_level(int(found["level"][:3]))
    remarks = []
    if code is None:
        remarks.append(f'The name "{name:.80}" is not in our table; a person must say which country it is.')
    if found["split"]:
        remarks.append("The title refers to summaries: parts of the area have levels of their own.")
    form = _RSS_DATE if item["form"] == "rss" else ""
    return AdvisoryReading(
        issuer=ISSUER,
        country=code,
        country_code_raw=item["tag"],
        country_name=name,
        scope=Scope.UNKNOWN if found["split"] else Scope.WHOLE,
        own_level=found["own"].strip(),
        level=level,
        levels_present=(level,),
        title=title,
        lead=_plain(item["summary"]),
        issued=moment_at(item["when"], where, zone=UTC, form=form),
        url=web_address(item["url"]),
        key=item["key"],
        remarks=tuple(remarks),
    )


def _api_items(data: bytes) -> list[dict[str, str]]:
    document = parse_json(data, source=_SOURCE)
    if not isinstance(document, list):
        raise AdvisoryRefused(f"The file is not the list that {_SOURCE} publishes; fetch it again.")
    items: list[dict[str, str]] = []
    for number, entry in enumerate(document, start=1):
        where = f"Item {number}"
        item = mapping_at(entry, where)
        tags = item.get("Category")
        summary = item.get("Summary", "")
        items.append(
            {
                "form": "api",
                "title": text_at(item, "Title", where),
                "url": text_at(item, "Link", where),
                "key": text_at(item, "Link", where),
                "when": text_at(item, "Updated", where),
                "tag": ",".join(str(tag) for tag in tags) if isinstance(tags, list) else "",
                "summary": summary if isinstance(summary, str) else "",
            }
        )
    return items


def _rss_items(data: bytes) -> list[dict[str, str]]:
    """RSS gives a day without a time; it is read as midnight UTC."""
    root = parse_xml(data, root="rss", source=_SOURCE)
    return [
        {
            "form": "rss",
            "title": text_of(item, "title"),
            "url": text_of(item, "link"),
            "key": text_of(item, "guid") or text_of(item, "link"),
            "when": text_of(item, "pubDate"),
            "tag": _category(item, "Country-Tag"),
            "summary": text_of(item, "description"),
        }
        for item in root.iterfind("channel/item")
    ]


def _category(item: etree._Element, domain: str) -> str:
    return ",".join(
        (category.text or "").strip() for category in item.iterchildren("category") if category.get("domain") == domain
    )


def _plain(summary: str) -> str:
    """The words of an HTML summary, as one line."""
    if not summary.strip():
        return ""
    try:
        words = html.fromstring(f"<div>{summary}</div>").itertext()
        return " ".join("".join(str(word) for word in words).split())
    except (etree.ParserError, ValueError):
        return ""
