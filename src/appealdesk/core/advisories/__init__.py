"""Travel advisories of governments: bytes of a feed in, readings out, or a refusal in one sentence."""

from appealdesk.core.advisories.issuers import ISSUERS, read_advisories
from appealdesk.core.advisories.reading import (
    AdvisoryBatch,
    AdvisoryReading,
    AdvisoryRefused,
    Scope,
    Skipped,
    latest,
    to_json,
)

__all__ = [
    "ISSUERS",
    "AdvisoryBatch",
    "AdvisoryReading",
    "AdvisoryRefused",
    "Scope",
    "Skipped",
    "latest",
    "read_advisories",
    "to_json",
]
