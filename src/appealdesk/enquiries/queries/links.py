"""The link to an applicant's own page, and the secret in it.

The secret is worked out from the form's submission by the site's key. So the page that a hurried person submits twice
shows the same link twice, the worker can put the link into a letter, and the database holds only the secret's hash.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

from appealdesk.enquiries.access import visible_applications
from appealdesk.enquiries.queries.applications import SPOKEN
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import derive_key

__all__ = ["status_link", "status_links", "status_path", "status_secret"]


def status_secret(submission: bytes | memoryview) -> str:
    """128 bits in 22 letters that are safe in an address."""
    digest = hmac.new(derive_key("enquiry-status/1"), bytes(submission), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def status_link(*, address: str, language: str, ref: str, submission: bytes | memoryview) -> str:
    """The whole link; `address` is the site's public address, such as https://desk.example."""
    return address.rstrip("/") + status_path(language=language, ref=ref, secret=status_secret(submission))


def status_path(*, language: str, ref: str, secret: str) -> str:
    """The link without the site's address, in the words of the public door's addresses."""
    return f"/{language}/status/{ref}/{secret}/"


def status_links(*, actor: Actor, application_ids: Iterable[int], address: str) -> Mapping[int, str]:
    """The links of applications, for letters about them, in the language of each. One query."""
    rows = visible_applications(actor).filter(pk__in=set(application_ids)).annotate(spoken=SPOKEN)
    return {
        key: status_link(address=address, language=language, ref=ref, submission=submission)
        for key, language, ref, submission in rows.values_list("pk", "spoken", "enquiry__ref", "enquiry__submission")
    }
