"""What every sanctions list says, whatever its file looks like: frozen entries, or a refusal in one sentence."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from appealdesk.core.canonical import canonical_bytes
from appealdesk.core.sanctions.dates import Born

__all__ = ["EntryKind", "ListBatch", "ListedName", "SanctionsEntry", "SanctionsRefused", "material_digest"]


class SanctionsRefused(Exception):  # noqa: N818 - it is an answer rather than an error
    """The file is not this list, not whole, or made to hurt; the sentence says which and what to do."""


class EntryKind(StrEnum):
    """What is listed. Ships and aircraft are kept, so that the counts are those of the publisher; they give nothing."""

    PERSON = "person"
    ENTITY = "entity"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of an entry, the given name first; the publisher itself calls a `weak` alias a poor one to match by."""

    text: str
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionsEntry:
    """One person, entity or ship. `uid` is the publisher's own; `names` begins with the principal name.

    `countries` are ISO 3166-1 alpha-2: nationalities, and for an entity its addresses.
    """

    uid: str
    kind: EntryKind
    names: tuple[ListedName, ...]
    births: tuple[Born, ...] = ()
    countries: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBatch:
    """One file, read whole. `published_on` is the publisher's own date; `sha256` names the bytes."""

    code: str
    published_on: date | None
    sha256: str
    entries: tuple[SanctionsEntry, ...]


def material_digest(entry: SanctionsEntry) -> str:
    """The hash of what matters for telling somebody apart from the entry: kind, names, births and countries.

    A new programme or another remark leaves it, so that a decision that was taken holds; a new alias does not.
    """
    return hashlib.sha256(
        canonical_bytes(
            {
                "kind": entry.kind.value,
                "names": _sorted([name.text, "weak" if name.weak else ""] for name in entry.names),
                "births": _sorted([born.earliest.isoformat(), born.latest.isoformat()] for born in entry.births),
                "countries": sorted(entry.countries),
            }
        )
    ).hexdigest()


def _sorted(pairs: Iterable[list[str]]) -> list[list[str]]:
    return sorted(pairs)
