"""The signature of a PayPal webhook: RSA with SHA-256 over `id|time|webhook id|CRC32 of the body`.

The certificate's address comes with the event, so that anybody could name one of their own: its host must be PayPal's,
and the chain of certificates found there has to lead to a root that is trusted, for PayPal's name.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import certifi
import requests
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from appealdesk.donations.cards.driver import TOLERANCE_SECONDS, ProviderAwayError, SignatureRefused

__all__ = ["check_signature"]

_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+paypal\.com", re.ASCII)
_NAMES: Final = ("messageverificationcerts.paypal.com", "messageverificationcerts.sandbox.paypal.com")
_SECONDS = 5
_LARGEST = 64 * 1024


def check_signature(
    *, body: bytes, headers: Mapping[str, str], now: datetime, webhook_id: str, address: str, roots: str
) -> None:
    """Raises SignatureRefused for whatever PayPal did not sign within five minutes of now."""
    sent = {name: headers.get(f"paypal-{name}", "") for name in ("transmission-id", "transmission-time", "cert-url")}
    if headers.get("paypal-auth-algo", "") != "SHA256withRSA":
        raise SignatureRefused("its signature is of another kind")
    try:
        signed_at = datetime.fromisoformat(sent["transmission-time"])
        signature = base64.b64decode(headers.get("paypal-transmission-sig", ""), validate=True)
        late = abs((now - signed_at).total_seconds()) > TOLERANCE_SECONDS
    except (ValueError, TypeError, binascii.Error) as error:
        raise SignatureRefused("its headers are not whole") from error
    if late:
        raise SignatureRefused("it was signed at another time")
    signed = f"{sent['transmission-id']}|{sent['transmission-time']}|{webhook_id}|{zlib.crc32(body)}"
    chain = _certificates(_certificate_address(sent["cert-url"], address))
    key = _trusted_key(chain, roots, now)
    try:
        key.verify(signature, signed.encode(), PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise SignatureRefused("the signature is not of this body") from error


def _certificate_address(named: str, address: str) -> str:
    """Where the certificate lies; one's own server for trials has those of its PayPal, under the same path."""
    parts = urlsplit(named)
    host = parts.hostname or ""
    if parts.scheme != "https" or _HOST.fullmatch(host) is None or parts.username or parts.port not in (None, 443):
        raise SignatureRefused("its certificate lies elsewhere")
    own = urlsplit(address)
    if _HOST.fullmatch(own.hostname or "") is not None:
        return named
    return f"{own.scheme}://{own.netloc}{parts.path}"


@lru_cache(maxsize=16)
def _certificates(address: str) -> bytes:
    """The PEM file; only what came is kept, never that nothing came. A new certificate has a new address."""
    try:
        answer = requests.get(address, timeout=_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise ProviderAwayError(type(error).__name__) from error
    if answer.status_code >= 500:
        raise ProviderAwayError(f"status {answer.status_code}")
    if answer.status_code != 200 or len(answer.content) > _LARGEST:
        raise SignatureRefused("its certificate cannot be had")
    return answer.content


def _trusted_key(chain: bytes, roots: str, now: datetime) -> RSAPublicKey:
    try:
        leaf, *between = x509.load_pem_x509_certificates(chain)
    except ValueError as error:
        raise SignatureRefused("its certificate cannot be read") from error
    builder = PolicyBuilder().store(_store(roots)).time(now.replace(tzinfo=None))
    for name in _NAMES:
        try:
            builder.build_server_verifier(x509.DNSName(name)).verify(leaf, between)
        except VerificationError:
            continue
        key = leaf.public_key()
        if isinstance(key, RSAPublicKey):
            return key
    raise SignatureRefused("its certificate leads to no root that is trusted")


@lru_cache(maxsize=4)
def _store(roots: str) -> Store:
    return Store(x509.load_pem_x509_certificates(roots.encode() if roots else certifi.contents().encode()))
