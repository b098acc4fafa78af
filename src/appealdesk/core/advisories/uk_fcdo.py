"""The United Kingdom: the Foreign, Commonwealth and Development Office's travel advice, from the GOV.UK content API.

One page of the API is one country. A file may hold one page, or an object of pages by their slug.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from appealdesk.core.advisories.document import mapping_at, moment_at, parse_json, text_at
from appealdesk.core.advisories.reading import AdvisoryBatch, AdvisoryReading, AdvisoryRefused, Scope
from appealdesk.core.places import find_country

__all__ = ["ISSUER", "normalised_level", "read"]

ISSUER: Final = "uk-fcdo"
_SOURCE: Final = "GOV.UK"
_STATUSES: Final = {
    "avoid_all_travel_to_whole_country": (4, Scope.WHOLE, "FCDO advises against all travel."),
    "avoid_all_but_essential_travel_to_whole_country": (
        3,
        Scope.WHOLE,
        "FCDO advises against all but essential travel.",
    ),
    "avoid_all_travel_to_parts": (4, Scope.PARTS, "FCDO advises against all travel to parts of the country."),
    "avoid_all_but_essential_travel_to_parts": (
        3,
        Scope.PARTS,
        "FCDO advises against all but essential travel to parts of the country.",
    ),
}


def normalised_level(statuses: Iterable[str]) -> int | None:
    """Against all travel is 4, against all but essential travel is 3, whether whole or parts; no status is None."""
    return max((_STATUSES[status][0] for status in statuses), default=None)


def read(data: bytes) -> AdvisoryBatch:
    """Reads one page or an object of pages; refuses an alert status that is not one of the four."""
    document = mapping_at(parse_json(data, source=_SOURCE), "The file")
    pages = [document] if "base_path" in document else list(document.values())
    if not pages:
        raise AdvisoryRefused(f"The file has no page in it; fetch it from {_SOURCE} again.")
    return AdvisoryBatch(ISSUER, tuple(_read_page(mapping_at(page, "A page")) for page in pages), ())


def _read_page(page: Mapping[str, object]) -> AdvisoryReading:
    path = text_at(page, "base_path", "A page")
    where = f"The page {path:.80}"
    details = mapping_at(page.get("details"), f"{where}: details")
    place = mapping_at(details.get("country"), f"{where}: country")
    name, slug = text_at(place, "name", where), text_at(place, "slug", where)
    statuses = _statuses(details.get("alert_status"), where)
    levels = tuple(sorted({_STATUSES[status][0] for status in statuses}, reverse=True))
    level = normalised_level(statuses)
    scopes = {_STATUSES[status][1] for status in statuses if _STATUSES[status][0] == level}
    country = find_country(name) or find_country(slug)
    remark = f'The name "{name:.80}" is not in our table; a person must say which country it is.'
    return AdvisoryReading(
        issuer=ISSUER,
        country=country.alpha2 if country else None,
        country_code_raw=slug,
        country_name=name,
        scope=Scope.WHOLE if not statuses or Scope.WHOLE in scopes else Scope.PARTS,
        own_level=" ".join(_STATUSES[status][2] for status in statuses) or "FCDO does not advise against travel.",
        level=level,
        levels_present=levels,
        title=text_at(page, "title", where),
        lead="",
        issued=moment_at(text_at(page, "public_updated_at", where), where),
        url=f"https://www.gov.uk{path}" if path.startswith("/") else "",
        key=path,
        remarks=() if country else (remark,),
    )


def _statuses(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise AdvisoryRefused(
            f"{where} has no list alert_status; the feed has changed and its reader must be looked at."
        )
    for status in value:
        if not isinstance(status, str) or status not in _STATUSES:
            raise AdvisoryRefused(
                f'{where} has the unknown alert status "{status!s:.60}"; the reader must learn it first.'
            )
    return tuple(status for status in _STATUSES if status in value)
