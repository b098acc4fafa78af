"""Drafting the letters of a re-screening: for those whose outcome is another than before, and for nobody twice."""

from datetime import datetime
from typing import Final

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import position_by_id, revision_by_id
from appealdesk.core.criteria.evaluate import Outcome
from appealdesk.enquiries.queries.applications import applications_by_id
from appealdesk.enquiries.queries.links import status_links
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import NotFound
from appealdesk.letters.actions.draft import draft_letters
from appealdesk.letters.inputs import LetterDraft
from appealdesk.people.queries.identities import identities_of
from appealdesk.screening.models import DecisionCode, ScreeningProfile, ScreeningRun
from appealdesk.screening.queries.explanation import deciding_sentences
from appealdesk.screening.queries.wording import RESULTS, application_values, next_text
from appealdesk.screening.slots import COLUMNS, unpack_facts

__all__ = ["BATCH", "notify_changed"]

BATCH: Final = 500

# Whose outcome a run and those that it overtook changed, above the application up to which each has had its letters.
# A first result changes nothing that anybody was told. The earliest change says what the applicant was told last. A
# branch needs no more rows than the whole, since a run changes an application at most once.
_BRANCH: Final = """(
    SELECT application_id, id, previous_outcome FROM screening_screening
    WHERE run_id = %s AND application_id > %s AND previous_outcome <> outcome
    ORDER BY application_id LIMIT %s
)"""
_CANDIDATES: Final = """
SELECT DISTINCT ON (application_id) application_id, previous_outcome FROM ({branches}) AS change
ORDER BY application_id, id LIMIT %s
"""


def notify_changed(*, actor: Actor, now: datetime, run: ScreeningRun, address: str, batch: int = BATCH) -> bool:
    """Draft the next letters and move the run's cursor; false if there is nobody left."""
    above = [(run.pk, 0), *((run_id, drafted) for run_id, drafted in run.absorbs)]
    params: list[int] = []
    for run_id, drafted in above:
        params += [run_id, max(drafted, run.letters_cursor), batch]
    branches = " UNION ALL ".join([_BRANCH] * len(above))
    candidates = fetch_all(_CANDIDATES.format(branches=branches), [*params, batch])
    if not candidates:
        return False
    drafts = _drafts(actor, now, run, dict(candidates), address)
    draft_letters(actor=actor, now=now, drafts=drafts)
    run.letters += len(drafts)
    run.letters_cursor = candidates[-1][0]
    return True


def _drafts(actor: Actor, now: datetime, run: ScreeningRun, told: dict[int, int], address: str) -> list[LetterDraft]:
    """A draft for each application whose present outcome is another than the one that the applicant was told."""
    rows = ScreeningProfile.objects.filter(pk__in=told).values("application_id", "outcome", "decision", *COLUMNS)
    profiles = {row["application_id"]: row for row in rows if row["outcome"] != told[row["application_id"]]}
    applications = applications_by_id(actor=actor, application_ids=profiles)
    reachable = _reachable(actor, {row.person_id for row in applications.values()})
    links = status_links(actor=actor, application_ids=profiles, address=address)
    revision = revision_by_id(run.revision_id)
    if revision is None:
        raise NotFound("criteria revision")
    dictionary = fact_dictionary(run.organisation_id)
    appeal = appeal_by_id(position_by_id(run.position_id, now=now).appeal_id, now=now)
    drafts = []
    for application_id, application in sorted(applications.items()):
        if application.withdrawn_at is not None or application.person_id not in reachable:
            continue
        profile = profiles[application_id]
        better = profile["outcome"] > told[application_id]
        decides = deciding_sentences(
            criteria=revision.criteria,
            facts=unpack_facts(dictionary, profile),
            dictionary=dictionary,
            as_of=run.as_of,
            language=application.language,
        )
        values = application_values(application=application, appeal=appeal, link=links[application_id]) | {
            "result": pick(RESULTS[Outcome.from_code(profile["outcome"])], application.language),
            "reason": "\n".join(decides),
            "next": next_text(
                better=better, decision=DecisionCode(profile["decision"]).name.lower(), language=application.language
            ),
        }
        drafts.append(
            LetterDraft(
                person_id=application.person_id,
                about_ref=application.ref,
                kind="result_changed",
                language=application.language,
                values=values,
                adverse=not better,
            )
        )
    return drafts


def _reachable(actor: Actor, person_ids: set[int]) -> set[int]:
    """Those who are not erased: nobody writes to a person of whom nothing is known any more."""
    identities = identities_of(actor=actor, person_ids=person_ids)
    return {
        person_id
        for person_id, identity in identities.items()
        if identity.emails or identity.phones or identity.address or identity.names.display("en")
    }
