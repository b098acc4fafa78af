"""What the organisation says about itself on receipts, in the version that is in force or in an older one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appealdesk.donations.models import ReceiptIssuer
from appealdesk.donations.paper.catalogue import Layout
from appealdesk.donations.paper.compose import Issuer
from appealdesk.foundation.refusals import Refusal

__all__ = ["IssuerPage", "check_issuer", "issuer_page", "lacks", "printed_issuer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerPage:
    """The present version; number 0 and no details until somebody has filled them in."""

    id: int
    version: int
    details: Mapping[str, Any]
    has_seal: bool
    saved_at: datetime | None
    saved_by: str

    def text(self, name: str, language: str) -> str:
        """One of the details in exactly this language."""
        value = self.details.get(name, "")
        return str(value.get(language, "") if isinstance(value, Mapping) else value)


def issuer_page(*, organisation_id: int) -> IssuerPage:
    """What is in force. One query."""
    row = ReceiptIssuer.objects.filter(organisation_id=organisation_id).order_by("-version").first()
    if row is None:
        return IssuerPage(id=0, version=0, details={}, has_seal=False, saved_at=None, saved_by="")
    return IssuerPage(
        id=row.pk,
        version=row.version,
        details=row.details,
        has_seal=row.seal is not None,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )


def printed_issuer(row: ReceiptIssuer) -> tuple[Issuer, bytes | None]:
    """What one version prints, and its seal."""
    seal = bytes(row.seal) if row.seal is not None else None
    return Issuer(row.details, has_seal=seal is not None), seal


def lacks(details: Mapping[str, Any], layout: Layout) -> tuple[str, ...]:
    """The details that the layout needs and the organisation has not filled in."""
    return tuple(name for name in layout.issuer_needs if not _filled(details.get(name)))


def check_issuer(organisation_id: int, layout: Layout) -> None:
    """Refuse while the organisation has not said about itself what the layout prints."""
    missing = lacks(issuer_page(organisation_id=organisation_id).details, layout)
    if missing:
        raise Refusal(
            "receipts.issuer_incomplete",
            "An administrator first fills in what this layout prints about the organisation.",
            values={"missing": list(missing)},
        )


def _filled(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(str(text).strip() for text in value.values())
    return bool(value)
