"""Canada: the travel advice and advisories index of Global Affairs Canada."""

from collections.abc import Mapping
from typing import Final

from appealdesk.core.advisories.document import mapping_at, moment_at, parse_json, text_at
from appealdesk.core.advisories.reading import AdvisoryBatch, AdvisoryReading, AdvisoryRefused, Scope
from appealdesk.core.places import COUNTRIES

__all__ = ["ISSUER", "normalised_level", "read"]

ISSUER: Final = "ca-gac"
_SOURCE: Final = "Global Affairs Canada"


def normalised_level(state: int) -> int:
    """Their advisory-state is ours less one: 0 normal precautions, 1 caution, 2 avoid non-essential, 3 avoid all."""
    if state not in (0, 1, 2, 3):
        raise AdvisoryRefused(f"Canada's advisory-state is 0 to 3, and the file says {state}.")
    return state + 1


def read(data: bytes) -> AdvisoryBatch:
    """Reads the index; the state is that of the whole country, and regional advisories on top of it are remarked."""
    document = mapping_at(parse_json(data, source=_SOURCE), "The file")
    entries = mapping_at(document.get("data"), "The member data")
    if not entries:
        raise AdvisoryRefused(f"The file has no country in it; fetch it from {_SOURCE} again.")
    readings = tuple(_read_entry(code, entry) for code, entry in entries.items())
    return AdvisoryBatch(ISSUER, readings, (), whole_list="index")


def _read_entry(code: str, entry: object) -> AdvisoryReading:
    where = f"The country {code:.10}"
    item = mapping_at(entry, where)
    english = mapping_at(item.get("eng"), f"{where}: eng")
    published = mapping_at(item.get("date-published"), f"{where}: date-published")
    level = normalised_level(_whole_number(item, "advisory-state", where))
    known = code in COUNTRIES
    remarks = []
    if not known:
        remarks.append(f"The code {code:.10} is not in ISO 3166-1; a person must say which country it is.")
    if _whole_number(item, "has-regional-advisory", where):
        remarks.append("There are regional advisories too, which may be stricter; see the page.")
    slug = text_at(english, "url-slug", where)
    return AdvisoryReading(
        issuer=ISSUER,
        country=code if known else None,
        country_code_raw=code,
        country_name=text_at(english, "name", where),
        scope=Scope.WHOLE,
        own_level=text_at(english, "advisory-text", where),
        level=level,
        levels_present=(level,),
        title=text_at(english, "name", where),
        lead=text_at(english, "recent-updates", where),
        issued=moment_at(text_at(published, "asp", where), where),
        url=f"https://travel.gc.ca/destinations/{slug}" if slug.replace("-", "").isalnum() else "",
        key=code,
        remarks=tuple(remarks),
    )


def _whole_number(item: Mapping[str, object], key: str, where: str) -> int:
    value = item.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise AdvisoryRefused(
            f'{where} has no whole number "{key}"; the feed has changed and its reader must be looked at.'
        )
    return value
