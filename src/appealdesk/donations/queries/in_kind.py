"""Offers of goods for those who answer them: the list says what is offered, an offer's own page also by whom."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from django.db.models import Q, QuerySet

from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.access import access_in_kind, may_answer_goods
from appealdesk.donations.models import InKindOffer
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.inputs import IdentityInput, SpeakerInput
from appealdesk.people.queries.persons import person_of_record

__all__ = [
    "SOURCE",
    "InKindDetail",
    "InKindList",
    "InKindRow",
    "InKindStand",
    "InKindWords",
    "Shown",
    "in_kind_context",
    "in_kind_detail",
    "in_kind_mark",
    "in_kind_page",
    "in_kind_stand",
    "open_in_kind",
    "stand_of",
]

SOURCE: Final = "donation"
"""Where the record of whoever offers goods says that it came from."""
Shown = Literal["open", "accepted", "handed_over", "ended"]
PAGE_SIZE = 50
_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "open": ("offered",),
    "accepted": ("accepted",),
    "handed_over": ("handed_over",),
    "ended": ("declined", "withdrawn"),
}
_BY_DAY: Final = ("open", "accepted")


@dataclass(frozen=True, slots=True)
class InKindWords:
    """What the offerer wrote; `speaker` is the contact person, where a company or group offers through one."""

    goods: str
    quantity: str
    place: str
    identity: IdentityInput
    speaker: SpeakerInput | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InKindRow:
    """One offer in the list; without words once they were erased."""

    ref: str
    goods: str
    quantity: str
    available_until: date
    status: str
    expired: bool
    offered_at: datetime

    @property
    def state(self) -> str:
        """What a person sees at a glance: goods that wait for an answer may be gone meanwhile."""
        return "expired" if self.expired else f"goods_{self.status}"


@dataclass(frozen=True, slots=True)
class InKindList:
    """A page of offers; `after` continues it, `mark` is another one once other offers stand on it."""

    rows: tuple[InKindRow, ...]
    after: int | None
    mark: str


@dataclass(frozen=True, slots=True)
class InKindStand:
    """How an offer stands now, without its words, and who answered it."""

    stand: str
    status: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InKindDetail:
    """One offer with its words and who offers; `stand` says how it stood when it was read.

    `person_ref` is whom the offerer was found to be; empty until the worker has asked. `contact_names` are those of the
    contact person, where there is one: then the address and the number are theirs.
    """

    row: InKindRow
    stand: str
    appeal_id: int
    erased: bool
    place: str
    names: PersonName
    contact_names: PersonName | None
    email: str
    phone: str
    language: str
    person_ref: str
    channel: str
    recorded_by: str
    decided_at: datetime | None
    decided_by: str


def in_kind_context(ref: str) -> str:
    """What binds a sealed offer to its row."""
    return f"donations.in_kind:{ref}"


def in_kind_page(*, actor: Actor, today: date, shown: Shown, after: int = 0, limit: int = PAGE_SIZE) -> InKindList:
    """The offers of a state; those that wait or are accepted by the day on which they end, others newest first."""
    found = list(_rows(actor, shown, after)[: limit + 1])
    page = found[:limit]
    return InKindList(
        tuple(_row(row, open_in_kind(row), today) for row in page),
        page[-1].pk if len(found) > limit else None,
        _mark([row.pk for row in found]),
    )


def in_kind_mark(*, actor: Actor, shown: Shown, after: int = 0, limit: int = PAGE_SIZE) -> str:
    """The mark of a page as it is now, for one that is shown already: nothing is opened. Two queries at most."""
    return _mark(list(_rows(actor, shown, after).values_list("pk", flat=True)[: limit + 1]))


def _mark(keys: list[int]) -> str:
    return hashlib.sha256(" ".join(map(str, keys)).encode()).hexdigest()[:16]


def _rows(actor: Actor, shown: Shown, after: int) -> QuerySet[InKindOffer]:
    if not may_answer_goods(actor):
        raise NotFound("page")
    own = InKindOffer.objects.filter(organisation_id=actor.own_organisation)
    rows = own.filter(status__in=_STATES[shown])
    if shown in _BY_DAY:
        rows = rows.order_by("available_until", "pk")
        last = own.filter(pk=after).values_list("available_until", flat=True).first() if after else None
        if last is not None:
            rows = rows.filter(Q(available_until__gt=last) | Q(available_until=last, pk__gt=after))
    else:
        rows = rows.order_by("-pk")
        if after:
            rows = rows.filter(pk__lt=after)
    return rows


def in_kind_stand(*, actor: Actor, ref: str) -> InKindStand:
    """How the offer stands now, for a page that shows it already. One query."""
    row = access_in_kind(actor, ref)
    return InKindStand(stand_of(row), row.status, row.decided_by)


def stand_of(row: InKindOffer) -> str:
    """The status and its moment: an answer that was taken back and given anew is another."""
    return f"{row.status} {row.decided_at.isoformat()}" if row.decided_at else row.status


def in_kind_detail(*, actor: Actor, today: date, ref: str) -> InKindDetail:
    """One offer, opened."""
    row = access_in_kind(actor, ref)
    words = open_in_kind(row)
    identity = words.identity if words else IdentityInput()
    contact = words.speaker.identity if words and words.speaker else IdentityInput()
    return InKindDetail(
        row=_row(row, words, today),
        stand=stand_of(row),
        appeal_id=row.appeal_id,
        erased=words is None,
        place=words.place if words else "",
        names=identity.names,
        contact_names=contact.names if words and words.speaker else None,
        email=next(iter((*contact.emails, *identity.emails)), ""),
        phone=next(iter((*contact.phones, *identity.phones)), ""),
        language=identity.language,
        person_ref=person_of_record(actor=actor, source=SOURCE, source_ref=ref) or "",
        channel=row.channel,
        recorded_by=row.recorded_by,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
    )


def open_in_kind(row: InKindOffer) -> InKindWords | None:
    """What was written, or None once it was erased."""
    if row.wrapped_key is None or row.sealed is None:
        return None
    value = open_json(unwrap_key(row.wrapped_key), context=in_kind_context(row.ref), sealed=row.sealed)
    return InKindWords(
        goods=value["goods"],
        quantity=value["quantity"],
        place=value["place"],
        identity=IdentityInput.model_validate(value["identity"]),
        # Offers of before have no such word.
        speaker=SpeakerInput.model_validate(value["speaker"]) if value.get("speaker") else None,
    )


def _row(row: InKindOffer, words: InKindWords | None, today: date) -> InKindRow:
    return InKindRow(
        ref=row.ref,
        goods=words.goods if words else "",
        quantity=words.quantity if words else "",
        available_until=row.available_until,
        status=row.status,
        expired=row.status == InKindOffer.Status.OFFERED and row.available_until < today,
        offered_at=row.offered_at,
    )
