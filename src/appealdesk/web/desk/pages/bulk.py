"""The page of a bulk decision: the form and its preview while it is a draft, then how far it is and who is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import pick
from appealdesk.foundation.refusals import Foreseen, Refusal
from appealdesk.people.actions.note import note_reading
from appealdesk.people.queries.identities import identities_of
from appealdesk.placements.queries.ways import ways_of_appeal
from appealdesk.screening.queries.bulk import BulkPage, BulkRow, LeftOut, bulk_page, left_out_of, samples_of
from appealdesk.screening.queries.library import library_of
from appealdesk.screening.reasons import reason_sentences, reasons_for
from appealdesk.web.desk.pages.application import Offer
from appealdesk.web.desk.pages.preview import PreviewPage, preview_letter
from appealdesk.web.desk.words import word_of
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["BulkListView", "BulkView", "LeftLine", "bulk_view"]


@dataclass(frozen=True, slots=True)
class BulkListView:
    """The newest bulk decisions."""

    rows: tuple[BulkRow, ...]


@dataclass(frozen=True, slots=True)
class LeftLine:
    """How many are left out, or left standing, for one reason."""

    count: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkView:
    """Everything that the page shows; `samples` are letters in each language, `problem` why something was not done."""

    bulk: BulkPage
    query: str
    reasons: tuple[Offer, ...]
    ways: tuple[Offer, ...]
    chosen_reasons: tuple[str, ...]
    left: tuple[LeftLine, ...]
    kept: tuple[LeftLine, ...]
    rows: tuple[LeftOut, ...]
    samples: tuple[PreviewPage, ...]
    sample_problem: str
    problem: str
    problem_field: str
    seconds_left: float | None

    @property
    def may_undo(self) -> bool:
        """True while there is something that could be taken back."""
        return self.bulk.status in {"running", "done"} and self.bulk.decided > 0


def bulk_view(*, actor: Actor, now: datetime, ref: str, query: str, refusal: Refusal | None = None) -> BulkView:
    """Read it; the names in sample letters are noted as read."""
    bulk = bulk_page(actor=actor, now=now, ref=ref)
    ways = ways_of_appeal(bulk.appeal_id) if bulk.is_draft and bulk.outcome != "accepted" else ()
    library = library_of(actor.own_organisation)
    samples = _samples(actor, now, bulk) if bulk.is_draft else ()
    return BulkView(
        bulk=bulk,
        query=query,
        reasons=tuple(
            Offer(value=one.code, label=pick(one.texts, actor.language), text="", chosen=one.code in bulk.reason_codes)
            for one in reasons_for(bulk.outcome, library)
        ),
        ways=tuple(
            Offer(value=way.ref, label=pick(way.titles, actor.language), text="", chosen=way.ref in bulk.way_refs)
            for way in ways
        ),
        chosen_reasons=reason_sentences(bulk.reason_codes, actor.language, library),
        left=_lines(bulk.left),
        kept=_lines(bulk.kept),
        rows=() if bulk.is_draft else left_out_of(actor=actor, ref=ref),
        samples=tuple(one for one in samples if not one.problem),
        sample_problem=next((one.problem for one in samples if one.problem), ""),
        problem=refusal_sentence(refusal) if refusal else "",
        problem_field=refusal.field if refusal else "",
        seconds_left=_left(bulk, now),
    )


def _lines(counts: Mapping[str, int]) -> tuple[LeftLine, ...]:
    return tuple(LeftLine(count, word_of("left_out", why)) for why, count in counts.items())


def _samples(actor: Actor, now: datetime, bulk: BulkPage) -> tuple[PreviewPage, ...]:
    """One letter a language, or why there is none yet."""
    samples = samples_of(actor=actor, now=now, ref=bulk.ref)
    letters = []
    for sample in samples:
        try:
            letter = preview_letter(
                actor=actor,
                now=now,
                application=sample.application,
                entry=sample.entry,
                address=settings.PUBLIC_ADDRESS,
            )
        except Foreseen as refusal:
            letter = PreviewPage(
                language=sample.application.language, subject="", body="", problem=refusal_sentence(refusal)
            )
        letters.append(letter)
    persons = identities_of(actor=actor, person_ids=[sample.application.person_id for sample in samples])
    refs = [person.ref for person in persons.values()]
    note_reading(actor=actor, now=now, person_refs=refs, page="bulk", about_ref=bulk.ref)
    return tuple(letters)


def _left(bulk: BulkPage, now: datetime) -> float | None:
    """How long it will still take, by how long it took so far."""
    since = bulk.undone_at or bulk.started_at
    if not bulk.is_working or since is None or not bulk.done:
        return None
    return (now - since).total_seconds() * (bulk.goal - bulk.done) / bulk.done
