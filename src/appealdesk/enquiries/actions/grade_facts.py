"""How well each fact is shown, worked out again from the documents that there are.

A document on file makes a claimed fact documented; a check by a person makes it verified until it expires. The grade is
worked out from all documents each time, so that refusing, expiring or erasing one of two leaves what the other shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from appealdesk.enquiries.actions.replace import replace_facts
from appealdesk.enquiries.models import Application, Evidence, EvidenceCheck, Fact
from appealdesk.foundation.actor import Actor

__all__ = ["grade_facts"]

_SHOWS = (Evidence.State.WAITING, Evidence.State.VERIFIED, Evidence.State.EXPIRED)


def grade_facts(*, actor: Actor, now: datetime, application: Application) -> tuple[str, ...]:
    """Give every known fact the grade that its documents support; returns the keys that changed.

    Runs in the present transaction, with the application locked. What an officer noted keeps at least its own grade.
    """
    documents = list(Evidence.objects.filter(application=application, state__in=_SHOWS).values("pk", "fact_keys"))
    documented = {key for document in documents for key in document["fact_keys"]}
    checked_at = _checked_at(application)
    stated: list[Fact] = []
    sources: set[str] = set()
    for fact, runs in _runs(application).items():
        base = next((row for row in reversed(runs) if row.source in (Fact.Source.DECLARED, Fact.Source.STAFF)), None)
        if base is None or base.evidence == "verified":
            continue
        grade, source = base.evidence, base.source
        if fact in documented:
            grade, source = "documented", Fact.Source.EVIDENCED.value
        # A check is about the answer that stood there: a later answer has not been checked.
        if fact in checked_at and checked_at[fact] >= runs[0].at:
            grade, source = "verified", Fact.Source.VERIFIED.value
        stated.append(_regraded(runs[-1], grade, source, actor, now))
        sources.add(source)
    source = "verified" if "verified" in sources else "evidenced"
    return replace_facts(actor=actor, now=now, application=application, stated=stated, source=source)


def _checked_at(application: Application) -> Mapping[str, datetime]:
    """When each fact was last verified by a check that still holds."""
    checks = EvidenceCheck.objects.filter(
        evidence__application=application,
        evidence__state=Evidence.State.VERIFIED,
        verdict=EvidenceCheck.Verdict.VERIFIED,
        superseded_at__isnull=True,
    ).order_by("at")
    return {key: check.at for check in checks for key in check.fact_keys}


def _runs(application: Application) -> Mapping[str, Sequence[Fact]]:
    """For each fact with a value in force: the statements of that same value, from the first of them on."""
    every: dict[str, list[Fact]] = {}
    for fact in application.facts.order_by("at", "pk"):
        every.setdefault(fact.key, []).append(fact)
    return {
        key: _same_value(rows)
        for key, rows in every.items()
        if rows[-1].superseded_at is None and rows[-1].value is not None
    }


def _same_value(rows: Iterable[Fact]) -> Sequence[Fact]:
    run: list[Fact] = []
    for row in rows:
        if run and row.value != run[-1].value:
            run = []
        run.append(row)
    return run


def _regraded(fact: Fact, grade: str, source: str, actor: Actor, now: datetime) -> Fact:
    return Fact(
        organisation_id=fact.organisation_id,
        application_id=fact.application_id,
        key=fact.key,
        value=fact.value,
        evidence=grade,
        absent="",
        source=source,
        stated_by=actor.ref,
        at=now,
    )
