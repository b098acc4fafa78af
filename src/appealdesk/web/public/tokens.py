"""The signed token of a public form: it stands for a session, a cookie and a CSRF token, and needs none of them.

Only this site can issue one, for one appeal. With what was typed it makes the submission id: the same form sent twice
is one enquiry, the same form sent again after a correction is another. The secret of the status link follows from the
submission id, so that the second of two equal submissions leads to the same status page.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from appealdesk.foundation.crypto import derive_key

__all__ = ["TOKEN_LENGTH", "is_token", "new_token", "submission_id"]

_BYTES = 16
TOKEN_LENGTH = 44


def _signature(purpose: str, message: bytes) -> bytes:
    return hmac.digest(derive_key(purpose), message, "sha256")[:_BYTES]


def new_token(appeal_ref: str) -> str:
    """A token that has not been issued before, for the forms of one appeal."""
    identity = secrets.token_bytes(_BYTES)
    return urlsafe_b64encode(identity + _signature("form-token/1", identity + appeal_ref.encode())).decode()


def is_token(token: str, appeal_ref: str) -> bool:
    """True if this site issued the token for this appeal."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return False
    try:
        raw = urlsafe_b64decode(token)
    except ValueError:
        return False
    identity, signature = raw[:_BYTES], raw[_BYTES:]
    return hmac.compare_digest(signature, _signature("form-token/1", identity + appeal_ref.encode()))


def submission_id(token: str, fields: Iterable[tuple[str, str]]) -> bytes:
    """Sixteen bytes that are equal for the same form with the same content."""
    digest = hashlib.sha256(token.encode())
    for name, value in fields:
        for part in (name.encode(), value.encode("utf-8", "surrogatepass")):
            digest.update(len(part).to_bytes(4, "big"))
            digest.update(part)
    return digest.digest()[:_BYTES]
