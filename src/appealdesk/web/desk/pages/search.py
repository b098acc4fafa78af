"""What the search for a person shows: who was found, why, and which letters of what is shown were typed."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.queries.named import persons_named_by
from appealdesk.enquiries.queries.applications import application_by_ref
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.ids import is_ref
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.actions.note import note_reading
from appealdesk.people.queries.candidates import CandidatePage
from appealdesk.people.queries.search import persons_by_ids, search

__all__ = ["FoundRow", "MarkedText", "SearchView", "search_view"]

LONGEST = 200
_LONGEST_CODE = 30


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in three pieces; the middle one is what was typed, and empty where it is not in the text."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One person, with what led to them."""

    ref: str
    names: PersonName
    forms: tuple[MarkedText, ...]
    contacts: tuple[MarkedText, ...]
    birth_date: date | None
    reasons: tuple[str, ...]
    last_heard_at: datetime


@dataclass(frozen=True, slots=True)
class SearchView:
    """`typed` as it stands in the field; nothing was asked where it is empty."""

    typed: str
    rows: tuple[FoundRow, ...]


def search_view(*, actor: Actor, now: datetime, text: str) -> SearchView:
    """Who was found; whose names were shown is noted."""
    typed = text.strip()[:LONGEST]
    found = _found(actor, typed) if typed else ()
    note_reading(actor=actor, now=now, person_refs=[page.person_ref for page in found], page="search")
    return SearchView(typed=typed, rows=tuple(_row(page, typed) for page in found))


def _found(actor: Actor, typed: str) -> tuple[CandidatePage, ...]:
    """References of other apps first: they name one person, and hardly anything else looks like them."""
    named: list[int] = []
    reference = unicodedata.normalize("NFKC", typed).upper()
    if is_ref(reference, "A"):
        try:
            named.append(application_by_ref(actor=actor, ref=reference).person_id)
        except NotFound:
            return ()
    elif len(reference) <= _LONGEST_CODE and any(map(str.isdecimal, reference)):
        named.extend(persons_named_by(actor=actor, text=reference))
    first = persons_by_ids(actor=actor, person_ids=named, reason="reference") if named else ()
    known = {page.person_ref for page in first}
    return (*first, *(page for page in search(actor=actor, text=typed) if page.person_ref not in known))


def _row(page: CandidatePage, typed: str) -> FoundRow:
    names = page.names
    forms = dict.fromkeys(form for form in (names.written, names.reading, names.latin) if form)
    return FoundRow(
        ref=page.person_ref,
        names=names,
        forms=tuple(marked(form, typed) for form in forms),
        contacts=tuple(marked(contact, typed) for contact in (*page.phones, *page.emails)),
        birth_date=page.birth_date,
        reasons=page.reasons,
        last_heard_at=page.last_heard_at,
    )


def marked(text: str, typed: str) -> MarkedText:
    """Where the text holds what was typed, or else its first word that it holds; digits are found across hyphens."""
    for sought in (typed, *typed.split()):
        if place := _place(text, sought):
            return MarkedText(text[: place[0]], text[place[0] : place[1]], text[place[1] :])
    return MarkedText(text, "", "")


def _place(text: str, sought: str) -> tuple[int, int] | None:
    """From where to where. Letters are compared one by one, so that the places are those of the text as shown."""
    kept = [(place, folded) for place, letter in enumerate(text) if (folded := _folded(letter))]
    wanted = "".join(map(_folded, sought))
    begins = "".join(folded for _, folded in kept).rfind(wanted) if wanted else -1
    return (kept[begins][0], kept[begins + len(wanted) - 1][0] + 1) if begins >= 0 else None


def _folded(letter: str) -> str:
    """The letter in small, of one width, hiragana as katakana; nothing for what only parts words and numbers."""
    plain = unicodedata.normalize("NFKC", letter).lower()
    if len(plain) != 1 or plain.isspace() or plain in "-‐–—()+.・":
        return ""
    return chr(ord(plain) + 0x60) if "ぁ" <= plain <= "ゖ" else plain
