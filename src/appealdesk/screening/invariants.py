"""Truths about screening that no single row can hold."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.positions import revision_by_id, revision_in_force
from appealdesk.core.criteria.evaluate import evaluate
from appealdesk.core.criteria.flips import next_flip
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.violations import Invariant, Violation
from appealdesk.screening.models import DecisionCode, ScreeningProfile, ScreeningRun, WaitsCode
from appealdesk.screening.slots import COLUMNS, unpack_facts

__all__ = ["INVARIANTS"]

_SAMPLE_OF_EACH_POSITION: Final = 200


def results_follow_from_facts() -> Iterator[Violation]:
    """On a sample, the stored result is what the rules say about the stored facts, until its next change is due."""
    for (position_id,) in fetch_all(
        "SELECT DISTINCT position_id FROM screening_screeningprofile WHERE position_id IS NOT NULL ORDER BY 1"
    ):
        run = ScreeningRun.objects.filter(position_id=position_id, status="finished").order_by("-id").first()
        for row in _sample(position_id):
            sentence = _disagreement(position_id, row, run)
            if sentence:
                yield Violation("screening.results_follow_from_facts", sentence)


def _sample(position_id: int) -> list[dict[str, Any]]:
    """Profiles from all over the position, the same ones each time."""
    profiles = ScreeningProfile.objects.filter(position_id=position_id, outcome__isnull=False)
    step = max(1, profiles.count() // _SAMPLE_OF_EACH_POSITION)
    wanted = list(profiles.order_by("application_id").values_list("pk", flat=True)[::step])
    fields = (
        "application_id",
        "organisation_id",
        "outcome",
        "reasons",
        "revision_id",
        "screened_at",
        "next_flip",
        *COLUMNS,
    )
    return list(ScreeningProfile.objects.filter(pk__in=wanted).order_by("pk").values(*fields))


def _disagreement(position_id: int, row: Mapping[str, Any], run: ScreeningRun | None) -> str:
    """What is wrong with one profile; empty if nothing is. A finished run vouches for the rows that it left alone."""
    judged_at, as_of = _last_judged(row, run)
    revision = revision_in_force(position_id, at=judged_at)
    stored = revision_by_id(row["revision_id"])
    if revision is None or stored is None:
        return f"Profile {row['application_id']} names no revision that was in force."
    facts = unpack_facts(fact_dictionary(row["organisation_id"]), row)
    result = evaluate(revision.criteria, facts, as_of)
    if (row["outcome"], stored.criteria.leaf_ids(row["reasons"])) == (result.outcome.code, result.reasons):
        flip = next_flip(revision.criteria, facts, as_of)
        if flip is None or (row["next_flip"] is not None and row["next_flip"] <= flip):
            return ""
        return f"Profile {row['application_id']} will be looked at later than {flip}, when its result changes."
    return f"Profile {row['application_id']} does not hold the result of its facts by revision {revision.ref}."


def _last_judged(row: Mapping[str, Any], run: ScreeningRun | None) -> tuple[datetime, date]:
    if run is not None and run.started_at > row["screened_at"]:
        return run.started_at, run.as_of
    return row["screened_at"], day_of(row["organisation_id"], now=row["screened_at"])


def profiles_have_applications() -> Iterator[Violation]:
    """Every profile belongs to an application of the same position, and there is a foreign key in effect."""
    rows = fetch_all(
        """
        SELECT profile.application_id FROM screening_screeningprofile AS profile
        LEFT JOIN enquiries_application AS application ON application.id = profile.application_id
        WHERE application.id IS NULL OR application.organisation_id <> profile.organisation_id
           OR application.position_id IS DISTINCT FROM profile.position_id
        ORDER BY 1 LIMIT 100
        """
    )
    for (application_id,) in rows:
        yield Violation("screening.profiles_have_applications", f"Profile {application_id} has no such application.")


def profiles_hold_the_latest_result() -> Iterator[Violation]:
    """The newest line of an application's history is the result in its profile."""
    rows = fetch_all(
        """
        SELECT profile.application_id FROM screening_screeningprofile AS profile
        LEFT JOIN LATERAL (
            SELECT outcome, reasons, revision_id FROM screening_screening
            WHERE application_id = profile.application_id ORDER BY id DESC LIMIT 1
        ) AS newest ON true
        WHERE (newest.outcome, newest.reasons, newest.revision_id)
              IS DISTINCT FROM (profile.outcome, CASE WHEN profile.outcome IS NOT NULL THEN profile.reasons END,
                                CASE WHEN profile.outcome IS NOT NULL THEN profile.revision_id END)
        ORDER BY 1 LIMIT 100
        """
    )
    for (application_id,) in rows:
        yield Violation(
            "screening.profiles_hold_the_latest_result",
            f"The history of application {application_id} does not end with the result in its profile.",
        )


def decisions_are_one_chain() -> Iterator[Violation]:
    """An application with decisions has exactly one that counts, and the profile knows it."""
    rows = fetch_all(
        """
        SELECT decision.application_id, count(*) FILTER (WHERE successor.id IS NULL),
               bool_or(earlier.application_id IS DISTINCT FROM decision.application_id AND earlier.id IS NOT NULL),
               max(decision.outcome) FILTER (WHERE successor.id IS NULL), max(profile.decision)
        FROM screening_decision AS decision
        LEFT JOIN screening_decision AS successor ON successor.supersedes_id = decision.id
        LEFT JOIN screening_decision AS earlier ON earlier.id = decision.supersedes_id
        LEFT JOIN screening_screeningprofile AS profile ON profile.application_id = decision.application_id
        GROUP BY decision.application_id ORDER BY 1
        """
    )
    for application_id, present, foreign, outcome, code in rows:
        if present != 1 or foreign:
            sentence = f"The decisions about application {application_id} are not one chain."
        elif code is None or DecisionCode(code).name.lower() != outcome:
            sentence = f"The profile of application {application_id} does not know its present decision."
        else:
            continue
        yield Violation("screening.decisions_are_one_chain", sentence)


def an_undo_restores_what_stood() -> Iterator[Violation]:
    """What an undo restores is an earlier decision of the same application, and no undo itself."""
    rows = fetch_all(
        """
        SELECT back.ref FROM screening_decision AS back JOIN screening_decision AS kept ON kept.id = back.restores_id
        WHERE kept.undo OR kept.application_id <> back.application_id OR kept.outcome <> back.outcome
           OR kept.id >= back.supersedes_id
        ORDER BY 1
        """
    )
    for (ref,) in rows:
        yield Violation("screening.an_undo_restores_what_stood", f"The undo {ref} restores what never stood before it.")


def nobody_was_told_what_was_undone() -> Iterator[Violation]:
    """The letter of a decision that was taken back never leaves."""
    rows = fetch_all(
        """
        SELECT decision.ref FROM screening_decision AS decision
        JOIN screening_decision AS back ON back.supersedes_id = decision.id AND back.undo
        JOIN letters_letter AS letter ON letter.ref = decision.letter_ref
        WHERE letter.status <> 'cancelled' ORDER BY 1
        """
    )
    for (ref,) in rows:
        yield Violation("screening.nobody_was_told_what_was_undone", f"The letter of {ref}, taken back, may leave.")


def confirmed_acceptances_had_two_people() -> Iterator[Violation]:
    """A confirmed proposal is an acceptance by its second person, and names the first."""
    rows = fetch_all(
        """
        SELECT proposal.ref FROM screening_proposedacceptance AS proposal
        LEFT JOIN screening_decision AS decision ON decision.id = proposal.decision_id
        WHERE proposal.status = 'confirmed'
          AND (decision.outcome, decision.application_id, decision.decided_by, decision.proposed_by) IS DISTINCT FROM
              ('accepted', proposal.application_id, proposal.settled_by, proposal.proposed_by)
        ORDER BY 1
        """
    )
    for (ref,) in rows:
        yield Violation(
            "screening.confirmed_acceptances_had_two_people", f"The proposal {ref} was confirmed by nobody's decision."
        )


def profiles_know_what_waits() -> Iterator[Violation]:
    """An application waits for a second person or for a review exactly while one of them is open."""
    rows = fetch_all(
        """
        SELECT profile.application_id FROM screening_screeningprofile AS profile
        LEFT JOIN screening_proposedacceptance AS proposal
          ON proposal.application_id = profile.application_id AND proposal.settled_at IS NULL
        LEFT JOIN screening_reviewrequest AS review
          ON review.application_id = profile.application_id AND review.status = 'open'
        WHERE profile.waits <> CASE WHEN proposal.id IS NOT NULL THEN %s WHEN review.id IS NOT NULL THEN %s ELSE %s END
        ORDER BY 1 LIMIT 100
        """,
        [WaitsCode.SECOND_PERSON, WaitsCode.REVIEW, WaitsCode.NOTHING],
    )
    for (application_id,) in rows:
        yield Violation(
            "screening.profiles_know_what_waits",
            f"The profile of application {application_id} waits for another thing.",
        )


INVARIANTS: tuple[Invariant, ...] = (
    results_follow_from_facts,
    profiles_have_applications,
    profiles_hold_the_latest_result,
    decisions_are_one_chain,
    an_undo_restores_what_stood,
    nobody_was_told_what_was_undone,
    confirmed_acceptances_had_two_people,
    profiles_know_what_waits,
)
