"""Public references and secrets: short enough to read on the telephone, random enough not to be guessed."""

import hashlib
import os
import secrets

__all__ = ["hash_secret", "is_ref", "new_digits", "new_ref", "new_salt", "new_secret", "new_submission_id"]

# Crockford's base 32 has no I, L, O or U, so that nobody mishears or misreads a reference.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 9
# Every letter stands for eight of the 256 bytes, so that each is as likely as the others.
_LETTER_OF_BYTE = _ALPHABET.encode() * 8


def new_ref(prefix: str) -> str:
    """A random public reference such as `A-7K3M9Q2XC`: 45 bits after the prefix."""
    return f"{prefix}-{os.urandom(_LENGTH).translate(_LETTER_OF_BYTE).decode()}"


def is_ref(text: str, prefix: str) -> bool:
    """True if the text has the shape of a reference with this prefix."""
    head, dash, tail = text.partition("-")
    return bool(dash) and head == prefix and len(tail) == _LENGTH and all(letter in _ALPHABET for letter in tail)


def new_secret() -> str:
    """A secret for a link: 128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def new_submission_id() -> bytes:
    """Sixteen random bytes that make a form's double submission one submission."""
    return secrets.token_bytes(16)


def hash_secret(secret: str) -> bytes:
    """What is stored of a secret; 128 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def new_digits(length: int) -> str:
    """Random decimal digits, the first not zero, for codes that people type at a bank's machine."""
    return str(secrets.randbelow(9 * 10 ** (length - 1)) + 10 ** (length - 1))


def new_salt() -> bytes:
    """Thirty-two random bytes, from which the salts of one release are derived."""
    return secrets.token_bytes(32)
