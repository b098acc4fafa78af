"""The governments whose advisories can be read, by the name that the command line and the settings use."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from appealdesk.core.advisories import ca_gac, de_aa, jp_mofa, uk_fcdo, us_state
from appealdesk.core.advisories.reading import AdvisoryBatch, AdvisoryRefused

__all__ = ["ISSUERS", "read_advisories"]

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
    return reader(data)
