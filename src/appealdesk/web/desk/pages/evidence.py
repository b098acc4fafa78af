"""Documents on the desk: the list of those that wait, and one with the facts that it is meant to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.appeals.queries.positions import position_names
from appealdesk.core.names.person_name import PersonName
from appealdesk.enquiries.actions.read import read_evidence
from appealdesk.enquiries.queries.applications import FactRow, application_facts
from appealdesk.enquiries.queries.evidence import EvidenceDetail, EvidenceQueue, EvidenceRow, evidence_queue
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised, pick
from appealdesk.people.actions.note import note_reading
from appealdesk.people.queries.identities import IdentityPage, identities_of
from appealdesk.screening.queries.wording import ANY_POSITION
from appealdesk.web.desk.forms.evidence import CheckForm
from appealdesk.web.shared.culture import date_text
from appealdesk.web.shared.evidence_text import REFUSAL_REASONS, document_text, refusal_text
from appealdesk.web.shared.fact_text import absence_text, evidence_text, fact_text

__all__ = [
    "DocumentRow",
    "DocumentView",
    "EvidenceListView",
    "ProvenFact",
    "ReasonChoice",
    "StateTab",
    "document_view",
    "documents_in_words",
    "evidence_list",
]

_TABS = ("waiting", "verified", "refused", "expired")


@dataclass(frozen=True, slots=True)
class StateTab:
    """One state with its count."""

    state: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in a list: `names` is None where the page already says whose it is."""

    row: EvidenceRow
    text: str
    facts: str
    reason: str
    names: PersonName | None = None
    position_titles: Localised | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceListView:
    """The list."""

    queue: EvidenceQueue
    rows: tuple[DocumentRow, ...]
    tabs: tuple[StateTab, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenFact:
    """A fact that the document is meant to show, with what was told; `chosen` where the form has its box ticked."""

    key: str
    label: str
    text: str
    evidence: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    """A reason why a document cannot be used."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One document with the two forms."""

    detail: EvidenceDetail
    text: str
    identity: IdentityPage | None
    position_titles: Localised
    facts: tuple[ProvenFact, ...]
    reasons: tuple[ReasonChoice, ...]
    numbers: tuple[int, ...]
    form: CheckForm


def evidence_list(*, actor: Actor, now: datetime, state: str, page: int) -> EvidenceListView:
    """One page of the list; the reading of the names is noted."""
    queue = evidence_queue(actor=actor, state=state, page=page)
    identities = identities_of(actor=actor, person_ids={row.person_id for row in queue.rows})
    note_reading(actor=actor, now=now, person_refs={each.ref for each in identities.values()}, page="evidence")
    positions = position_names(actor.own_organisation)
    dictionary = fact_dictionary(actor.own_organisation)
    rows = []
    for row in queue.rows:
        identity = identities.get(row.person_id)
        position = positions.get(row.position_id or 0)
        rows.append(
            _row(
                row,
                dictionary,
                actor.language,
                names=identity.names if identity else PersonName(""),
                titles=position.titles if position else ANY_POSITION,
            )
        )
    return EvidenceListView(
        queue=queue,
        rows=tuple(rows),
        tabs=tuple(StateTab(state, queue.counts[state], state == queue.state) for state in _TABS),
    )


def documents_in_words(
    rows: Sequence[EvidenceRow], dictionary: Mapping[str, FactPage], language: str
) -> tuple[DocumentRow, ...]:
    """The documents of one application, for its page."""
    return tuple(_row(row, dictionary, language) for row in rows)


def _row(
    row: EvidenceRow,
    dictionary: Mapping[str, FactPage],
    language: str,
    *,
    names: PersonName | None = None,
    titles: Localised | None = None,
) -> DocumentRow:
    labels = [pick(dictionary[key].labels, language) if key in dictionary else key for key in row.fact_keys]
    return DocumentRow(
        row=row,
        text=document_text(row.kind, row.page_count),
        facts=("、" if language == "ja" else ", ").join(labels),
        reason=refusal_text(row.reason),
        names=names,
        position_titles=titles,
    )


def document_view(*, actor: Actor, now: datetime, ref: str, form: CheckForm | None = None) -> DocumentView:
    """One document; the reading is noted, of the document and of the person."""
    detail = read_evidence(actor=actor, now=now, ref=ref)
    row = detail.row
    identity = identities_of(actor=actor, person_ids=[row.person_id]).get(row.person_id)
    if identity is not None:
        note_reading(actor=actor, now=now, person_refs=[identity.ref], page="evidence", about_ref=row.application_ref)
    stored = application_facts(actor=actor, application_ids=[row.application_id])[row.application_id]
    dictionary = fact_dictionary(actor.own_organisation)
    position = position_names(actor.own_organisation).get(row.position_id or 0)
    shown = form or CheckForm(fact_keys=row.fact_keys, seen=detail.seen)
    return DocumentView(
        detail=detail,
        text=document_text(row.kind, row.page_count),
        identity=identity,
        position_titles=position.titles if position else ANY_POSITION,
        facts=tuple(
            _proven(dictionary[key], stored.get(key), identity, key in shown.fact_keys, actor.language)
            for key in row.fact_keys
            if key in dictionary
        ),
        reasons=tuple(ReasonChoice(code, refusal_text(code), code == shown.reason) for code in REFUSAL_REASONS),
        numbers=tuple(range(1, row.page_count + 1)) if row.state != "erased" else (),
        form=shown,
    )


def _proven(
    fact: FactPage, row: FactRow | None, identity: IdentityPage | None, chosen: bool, language: str
) -> ProvenFact:
    text = absence_text(row.absent) if row and row.absent else absence_text("not_asked")
    if row and row.value is not None:
        text = fact_text(fact, row.value, language)
    elif fact.key == "birth_date" and identity and identity.birth_date:
        text = date_text(identity.birth_date, language)
    return ProvenFact(
        key=fact.key,
        label=pick(fact.labels, language),
        text=text,
        evidence=evidence_text(row.evidence) if row else "",
        chosen=chosen,
    )
