"""The lists that are read, and one door to all of them: bytes in, a batch of entries or a refusal out."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from appealdesk.core.sanctions.document import check_bytes
from appealdesk.core.sanctions.entries import ListBatch, SanctionsEntry, SanctionsRefused
from appealdesk.core.sanctions.eu import read_eu_csv, read_eu_xml
from appealdesk.core.sanctions.ofac import read_ofac_csv, read_ofac_xml
from appealdesk.core.sanctions.uk import read_uk_csv
from appealdesk.core.sanctions.un import read_un_xml

__all__ = ["LISTS", "SanctionsList", "read_list"]

_Reader = Callable[[bytes], tuple[date | None, Iterator[SanctionsEntry]]]
_MOST_ENTRIES: Final = 500_000
_LONGEST_UID: Final = 40


@dataclass(frozen=True, slots=True)
class SanctionsList:
    """One publisher's list; `address` is where an operator fetches the file."""

    code: str
    publisher: str
    address: str
    xml: _Reader | None
    csv: _Reader | None


LISTS: Final = {
    item.code: item
    for item in (
        SanctionsList(
            "ofac",
            "OFAC (United States)",
            "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML",
            read_ofac_xml,
            read_ofac_csv,
        ),
        SanctionsList(
            "un",
            "United Nations Security Council",
            "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
            read_un_xml,
            None,
        ),
        SanctionsList(
            "uk",
            "United Kingdom (FCDO)",
            "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",
            None,
            read_uk_csv,
        ),
        SanctionsList(
            "eu",
            "European Union (FSF)",
            "https://webgate.ec.europa.eu/fsd/fsf",
            read_eu_xml,
            read_eu_csv,
        ),
    )
}


def read_list(code: str, data: bytes) -> ListBatch:
    """Read the whole file of one list, or raise SanctionsRefused; `code` is one of LISTS."""
    known = LISTS[code]
    check_bytes(data, known.publisher)
    is_xml = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    reader = known.xml if is_xml else known.csv
    if reader is None:
        form = "CSV" if is_xml else "XML"
        raise SanctionsRefused(f"The list of {known.publisher} is read as {form}: fetch it from {known.address}.")
    try:
        published, entries = reader(data)
        once: dict[str, SanctionsEntry] = {}
        for entry in entries:
            if once.setdefault(entry.uid, entry) is not entry:
                raise SanctionsRefused(f'The entry "{entry.uid:.20}" stands in the file twice; do not use it.')
            if len(entry.uid) > _LONGEST_UID:
                raise SanctionsRefused(f"An entry has an id of {len(entry.uid)} characters; no list has.")
            if len(once) > _MOST_ENTRIES:
                raise SanctionsRefused(f"The file has more than {_MOST_ENTRIES} entries; no list has.")
    except StopIteration as error:
        raise SanctionsRefused(f"The file is not whole; fetch it from {known.publisher} again.") from error
    if not once:
        raise SanctionsRefused(f"The file lists nobody, so it is not whole; fetch it from {known.publisher} again.")
    digest = hashlib.sha256(data).hexdigest()
    return ListBatch(code=code, published_on=published, sha256=digest, entries=tuple(once.values()))
