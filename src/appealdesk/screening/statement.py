"""The SQL that judges: one statement for preview, re-screening and benchmark, so that all of them measure one thing."""

from collections.abc import Mapping
from datetime import date

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.sql import compile_criteria, judging_select
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.screening.slots import fact_columns

__all__ = ["PROFILES", "RUN_LOCK", "RUN_LOCK_SHARED", "carried_reasons", "judging_statement"]

PROFILES = "screening_screeningprofile"
# One lock for each position: who begins a re-screening has it alone, single screenings share it. Both end with their
# transaction.
_RUN_KEY = "hashtextextended('screening.run', position_id)"
RUN_LOCK = f"pg_advisory_xact_lock({_RUN_KEY})"
RUN_LOCK_SHARED = f"pg_advisory_xact_lock_shared({_RUN_KEY})"
# A bit that no leaf has: a mask with it equals no mask that a revision can yield.
_GONE = 1 << 61


def judging_statement(
    criteria: CriteriaSet,
    dictionary: Mapping[str, FactPage],
    as_of: date,
    *,
    where: str = "TRUE",
    keep: Mapping[str, str] | None = None,
    source: str = PROFILES,
) -> str:
    """A SELECT of the columns `keep`, then `outcome` and `reasons`, judged by the criteria on the day.

    `outcome` is an `Outcome.code`; `reasons` is a mask over the criteria's leaves. `where`,
    `keep` (alias to expression, by default the application) and `source` are SQL of our own, perhaps with parameters.
    """
    fragment = compile_criteria(criteria, fact_columns(dictionary), as_of)
    kept = {"application_id": "application_id"} if keep is None else keep
    return judging_select(fragment, source=source, where=where, keep=kept)


def carried_reasons(target: CriteriaSet, earlier: Mapping[int, CriteriaSet]) -> str:
    """SQL that writes a stored mask as a mask over the leaves of `target`, by the revision that the row names.

    Bits belong to leaves by their place, and places differ between revisions; a leaf is the same if its id is. A mask
    that names a leaf which `target` does not have becomes one that equals nothing, so that the row counts as changed.
    """
    places = {leaf.id: leaf.index for leaf in target.leaves}
    cases = []
    for revision_id, criteria in sorted(earlier.items()):
        moves = [(leaf.index, places.get(leaf.id)) for leaf in criteria.leaves]
        if all(old == new for old, new in moves):
            cases.append(f"WHEN {int(revision_id)} THEN reasons")
        else:
            moved = " | ".join(_moved(old, new) for old, new in moves)
            cases.append(f"WHEN {int(revision_id)} THEN {moved}")
    if not cases:
        return f"{_GONE}::bigint"
    return f"CASE revision_id {' '.join(cases)} ELSE {_GONE}::bigint END"


def _moved(old: int, new: int | None) -> str:
    if new is None:
        return f"CASE WHEN reasons & {1 << old}::bigint <> 0 THEN {_GONE}::bigint ELSE 0 END"
    return f"(((reasons >> {old}) & 1) << {new})"
