"""Before criteria are published: Python and PostgreSQL must judge alike, or nothing is published.

Python explains a result to the applicant and judges one person at once; PostgreSQL judges everybody. If the two ever
disagreed, somebody would be told another result than the one that is stored. So each revision is tried on people
invented for it, at every bound, and on a hundredth of those who have applied.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.appeals.queries.positions import position_names
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.tree import CriteriaSet
from appealdesk.core.criteria.vectors import make_vectors
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.screening.access import check_may_screen
from appealdesk.screening.queries.preview import parsed_document
from appealdesk.screening.slots import COLUMNS, pack_facts, typed_facts, unpack_facts
from appealdesk.screening.statement import PROFILES, judging_statement

__all__ = ["Verified", "verify_revision"]

_SAMPLED: Final = f"{PROFILES} TABLESAMPLE SYSTEM (1) REPEATABLE (1)"
# So many profiles are read where a hundredth of them would be fewer.
_AT_LEAST: Final = 1_000
_FIRST: Final = (
    f"(SELECT * FROM {PROFILES} WHERE position_id = %(position)s ORDER BY application_id LIMIT {_AT_LEAST}) AS first"  # noqa: S608 - SQL of ours
)
_INVENTED: Final = f"jsonb_populate_recordset(NULL::{PROFILES}, %(rows)s::jsonb) AS invented"
_KEEP: Final = {"application_id": "application_id", **{column: column for column in COLUMNS}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How many invented and how many real people were judged alike by both."""

    invented: int
    profiles: int


def verify_revision(*, actor: Actor, now: datetime, position_id: int, document: Mapping[str, Any]) -> Verified:
    """Try a revision that is to be published on both evaluators; call it before `publish_criteria`.

    Judges as of the day on which the revision comes into force, or today if that is past. Raises Refusal for a
    document that does not parse, for facts that the dictionary does not have, and for any difference.
    """
    with acting(actor):
        check_may_screen(actor)
        position = position_names(actor.own_organisation).get(position_id)
        if position is None:
            raise NotFound("position")
        criteria = parsed_document(document)
        day = day_of(actor.own_organisation, now=max(now, criteria.effective_from))
        trial = _Trial(criteria, fact_dictionary(actor.own_organisation), day)
        verified = Verified(invented=trial.on_invented(), profiles=trial.on_profiles(position_id))
        details = {"revision": criteria.revision, "invented": verified.invented, "profiles": verified.profiles}
        record_audit(actor=actor, now=now, tag="criteria.verified", subject=position.ref, details=details)
    return verified


@dataclass(frozen=True, slots=True)
class _Trial:
    criteria: CriteriaSet
    dictionary: Mapping[str, FactPage]
    day: date

    def on_invented(self) -> int:
        """Judge the test vectors of the revision as profiles; the vectors know what has to come out."""
        vectors = make_vectors(self.criteria, self.day).vectors
        packed = [pack_facts(self.dictionary, typed_facts(self.dictionary, vector.facts)) for vector in vectors]
        rows = [{"application_id": place, **columns} for place, columns in enumerate(packed)]
        values = {"rows": json.dumps(rows, default=date.isoformat)}
        judged = self._judged(_INVENTED, values=values)
        for place, columns, outcome, reasons in judged:
            vector = vectors[place]
            self._compare(f"the invented case {vector.ref}", columns, outcome, reasons)
            if (outcome, self.criteria.leaf_ids(reasons)) != (vector.outcome.code, vector.reasons):
                raise self._difference(f"the invented case {vector.ref}")
        return len(judged)

    def on_profiles(self, position_id: int) -> int:
        """Judge a hundredth of the real profiles, or the first thousand."""
        values = {"position": position_id}
        judged = self._judged(_SAMPLED, values=values)
        if len(judged) < _AT_LEAST:
            judged = self._judged(_FIRST, values=values)
        for application_id, columns, outcome, reasons in judged:
            self._compare(f"application {application_id}", columns, outcome, reasons)
        return len(judged)

    def _judged(self, source: str, *, values: dict[str, Any]) -> list[tuple[int, dict[str, Any], int, int]]:
        where = "position_id = %(position)s" if "position" in values else "TRUE"
        try:
            statement = judging_statement(
                self.criteria, self.dictionary, self.day, where=where, keep=_KEEP, source=source
            )
        except ValueError as error:
            raise Refusal("screening.criteria_not_judgeable", str(error), field="document") from error
        return [
            (key, dict(zip(COLUMNS, columns, strict=True)), outcome, reasons)
            for key, *columns, outcome, reasons in fetch_all(statement, values)
        ]

    def _compare(self, who: str, columns: Mapping[str, Any], outcome: int, reasons: int) -> None:
        result = evaluate(self.criteria, unpack_facts(self.dictionary, columns), self.day)
        if (result.outcome.code, result.mask) != (outcome, reasons):
            raise self._difference(who)

    def _difference(self, who: str) -> Refusal:
        return Refusal(
            "screening.evaluators_differ",
            f"Python and the database judge a case of these criteria differently ({who}), so they were not published. "
            "Please report this with the criteria file: it is a fault of the product.",
            field="document",
            values={"case": who},
        )
