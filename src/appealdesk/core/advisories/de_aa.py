"""Germany: the travel and security advice of the Federal Foreign Office (Auswärtiges Amt), from its open-data list."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from appealdesk.core.advisories.document import mapping_at, parse_json, text_at
from appealdesk.core.advisories.reading import AdvisoryBatch, AdvisoryReading, AdvisoryRefused, Scope
from appealdesk.core.places import COUNTRIES, from_alpha3

__all__ = ["ISSUER", "normalised_level", "read"]

ISSUER: Final = "de-aa"
_SOURCE: Final = "the German Federal Foreign Office"
_PAGE: Final = "https://www.auswaertiges-amt.de/de/service/-/"
# In order of weight: flag, normalised level, reach, the office's own word.
_FLAGS: Final = (
    ("warning", 4, Scope.WHOLE, "Reisewarnung"),
    ("partialWarning", 4, Scope.PARTS, "Teilreisewarnung"),
    ("situationWarning", 3, Scope.WHOLE, "Sicherheitshinweis"),
    ("situationPartWarning", 3, Scope.PARTS, "Sicherheitshinweis für Teile des Landes"),
)


def normalised_level(flags: Mapping[str, bool]) -> int | None:
    """A warning is 4, for the whole or for parts; a situation warning is 3; no flag is None.

    The office gives situation warnings no fixed strength, so they are taken for the stricter of the two that they
    have meant: a person lifts a hold more easily than a person is brought home.
    """
    return max((level for flag, level, _, _ in _FLAGS if flags[flag]), default=None)


def read(data: bytes) -> AdvisoryBatch:
    """Reads the list; an empty object is how the office says that the interface is off, and is refused."""
    document = mapping_at(parse_json(data, source=_SOURCE), "The file")
    entries = mapping_at(document.get("response", {}), "The member response")
    readings = tuple(_read_entry(key, entry) for key, entry in entries.items() if key != "contentList")
    if not readings:
        raise AdvisoryRefused(f"The file has no country in it: {_SOURCE} has switched the interface off; try later.")
    return AdvisoryBatch(ISSUER, readings, (), whole_list="travelwarning")


def _read_entry(key: str, entry: object) -> AdvisoryReading:
    where = f"The entry {key:.20}"
    item = mapping_at(entry, where)
    flags = {flag: _flag(item, flag, where) for flag, _, _, _ in _FLAGS}
    raised = [row for row in _FLAGS if flags[row[0]]]
    code = text_at(item, "countryCode", where).upper()
    country = COUNTRIES.get(code) or from_alpha3(str(item.get("iso3CountryCode", "")))
    remark = f'The code "{code:.10}" is not in ISO 3166-1; a person must say which country it is.'
    return AdvisoryReading(
        issuer=ISSUER,
        country=country.alpha2 if country else None,
        country_code_raw=code,
        country_name=text_at(item, "countryName", where),
        scope=raised[0][2] if raised else Scope.WHOLE,
        own_level=", ".join(row[3] for row in raised) or "Keine Reisewarnung",
        level=normalised_level(flags),
        levels_present=tuple(sorted({row[1] for row in raised}, reverse=True)),
        title=text_at(item, "title", where),
        lead="",
        issued=_moment(item.get("lastModified"), where),
        url=f"{_PAGE}{key}" if key.isascii() and key.isdigit() else "",
        key=key,
        remarks=() if country else (remark,),
    )


def _flag(item: Mapping[str, object], flag: str, where: str) -> bool:
    value = item.get(flag)
    if not isinstance(value, bool):
        raise AdvisoryRefused(f"{where} has {value!r:.40} for {flag}, where true or false is known.")
    return value


def _moment(value: object, where: str) -> datetime:
    """`lastModified` counts seconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise AdvisoryRefused(f'{where} has no whole number "lastModified".')
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise AdvisoryRefused(f"{where} was modified at second {value!s:.30}, which is no date.") from error
