"""The figures in force, and one release with its proof."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appealdesk.core.chain.proofs import inclusion_path
from appealdesk.core.chain.tree import hash_leaf, leaves_as_nodes
from appealdesk.figures.models import FigureRelease, ReleaseListHead
from appealdesk.figures.queries.definitions import DEFINITIONS
from appealdesk.figures.queries.wording import converted_texts, value_texts
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = ["LIST_NAME", "ReleaseDetail", "ReleasePage", "current_releases", "release_context", "release_detail"]

# The origin of the public list's signed heads.
LIST_NAME = "appealdesk/figure-releases"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """A released figure as the public reads it.

    `shown` is the number for a plot, in people, records or minor units; `rate_sentences` stands beside `converted`.
    """

    ref: str
    definition: str
    cell: str
    unit: str
    titles: Localised
    meaning: Localised
    texts: Localised
    shown: int | None
    suppressed: bool
    converted: Localised | None
    rate_sentences: Localised | None
    part_of: str
    as_of: datetime
    released_at: datetime
    superseded_by: str
    correction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDetail:
    """A release with everything that a stranger needs to verify it; `proof` is a JSON document."""

    page: ReleasePage
    appeal_id: int
    query: str
    document: str
    proof: str


def release_context(ref: str) -> str:
    """What binds the sealed part of a release to it."""
    return f"figures.release:{ref}"


def current_releases(appeal_id: int) -> tuple[ReleasePage, ...]:
    """The figures in force of an appeal, in the order of the definitions. One query."""
    rows = FigureRelease.objects.filter(appeal_id=appeal_id, superseded_by__isnull=True).select_related("superseded_by")
    order = {name: place for place, name in enumerate(DEFINITIONS)}
    return tuple(_page(row) for row in sorted(rows, key=lambda row: (order.get(row.definition, 99), row.pk)))


def release_detail(ref: str) -> ReleaseDetail:
    """One release, current or superseded, or NotFound."""
    row = FigureRelease.objects.filter(ref=ref).select_related("superseded_by").first()
    if row is None:
        raise NotFound("figure release")
    figure = DEFINITIONS[row.definition]
    return ReleaseDetail(
        page=_page(row),
        appeal_id=row.appeal_id,
        query=figure.query.strip(),
        document=bytes(row.document).decode(),
        proof=json.dumps(_proof(row), ensure_ascii=False, indent=2),
    )


def _page(row: FigureRelease) -> ReleasePage:
    figure = DEFINITIONS[row.definition]
    cells: dict[str, Localised] = {cell.key: cell.titles for cell in figure.cells}
    return ReleasePage(
        ref=row.ref,
        definition=row.definition,
        cell=row.cell,
        unit=row.unit,
        titles=cells.get(row.cell, figure.titles),
        meaning=figure.meaning,
        texts=value_texts(row),
        shown=row.shown,
        suppressed=row.wording in {"fewer_than", "withheld"},
        converted=converted_texts(row),
        rate_sentences=row.conversion["sentences"] if row.conversion else None,
        part_of=figure.part_of,
        as_of=row.as_of,
        released_at=row.released_at,
        superseded_by=row.superseded_by.ref if hasattr(row, "superseded_by") else "",
        correction=row.correction,
    )


def _proof(row: FigureRelease) -> dict[str, Any]:
    """The release's bytes and signature, and where it stands in the public list."""
    leaves = [
        hash_leaf(bytes(document))
        for document in FigureRelease.objects.order_by("pk").values_list("document", flat=True)
    ]
    index = FigureRelease.objects.filter(pk__lt=row.pk).count()
    head = ReleaseListHead.objects.order_by("-size").first()
    if head is None:
        raise NotFound("list of releases")
    path = inclusion_path(index, head.size, leaves_as_nodes(leaves[: head.size]))
    return {
        "document": _base64(bytes(row.document)),
        "signature": _base64(bytes(row.signature)),
        "list": {"note": head.note, "index": index, "size": head.size, "path": [_base64(node) for node in path]},
    }


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
