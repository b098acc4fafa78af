"""The fact dictionary of an organisation."""

from collections.abc import Mapping
from typing import Any, Final

from appealdesk.appeals.queries.pages import ChoicePage, FactPage
from appealdesk.foundation.db import fetch_value

__all__ = ["DICTIONARY", "fact_dictionary", "read_dictionary"]

DICTIONARY: Final = """
(SELECT coalesce(json_agg(json_build_array(key, type, choices, labels, questions, hints, slot, privacy)
    ORDER BY rank, key), '[]') FROM appeals_factdefinition WHERE organisation_id = %(organisation)s)
"""
"""SQL of one value, which `read_dictionary` reads. Every screening needs it, so that it is read without the ORM."""


def fact_dictionary(organisation_id: int) -> Mapping[str, FactPage]:
    """Every fact by key, in the order in which they are asked. One query."""
    return read_dictionary(fetch_value(f"SELECT {DICTIONARY}", {"organisation": organisation_id}))


def read_dictionary(rows: list[list[Any]]) -> Mapping[str, FactPage]:
    """The value of `DICTIONARY` as pages."""
    pages: dict[str, FactPage] = {}
    for key, kind, choices, labels, questions, hints, slot, privacy in rows:
        pages[key] = FactPage(
            key=key,
            type=kind,
            choices=tuple(ChoicePage(key=choice["key"], labels=choice["labels"]) for choice in choices),
            labels=labels,
            questions=questions,
            hints=hints,
            slot=slot,
            privacy=privacy,
        )
    return pages
