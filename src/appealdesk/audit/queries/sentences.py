"""The sentence of an audit record in the reader's language, and whether a record can have one at all."""

import string
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from appealdesk.audit.inputs import AuditEntry
from appealdesk.audit.tags import TAGS
from appealdesk.foundation.languages import LANGUAGES

__all__ = ["MissingDetail", "UnknownTag", "check_entry", "places_of", "sentence_of"]


class UnknownTag(LookupError):  # noqa: N818 - it names what was given
    """A record was written with a tag that this page does not list."""


class MissingDetail(ValueError):  # noqa: N818 - it names what is missing
    """A record lacks a detail that the sentence of its tag names."""


@lru_cache(maxsize=1024)
def places_of(tag: str) -> frozenset[str]:
    """The details that the sentence of a tag names. Raises UnknownTag for a tag that is not listed."""
    sentences = TAGS.get(tag)
    if sentences is None:
        raise UnknownTag(f"The audit tag {tag!r} is not registered: add it with its sentences to audit/tags/.")
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentences[LANGUAGES.index("en")]) if name)


def check_entry(entry: AuditEntry) -> None:
    """Raises UnknownTag or MissingDetail where the entry does not fit this page; both are mistakes in the code."""
    missing = places_of(entry.tag) - entry.details.keys()
    if missing:
        raise MissingDetail(f"The record {entry.tag!r} needs the details {', '.join(sorted(missing))}.")


def sentence_of(tag: str, details: Mapping[str, Any], language: str) -> str:
    """What happened, in the language; a tag of a later version of the product is shown as it is."""
    sentences = TAGS.get(tag)
    if sentences is None:
        return tag
    chosen = sentences[LANGUAGES.index(language if language in LANGUAGES else "en")]
    return chosen.format_map(_Shown(details))


class _Shown(dict[str, Any]):
    """Details in a sentence; a record of an older version may lack one."""

    def __missing__(self, key: str) -> str:
        return "…"
