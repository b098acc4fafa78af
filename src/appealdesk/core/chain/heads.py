"""What a log signs: a checkpoint (c2sp.org/tlog-checkpoint) in a signed note (c2sp.org/signed-note).

A text of a few lines rather than a private binary form, so that a witness, a journalist or another
implementation can check it with tools that exist. Keys are plain Ed25519 (RFC 8032); the caller brings them
as bytes.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from appealdesk.core.chain.tree import HASH_BYTES

__all__ = [
    "HeadError",
    "TreeHead",
    "head_text",
    "key_text",
    "public_key_of",
    "read_head",
    "read_note",
    "sign",
    "signed_note",
    "verify",
    "verify_note",
]

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_MARK = "— "


class HeadError(ValueError):
    """A text is not a checkpoint or not a signed note."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The log's name, how many leaves it has, its root, and further lines that are signed with it."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def public_key_of(signing_key: bytes) -> bytes:
    """The 32-byte public key of a 32-byte Ed25519 seed."""
    return _private(signing_key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(signing_key: bytes, message: bytes) -> bytes:
    """Ed25519 signature, 64 bytes; the same message and key always give the same signature."""
    return _private(signing_key).sign(message)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """True if the signature is the key's for exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def head_text(head: TreeHead) -> str:
    """The checkpoint's lines: origin, size, root in base64, extensions; each ends with a line feed."""
    lines = [head.origin, str(head.size), base64.b64encode(head.root).decode(), *head.extensions]
    if any(not line or "\n" in line for line in lines):
        raise HeadError("A checkpoint's line is empty or holds a line feed; give each fact one line.")
    return "".join(f"{line}\n" for line in lines)


def read_head(text: str) -> TreeHead:
    """The head that a checkpoint states. Raises HeadError if the text is not one."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise HeadError("A checkpoint has at least three lines, none of them empty, and ends with a line feed.")
    origin, size, root, *extensions = lines[:-1]
    if not (size.isascii() and size.isdigit()) or (size != "0" and size.startswith("0")):
        raise HeadError(f"The checkpoint's second line is not a number of leaves: {size!r}.")
    try:
        digest = base64.b64decode(root, validate=True)
    except binascii.Error as error:
        raise HeadError("The checkpoint's third line is not base64.") from error
    if len(digest) != HASH_BYTES:
        raise HeadError(f"The checkpoint's root has {len(digest)} bytes; SHA-256 has {HASH_BYTES}.")
    return TreeHead(origin, int(size), digest, tuple(extensions))


def key_text(name: str, public_key: bytes) -> str:
    """The public key as others' tools take it: name, key id in hexadecimal, algorithm and key in base64."""
    return f"{name}+{_key_id(name, public_key).hex()}+{base64.b64encode(_ED25519 + public_key).decode()}"


def signed_note(text: str, *, name: str, public_key: bytes, signature: bytes) -> str:
    """The text, an empty line, and one signature line."""
    signed = base64.b64encode(_key_id(name, public_key) + signature).decode()
    return f"{text}\n{_MARK}{name} {signed}\n"


def read_note(note: str, *, name: str, public_key: bytes) -> tuple[str, bytes]:
    """The text of a signed note and the signature that `name` made on it with this key, not yet verified.

    Raises HeadError if the note is malformed or has no signature of that name and key.
    """
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise HeadError("A signed note is a text, an empty line and at least one signature line.")
    for line in signatures.removesuffix("\n").split("\n"):
        if not line.startswith(f"{_MARK}{name} "):
            continue
        try:
            blob = base64.b64decode(line.rpartition(" ")[2], validate=True)
        except binascii.Error as error:
            raise HeadError(f"The signature of {name} is not base64.") from error
        if blob[:_KEY_ID_BYTES] == _key_id(name, public_key) and len(blob) == _KEY_ID_BYTES + _SIGNATURE_BYTES:
            return f"{text}\n", blob[_KEY_ID_BYTES:]
    raise HeadError(f"The note has no signature of {name} by this key; ask for the key that signed it.")


def verify_note(note: str, *, name: str, public_key: bytes) -> str:
    """The text of a signed note whose signature is good. Raises HeadError otherwise."""
    text, signature = read_note(note, name=name, public_key=public_key)
    if not verify(public_key, text.encode(), signature):
        raise HeadError(f"The signature of {name} does not fit the text: one of the two was changed.")
    return text


def _private(signing_key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(signing_key)


def _key_id(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:_KEY_ID_BYTES]
