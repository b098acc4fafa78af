"""Commitments to personal values: the log can prove what a value was, and forgets it when the person is erased.

The salt comes from the record's own key. Once that key is destroyed nobody can test a guess against the commitment,
while every hash of the log stays as it was.
"""

import hashlib
import hmac

from appealdesk.core.chain.tree import pack

__all__ = ["commit_personal", "personal_salt", "verify_personal"]

_SALT = b"appealdesk/personal-salt/1"
_COMMITMENT = b"appealdesk/personal-commitment/1"


def personal_salt(record_key: bytes, context: str) -> bytes:
    """The salt for one value; `context` names record and field, so that equal values cannot be seen to be equal."""
    return hmac.new(record_key, pack(_SALT, context.encode()), hashlib.sha256).digest()


def commit_personal(record_key: bytes, *, context: str, value: str) -> str:
    """The commitment as 64 hexadecimal digits, for the details of an audit record."""
    return _commitment(personal_salt(record_key, context), value)


def verify_personal(commitment: str, *, salt: bytes, value: str) -> bool:
    """True if the commitment is to this value; whoever is told the salt needs no key."""
    return hmac.compare_digest(commitment, _commitment(salt, value))


def _commitment(salt: bytes, value: str) -> str:
    return hashlib.sha256(pack(_COMMITMENT, salt, value.encode())).hexdigest()
