"""The words about receipts, a part of the desk's words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["RECEIPT_WORDS"]

RECEIPT_WORDS: Mapping[str, Mapping[str, Promise | str]] = MappingProxyType(
    {
        "receipt_batch": {
            "counting": _("Going through"),
            "draft": _("To be confirmed"),
            "running": _("Issuing"),
            "done": _("Done"),
        },
        "occasion": {
            "joined": _("joined with somebody"),
            "parted": _("parted from somebody"),
        },
        "void": {
            "wrong_donor": _("for the wrong donor"),
            "wrong_details": _("with wrong details"),
            "refunded": _("the money went back"),
            "undone": _("the donation was taken back"),
            "other": _("for another reason"),
        },
        # What stands against a receipt for a donation.
        "no_receipt": {
            "receipted": _("has a receipt already"),
            "currency": _("another currency than the layout takes"),
            "returned": _("the money went back"),
            "small": _("below the sum from which the layout is used"),
            "unknown": _("nobody knows who gave it"),
            "held": _("a sanctions check holds the donor"),
            "no_name": _("the donor's name is missing or was erased"),
            "no_address": _("the donor's address is missing"),
            "undeclared": _("no Gift Aid declaration covers it"),
            "undone": _("the donation was taken back"),
        },
        # What an organisation says about itself on receipts.
        "issuer": {
            "legal_name": _("legal name"),
            "address": _("address"),
            "activity": _("specified non-profit activity"),
            "certified_by": _("certified by"),
            "certification_number": _("certification number"),
            "certification_on": _("day of certification"),
            "charity_number": _("charity number"),
            "hmrc_reference": _("HMRC reference"),
            "ein": _("EIN"),
        },
    }
)
