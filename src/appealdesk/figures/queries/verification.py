"""Checks a published figure as a stranger does: with its proof and the site's public key, and without the database.

What is proven: that these exact bytes were signed by the site, and that they stand in the public list whose signed head
everybody gets. What is not: that the records behind them are true; for that an auditor recounts them.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from appealdesk.core.chain.heads import HeadError, read_head, verify_note
from appealdesk.core.chain.proofs import verify_inclusion
from appealdesk.core.chain.tree import hash_leaf
from appealdesk.core.figures.prove import verify_release
from appealdesk.figures.queries.releases import LIST_NAME

__all__ = ["ProofBroken", "VerifiedRelease", "verify_proof"]


class ProofBroken(ValueError):  # noqa: N818 - it names the state of a proof
    """The proof does not hold; the message is one sentence that says which step failed."""


@dataclass(frozen=True, slots=True)
class VerifiedRelease:
    """What the signed bytes say, and how many releases the signed list held when the proof was made."""

    document: Mapping[str, Any]
    list_size: int


def verify_proof(proof: str, *, public_key: bytes) -> VerifiedRelease:
    """Verify the JSON text of a release's proof against the site's Ed25519 public key of 32 bytes."""
    try:
        return _verify(json.loads(proof), public_key)
    except ProofBroken:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ProofBroken("This is no proof of a figure: a part of it is missing or malformed.") from error


def _verify(proof: Mapping[str, Any], public_key: bytes) -> VerifiedRelease:
    document = _bytes(proof["document"])
    if not verify_release(public_key, document, _bytes(proof["signature"])):
        raise ProofBroken("The figure does not carry the signature of this site.")
    place = proof["list"]
    try:
        head = read_head(verify_note(place["note"], name=LIST_NAME, public_key=public_key))
    except HeadError as error:
        raise ProofBroken(f"The head of the public list is not signed by this site. {error}") from error
    included = verify_inclusion(
        leaf=hash_leaf(document),
        index=place["index"],
        size=head.size,
        path=[_bytes(node) for node in place["path"]],
        root=head.root,
    )
    if not included:
        raise ProofBroken("The figure does not stand in the public list that the site signed.")
    return VerifiedRelease(document=json.loads(document), list_size=head.size)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
