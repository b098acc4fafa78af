"""The SQL that judges: one statement for preview, re-screening and benchmark, so that all of them measure one thing."""

from collections.abc import Mapping
from datetime import date

from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.flips import turning_sql
from appealdesk.core.criteria.sql import compile_criteria, judging_select
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.screening.slots import fact_columns

__all__ = [
    "PROFILES",
    "RUN_LOCK",
    "RUN_LOCK_SHARED",
    "carried_reasons",
    "dating_statement",
    "judging_statement",
    "rewriting_statement",
]

PROFILES = "screening_screeningprofile"
# One lock for each position: who begins a re-screening has it alone, single screenings share it. Both end with their
# transaction.
_RUN_KEY = "hashtextextended('screening.run', position_id)"
RUN_LOCK = f"pg_advisory_xact_lock({_RUN_KEY})"
RUN_LOCK_SHARED = f"pg_advisory_xact_lock_shared({_RUN_KEY})"
# One pass counts who moved how and collects those whose result differs; so the planner knows that they are few, and
# looks each of them up. Whoever screens the same row meanwhile has judged by this revision already; its row is left
# alone, because the lock shows this statement another `screened_at` than it has judged. The day on which an age or a
# licence turns stays what it is until it has come: `dating_statement` moves it where the criteria ask for other ages.
_REWRITE = """
WITH judged AS MATERIALIZED (
    SELECT before, outcome, count(*) AS judged, max(application_id) AS last,
        array_agg(application_id) FILTER (WHERE differs) AS ids, array_agg(reasons) FILTER (WHERE differs) AS masks,
        array_agg(judged_from) FILTER (WHERE differs) AS moments
    FROM (
        SELECT *, before IS NULL OR outcome <> before OR reasons <> carried AS differs FROM ({judging}) AS result
    ) AS compared
    GROUP BY before, outcome
), changed AS (
    SELECT before, outcome, application_id, reasons, judged_from
    FROM judged, unnest(ids, masks, moments) AS each (application_id, reasons, judged_from)
), written AS (
    UPDATE {profiles} AS profile
    SET outcome = changed.outcome, reasons = changed.reasons, revision_id = %(revision)s, run_id = %(run)s,
        screened_at = %(now)s,
        next_flip = CASE WHEN profile.next_flip <= %(as_of)s OR before IS NULL THEN {turn} ELSE profile.next_flip END
    FROM changed
    WHERE profile.application_id = changed.application_id AND profile.screened_at = changed.judged_from
    RETURNING profile.application_id, changed.reasons, changed.before, changed.outcome
), noted AS (
    INSERT INTO screening_screening
        (organisation_id, application_id, revision_id, run_id, reasons, at, as_of, previous_outcome, outcome)
    SELECT %(organisation)s, application_id, %(revision)s, %(run)s, reasons, %(now)s, %(as_of)s, before, outcome
    FROM written
)
SELECT before, outcome, judged, coalesce(cardinality(ids), 0), last FROM judged
"""
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
    first: str = "",
    for_few: bool = False,
) -> str:
    """A SELECT of the columns `keep`, then `outcome` and `reasons`, judged by the criteria on the day.

    `outcome` is an `Outcome.code`; `reasons` is a mask over the criteria's leaves. `where`,
    `keep` (alias to expression, by default the application), `source` and `first` (an ORDER BY and LIMIT) are SQL of
    our own, perhaps with parameters. `for_few` is for a few thousand rows.
    """
    fragment = compile_criteria(criteria, fact_columns(dictionary), as_of, for_few=for_few)
    kept = {"application_id": "application_id"} if keep is None else keep
    return judging_select(fragment, source=source, where=where, keep=kept, first=first)


def rewriting_statement(
    revisions: Mapping[int, CriteriaSet],
    revision_id: int,
    dictionary: Mapping[str, FactPage],
    as_of: date,
    *,
    where: str,
    first: str = "",
) -> str:
    """Judges by one of the revisions, stores each result that differs and its history, and counts who moved how.

    Yields (outcome before, outcome, how many, how many with another result, last application). Takes the parameters
    organisation, revision, run, now and as_of, and those of `where` and `first`.
    """
    target = revisions[revision_id]
    judging = judging_statement(
        target,
        dictionary,
        as_of,
        where=where,
        first=first,
        keep={
            "application_id": "application_id",
            "before": "outcome",
            "judged_from": "screened_at",
            "carried": carried_reasons(target, revisions),
        },
    )
    turn = turning_sql(target, fact_columns(dictionary), as_of)
    return _REWRITE.format(judging=judging, profiles=PROFILES, turn=turn)


def dating_statement(target: CriteriaSet, dictionary: Mapping[str, FactPage], as_of: date, *, where: str) -> str:
    """Gives profiles whose result stays the day on which it may change; takes the parameters of `where`."""
    turn = turning_sql(target, fact_columns(dictionary), as_of)
    return f"UPDATE {PROFILES} SET next_flip = {turn} WHERE {where} AND next_flip IS DISTINCT FROM {turn}"  # noqa: S608 - SQL of ours


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
