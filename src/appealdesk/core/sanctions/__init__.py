"""Sanctions lists of four publishers: bytes of a file in, entries out; and how like somebody is to an entry."""

from appealdesk.core.sanctions.dates import Born
from appealdesk.core.sanctions.entries import (
    EntryKind,
    ListBatch,
    ListedName,
    SanctionsEntry,
    SanctionsRefused,
    material_digest,
)
from appealdesk.core.sanctions.lists import LISTS, SanctionsList, read_list

__all__ = [
    "LISTS",
    "Born",
    "EntryKind",
    "ListBatch",
    "ListedName",
    "SanctionsEntry",
    "SanctionsList",
    "SanctionsRefused",
    "material_digest",
    "read_list",
]
