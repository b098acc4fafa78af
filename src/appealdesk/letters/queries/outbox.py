"""The outbox, one letter, and the letters about something."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.letters.access import access_letter, visible_letters
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.texts import Wording
from appealdesk.people.queries.identities import identities_of

__all__ = [
    "LetterPage",
    "LetterRow",
    "OutboxPage",
    "count_kept_back",
    "letter_page",
    "letters_about",
    "open_wording",
    "outbox_page",
]

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A line of the outbox; `subject` is empty once the letter is erased. An `adverse` draft is to be read first."""

    ref: str
    kind: str
    language: str
    status: str
    channel: str
    adverse: bool
    about_ref: str
    person_ref: str
    names: PersonName
    subject: str
    drafted_at: datetime
    approved_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPage:
    """One page of letters, how many there are of each status, and the pages before and after."""

    rows: tuple[LetterRow, ...]
    counts: Mapping[str, int]
    status: str
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """One letter, opened."""

    row: LetterRow
    body: str
    approved_by: str
    editable: bool
    printable: bool


def open_wording(letter: Letter) -> Wording:
    """What the letter says; empty once it is erased."""
    if letter.wrapped_key is None or letter.sealed is None:
        return Wording("", "")
    opened = open_json(unwrap_key(letter.wrapped_key), context=f"letters.letter:{letter.ref}", sealed=letter.sealed)
    return Wording(opened["subject"], opened["body"])


def _rows(actor: Actor, letters: Iterable[Letter]) -> tuple[LetterRow, ...]:
    chosen = list(letters)
    identities = identities_of(actor=actor, person_ids=[letter.person_id for letter in chosen])
    return tuple(
        LetterRow(
            ref=letter.ref,
            kind=letter.kind,
            language=letter.language,
            status=letter.status,
            channel=letter.channel,
            adverse=letter.adverse,
            about_ref=letter.about_ref,
            person_ref=identities[letter.person_id].ref,
            names=identities[letter.person_id].names,
            subject=open_wording(letter).subject,
            drafted_at=letter.drafted_at,
            approved_at=letter.approved_at,
            sent_at=letter.sent_at,
        )
        for letter in chosen
    )


def outbox_page(*, actor: Actor, status: str = "draft", page: int = 1) -> OutboxPage:
    """Letters of one status, newest first. Three queries; the door notes whose names it showed."""
    letters = visible_letters(actor)
    counted = letters.order_by().values_list("status").annotate(number=Count("id"))
    counts: dict[str, int] = dict.fromkeys(Letter.Status.values, 0) | dict(counted)
    pages = max(1, -(-counts.get(status, 0) // PAGE_SIZE))
    shown = min(max(page, 1), pages)
    start = (shown - 1) * PAGE_SIZE
    rows = _rows(actor, letters.filter(status=status).order_by("-id")[start : start + PAGE_SIZE])
    return OutboxPage(rows=rows, counts=counts, status=status, page=shown, pages=pages)


def count_kept_back(*, actor: Actor, about_refs: Iterable[str]) -> int:
    """How many letters about these did not leave, for whoever may know of them. One query."""
    about = Letter.objects.filter(organisation_id=actor.own_organisation, about_ref__in=list(about_refs))
    return about.filter(status=Letter.Status.CANCELLED).count()


def letter_page(*, actor: Actor, ref: str) -> LetterPage:
    """One letter with its text. Two queries."""
    letter = access_letter(actor, ref)
    (row,) = _rows(actor, [letter])
    return LetterPage(
        row=row,
        body=open_wording(letter).body,
        approved_by=letter.approved_by,
        editable=letter.status == Letter.Status.DRAFT,
        printable=letter.status == Letter.Status.APPROVED and letter.channel == Letter.Channel.PRINT,
    )


def letters_about(*, actor: Actor, ref: str) -> tuple[LetterRow, ...]:
    """The letters about an enquiry, an application or a donation, oldest first. Two queries."""
    return _rows(actor, visible_letters(actor).filter(about_ref=ref).order_by("id"))
