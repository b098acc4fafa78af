"""The desk's search for a person: by a name in any script or a part of it, a number or its end, a mail, a reference.

What is asked is keyed as what is stored was, so that the database never sees a name. Only the records that were found
are opened, and those that do not hold what was typed after all are left out again: a key is a hash of the sound.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from appealdesk.core.names.keys import COMPARABLE_FROM
from appealdesk.core.names.measures import compare_words
from appealdesk.core.names.parts import FEWEST_DIGITS, asked_parts, mail_part, phone_parts
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.sounds import prepare
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.people.access import visible_people
from appealdesk.people.models import KeyKind, Record
from appealdesk.people.queries.candidates import (
    MOST_RECORDS,
    MOST_SHOWN,
    CandidatePage,
    Found,
    candidates,
    open_found,
    pages_of,
)
from appealdesk.people.queries.keys import Key, key_of_part

__all__ = ["persons_by_ids", "search"]

_MOST_OF_A_PART = 20_000  # Of a beginning that more records share, the newest are looked through.
_MOST_WORDS = 4
_REFERENCE: Final = re.compile(r"[A-Za-z]{1,2}-[0-9A-Za-z-]{3,}")
_WHOLE_NUMBER: Final = 7

_BY_PARTS = """
WITH found AS (
    SELECT held.record_id
    FROM unnest(%(kinds)s::smallint[], %(tokens)s::bytea[], %(words)s::smallint[]) AS asked (kind, h, word)
    CROSS JOIN LATERAL (
        SELECT record_id FROM people_identitykey
        WHERE kind = asked.kind AND h = asked.h AND organisation_id = %(organisation)s AND key_version >= %(since)s
        ORDER BY record_id DESC LIMIT %(each)s
    ) AS held
    GROUP BY held.record_id
    HAVING count(DISTINCT asked.word) = %(count)s
    ORDER BY held.record_id DESC
    LIMIT %(most)s
)
SELECT found.record_id, '{}'::smallint[], record.ref, record.person_id, record.wrapped_key, record.sealed,
    record.given_at
FROM found JOIN people_record AS record ON record.id = found.record_id
ORDER BY record.id
"""


def search(*, actor: Actor, text: str) -> tuple[CandidatePage, ...]:
    """Persons by one typed text, the likeliest first, with what led to each. At most five queries."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if _REFERENCE.fullmatch(typed):
        return _by_reference(actor, typed.upper()) or _by_name(actor, typed)
    if "@" in typed:
        return candidates(actor=actor, email=typed) or _by_mail(actor, typed)
    digits = "".join(letter for letter in typed if letter.isdecimal())
    if len(digits) >= FEWEST_DIGITS and not any(map(str.isalpha, typed)):
        whole = candidates(actor=actor, phone=typed) if len(digits) >= _WHOLE_NUMBER else ()
        return whole or _by_digits(actor, digits)
    return _by_name(actor, typed)


def persons_by_ids(*, actor: Actor, person_ids: Iterable[int], reason: str) -> tuple[CandidatePage, ...]:
    """Persons whom another app's reference names. Three queries."""
    people = visible_people(actor).filter(pk__in=sorted(set(person_ids))[:MOST_SHOWN])
    kept = {person.redirects_to_id or person.pk for person in people}
    return _newest_first(actor, kept, reason)


def _by_reference(actor: Actor, typed: str) -> tuple[CandidatePage, ...]:
    """A person's own reference, a record's, or that of the enquiry or donation from which a record came."""
    people = visible_people(actor)
    named = people.filter(ref=typed).values_list("pk", "redirects_to_id").first()
    kept = {named[1] or named[0]} if named else set()
    if not kept:
        organisation = actor.own_organisation
        records = Record.objects.filter(organisation_id=organisation, person__in=people)
        told = records.filter(source_ref=typed, source__in=Record.Source.values) | records.filter(ref=typed)
        kept = set(told.values_list("person_id", flat=True)[:MOST_SHOWN])
    return _newest_first(actor, kept, "reference")


def _newest_first(actor: Actor, kept: set[int], reason: str) -> tuple[CandidatePage, ...]:
    if not kept:
        return ()
    rows = fetch_all(
        """
        SELECT DISTINCT ON (person_id) id, '{}'::smallint[], ref, person_id, wrapped_key, sealed, given_at
        FROM people_record WHERE person_id = ANY(%s) ORDER BY person_id, given_at DESC
        """,
        [sorted(kept)],
    )
    found = open_found(rows)
    return pages_of(actor, [(record, (True, record.given_at.timestamp())) for record in found], _because(found, reason))


def _by_mail(actor: Actor, typed: str) -> tuple[CandidatePage, ...]:
    """An address of which only what stands before the @ is remembered, or which is typed no further yet."""
    local = mail_part(f"{typed.partition('@')[0]}@mail.jp")
    found = _find(actor, [(key_of_part(KeyKind.MAIL_PART, local),)]) if local else ()
    typed = typed.casefold()
    held = [each for each in found if any(mail.casefold().startswith(typed) for mail in each.identity.emails)] or found
    return pages_of(actor, [(each, (True, 1.0)) for each in held], _because(held, "part.mail"))


def _by_digits(actor: Actor, digits: str) -> tuple[CandidatePage, ...]:
    """A number by its last digits, as a caller's display or a torn note has them."""
    asked = {part for part in phone_parts(f"+8190{digits}") if len(part) <= len(digits)}
    longest = max(asked, key=len, default="")
    found = _find(actor, [(key_of_part(KeyKind.PHONE_PART, longest),)]) if longest else ()
    held = [
        each
        for each in found
        if any("".join(filter(str.isdecimal, phone)).endswith(digits.lstrip("0")) for phone in each.identity.phones)
    ]
    return pages_of(actor, [(each, (True, 1.0)) for each in held], _because(held, "part.phone"))


def _by_name(actor: Actor, typed: str) -> tuple[CandidatePage, ...]:
    """The whole name first, in either order and any script; then everybody each of whose words begins so."""
    whole = candidates(actor=actor, written=typed)
    words = asked_parts(typed)[:_MOST_WORDS]
    found = _find(actor, [tuple(key_of_part(KeyKind.NAME_PART, part) for part in parts) for parts in words])
    known = {page.person_id for page in whole}
    others = [(each, (True, _fit(typed, each.identity.names))) for each in found if each.person_id not in known]
    parts = pages_of(actor, others, _because(found, "part.name")) if others else ()
    named = (*whole, *parts)
    if not named and " " not in typed and typed.isascii():
        return _by_mail(actor, typed)
    return named[:MOST_SHOWN]


def _find(actor: Actor, words: Sequence[Sequence[Key]]) -> tuple[Found, ...]:
    """The newest records that hold a part of every word. One query."""
    if not words:
        return ()
    asked = [(key, place) for place, keys in enumerate(words) for key in keys]
    rows = fetch_all(
        _BY_PARTS,
        {
            "kinds": [int(key.kind) for key, _ in asked],
            "tokens": [key.token for key, _ in asked],
            "words": [place for _, place in asked],
            "count": len(words),
            # The newest of one word are among the newest of each of its parts; of several words they may be anywhere.
            "each": MOST_RECORDS if len(words) == 1 else _MOST_OF_A_PART,
            "organisation": actor.organisation_id,
            "since": COMPARABLE_FROM,
            "most": MOST_RECORDS,
        },
    )
    return open_found(rows)


def _fit(typed: str, names: PersonName) -> float:
    """How much of the typed words the best form of the name is: a whole word weighs more than a beginning."""
    asked = prepare(typed)
    forms = [form for text in (names.written, names.reading, names.latin) if (form := prepare(text))]
    if asked is None or not forms:
        return 0.0
    if asked.kanji:
        return max(float(asked.kanji in form.kanji) for form in forms)
    return max(
        sum(max((compare_words(word, each).fit for each in form.words), default=0.0) for word in asked.words)
        for form in forms
    )


def _because(found: Iterable[Found], reason: str) -> dict[int, tuple[str, ...]]:
    return {each.record_id: (reason,) for each in found}
