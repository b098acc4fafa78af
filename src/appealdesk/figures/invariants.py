"""Truths about figure releases: signed, listed, and opening to what they say."""

import json
from collections.abc import Iterator

from appealdesk.core.chain.heads import read_head, verify_note
from appealdesk.core.chain.tree import hash_leaf, root_of
from appealdesk.core.figures.prove import value_salt, verify_commitment, verify_release
from appealdesk.figures.models import FigureRelease, ReleaseListHead
from appealdesk.figures.queries.releases import LIST_NAME, release_context
from appealdesk.foundation.crypto import open_json, signing_public_key, unwrap_key
from appealdesk.foundation.violations import Invariant, Violation

__all__ = ["INVARIANTS"]


def releases_are_signed() -> Iterator[Violation]:
    """Each release's bytes carry the site's signature, and its commitment opens to the sealed exact value."""
    public_key = signing_public_key()
    for row in FigureRelease.objects.order_by("pk").iterator():
        document = bytes(row.document)
        if not verify_release(public_key, document, bytes(row.signature)):
            yield Violation("figures.releases_are_signed", f"Release {row.ref} does not carry the site's signature.")
            continue
        sealed = open_json(
            unwrap_key(bytes(row.wrapped_key)), context=release_context(row.ref), sealed=bytes(row.sealed)
        )
        commitment = bytes.fromhex(json.loads(document)["commitment"])
        salt = value_salt(bytes.fromhex(sealed["secret"]))
        if not verify_commitment(commitment, exact=int(sealed["exact"]), salt=salt):
            yield Violation("figures.releases_are_signed", f"Release {row.ref} does not open to its exact value.")


def list_is_append_only() -> Iterator[Violation]:
    """Every signed head of the public list is the root of the releases up to it."""
    public_key = signing_public_key()
    leaves = [hash_leaf(document) for document in _documents()]
    for head in ReleaseListHead.objects.order_by("size"):
        text = verify_note(head.note, name=LIST_NAME, public_key=public_key)
        if read_head(text).root != root_of(leaves[: head.size]) or head.size > len(leaves):
            yield Violation("figures.list_is_append_only", f"The list of {head.size} releases is not what was signed.")


def _documents() -> Iterator[bytes]:
    for document in FigureRelease.objects.order_by("pk").values_list("document", flat=True).iterator():
        yield bytes(document)


INVARIANTS: tuple[Invariant, ...] = (releases_are_signed, list_is_append_only)
