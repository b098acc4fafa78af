"""The governments whose advisories can be read, by the name that the command line and the settings use."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from appealdesk.core.advisories import ca_gac, de_aa, jp_mofa, uk_fcdo, us_state
from appealdesk.core.advisories.reading import AdvisoryBatch, AdvisoryReading, AdvisoryRefused

__all__ = ["ISSUERS", "LONGEST_KEY", "read_advisories"]

LONGEST_KEY: Final = 400
"""Characters of an issuer's identifier or address; the longest that we have seen has 111."""

ISSUERS: Final = MappingProxyType(
    {
        jp_mofa.ISSUER: "Japan, Ministry of Foreign Affairs",
        us_state.ISSUER: "United States, Department of State",
        uk_fcdo.ISSUER: "United Kingdom, Foreign, Commonwealth and Development Office",
        ca_gac.ISSUER: "Canada, Global Affairs Canada",
        de_aa.ISSUER: "Germany, Federal Foreign Office",
    }
)
"""Issuer → its name in English."""

_READERS: Final[dict[str, Callable[[bytes], AdvisoryBatch]]] = {
    jp_mofa.ISSUER: jp_mofa.read,
    us_state.ISSUER: us_state.read,
    uk_fcdo.ISSUER: uk_fcdo.read,
    ca_gac.ISSUER: ca_gac.read,
    de_aa.ISSUER: de_aa.read,
}


def read_advisories(issuer: str, data: bytes) -> AdvisoryBatch:
    """The readings in the bytes of one document of `issuer`; raises AdvisoryRefused and nothing else."""
    reader = _READERS.get(issuer)
    if reader is None:
        raise AdvisoryRefused(f'There is no issuer "{issuer:.40}"; known are {", ".join(_READERS)}.')
    batch = reader(data)
    for reading in batch.readings:
        _refuse_what_nobody_can_keep(reading)
    return batch


def _refuse_what_nobody_can_keep(reading: AdvisoryReading) -> None:
    """A text with NUL cannot be stored, and an identifier beyond all measure comes from no government."""
    place = f'The advisory "{reading.title:.60}"'
    if max(len(reading.key), len(reading.url)) > LONGEST_KEY:
        raise AdvisoryRefused(f"{place} has an identifier of more than {LONGEST_KEY} characters; do not use the file.")
    if any("\0" in text for text in (reading.key, reading.title, reading.lead, reading.own_level, reading.url)):
        raise AdvisoryRefused(f"{place} has a NUL character in it; do not use the file.")
