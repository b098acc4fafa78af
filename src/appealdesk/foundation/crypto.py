"""Sealing: a key per record, wrapped by the site's key, and keyed tokens for looking things up.

A stolen database holds only ciphertext and keyed tokens; the site's key lives in a file outside it. Destroying a
record's wrapped key erases the record, in copies too once the site's wrapping key has been rotated.
"""

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from appealdesk.core.chain.heads import public_key_of
from appealdesk.foundation.site_keys import derive

__all__ = [
    "DataKey",
    "SealBroken",
    "derive_key",
    "keyed_hash",
    "new_data_key",
    "open_json",
    "open_sealed",
    "rewrap_key",
    "same_keyed_hash",
    "seal",
    "seal_json",
    "signing_public_key",
    "token",
    "unwrap_key",
]

_NONCE = 12
# Made once, because json.dumps makes an encoder for every call and a bank's file has 60,000 of them.
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class SealBroken(Exception):  # noqa: N818 - it names the state of a seal
    """The bytes were changed, belong elsewhere, or were sealed by another site's key."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A record's own key: `raw` stays in memory, `wrapped` is stored beside the record."""

    raw: bytes
    wrapped: bytes


_derive_once = lru_cache(maxsize=64)(derive)


def derive_key(purpose: str) -> bytes:
    """A 32-byte key for one purpose, derived from the site's key (HKDF-SHA256, RFC 5869)."""
    return _derive_once(settings.APPEALDESK_MASTER_KEY, purpose)


def signing_public_key() -> bytes:
    """The Ed25519 public key with which this site's seals and figure releases are checked."""
    return public_key_of(settings.APPEALDESK_SIGNING_KEY)


@lru_cache(maxsize=4)
def _wrapper(key: bytes) -> AESGCM:
    return AESGCM(key)


def new_data_key() -> DataKey:
    """A fresh key and its wrapped form: byte of the wrapping key's version, nonce, AES-256-GCM of the key."""
    raw = os.urandom(32)
    return DataKey(raw=raw, wrapped=_wrap(raw, settings.APPEALDESK_WRAPPING_KEYS))


def unwrap_key(wrapped: bytes | memoryview) -> DataKey:
    """The key again. Raises SealBroken if the site's wrapping key is another."""
    stored = bytes(wrapped)
    return DataKey(raw=_unwrap(stored, settings.APPEALDESK_WRAPPING_KEYS), wrapped=stored)


def rewrap_key(wrapped: bytes, wrapping: Mapping[int, bytes]) -> bytes:
    """The same key under the newest of the wrapping keys. Raises SealBroken if none of them opens it."""
    return _wrap(_unwrap(wrapped, wrapping), wrapping)


def _wrap(raw: bytes, wrapping: Mapping[int, bytes]) -> bytes:
    version, nonce = max(wrapping), os.urandom(_NONCE)
    return bytes([version]) + nonce + _wrapper(wrapping[version]).encrypt(nonce, raw, b"data-key")


def _unwrap(stored: bytes, wrapping: Mapping[int, bytes]) -> bytes:
    key = wrapping.get(stored[0]) if stored else None
    if key is None:
        raise SealBroken("The record's key has an unknown version: the site has no wrapping key of that number.")
    try:
        return _wrapper(key).decrypt(stored[1 : 1 + _NONCE], stored[1 + _NONCE :], b"data-key")
    except (InvalidTag, ValueError) as error:
        raise SealBroken("The record's key does not open with this site's key.") from error


def seal(key: DataKey, *, context: str, plain: bytes) -> bytes:
    """AES-256-GCM; `context` names table, column and record, so that ciphertext cannot be moved elsewhere."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key.raw).encrypt(nonce, plain, context.encode())


def open_sealed(key: DataKey, *, context: str, sealed: bytes | memoryview) -> bytes:
    """The plain bytes. Raises SealBroken if anything was changed or moved."""
    stored = bytes(sealed)
    try:
        return AESGCM(key.raw).decrypt(stored[:_NONCE], stored[_NONCE:], context.encode())
    except (InvalidTag, ValueError) as error:
        # Too few bytes for a nonce are a ValueError.
        raise SealBroken(f"The sealed value of {context} was changed or belongs elsewhere.") from error


def seal_json(key: DataKey, *, context: str, value: Mapping[str, Any]) -> bytes:
    """Seal a JSON object."""
    return seal(key, context=context, plain=_compact(value).encode())


def open_json(key: DataKey, *, context: str, sealed: bytes | memoryview) -> dict[str, Any]:
    """Open what seal_json sealed."""
    value: dict[str, Any] = json.loads(open_sealed(key, context=context, sealed=sealed))
    return value


def keyed_hash(purpose: str, text: str) -> bytes:
    """Thirty-two bytes of a secret that may be short: without the site's key nobody finds it by trying."""
    return hmac.digest(derive_key(purpose), text.encode(), "sha256")


def same_keyed_hash(purpose: str, text: str, stored: bytes | memoryview) -> bool:
    """Whether the text is the one whose hash was stored, in a time that tells nothing."""
    return hmac.compare_digest(keyed_hash(purpose, text), bytes(stored))


def token(kind: str, value: str) -> bytes:
    """Eight bytes of HMAC-SHA256 that find equal values without revealing them; `kind` keeps kinds apart."""
    return hmac.digest(derive_key("token/1"), f"{kind}\x00{value}".encode(), "sha256")[:8]
