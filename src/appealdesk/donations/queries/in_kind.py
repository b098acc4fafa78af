"""Offers of goods for those who answer them: the list says what is offered, an offer's own page also by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.access import access_in_kind, may_answer_goods
from appealdesk.donations.models import InKindOffer
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import open_json, unwrap_key
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.inputs import IdentityInput

__all__ = ["InKindDetail", "InKindRow", "InKindWords", "in_kind_context", "in_kind_detail", "in_kind_page"]

_MOST_SHOWN = 200
_ENDED = ("declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class InKindWords:
    """What the offerer wrote."""

    goods: str
    quantity: str
    place: str
    identity: IdentityInput


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


@dataclass(frozen=True, slots=True, kw_only=True)
class InKindDetail:
    """One offer with its words and who offers."""

    row: InKindRow
    appeal_id: int
    erased: bool
    place: str
    names: PersonName
    email: str
    phone: str
    language: str
    channel: str
    recorded_by: str
    decided_at: datetime | None
    decided_by: str


def in_kind_context(ref: str) -> str:
    """What binds a sealed offer to its row."""
    return f"donations.in_kind:{ref}"


def in_kind_page(
    *, actor: Actor, today: date, shown: Literal["open", "accepted", "handed_over", "ended"]
) -> tuple[InKindRow, ...]:
    """The offers of a state; those that wait or are accepted by the day on which they end, others newest first."""
    if not may_answer_goods(actor):
        raise NotFound("page")
    rows = InKindOffer.objects.filter(organisation_id=actor.own_organisation)
    match shown:
        case "open":
            rows = rows.filter(status=InKindOffer.Status.OFFERED).order_by("available_until", "pk")
        case "accepted":
            rows = rows.filter(status=InKindOffer.Status.ACCEPTED).order_by("available_until", "pk")
        case "handed_over":
            rows = rows.filter(status=InKindOffer.Status.HANDED_OVER).order_by("-pk")
        case _:
            rows = rows.filter(status__in=_ENDED).order_by("-pk")
    return tuple(_row(row, _open(row), today) for row in rows[:_MOST_SHOWN])


def in_kind_detail(*, actor: Actor, today: date, ref: str) -> InKindDetail:
    """One offer, opened."""
    row = access_in_kind(actor, ref)
    words = _open(row)
    identity = words.identity if words else IdentityInput()
    return InKindDetail(
        row=_row(row, words, today),
        appeal_id=row.appeal_id,
        erased=words is None,
        place=words.place if words else "",
        names=identity.names,
        email=next(iter(identity.emails), ""),
        phone=next(iter(identity.phones), ""),
        language=identity.language,
        channel=row.channel,
        recorded_by=row.recorded_by,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
    )


def _open(row: InKindOffer) -> InKindWords | None:
    if row.wrapped_key is None or row.sealed is None:
        return None
    value = open_json(unwrap_key(row.wrapped_key), context=in_kind_context(row.ref), sealed=row.sealed)
    return InKindWords(
        goods=value["goods"],
        quantity=value["quantity"],
        place=value["place"],
        identity=IdentityInput.model_validate(value["identity"]),
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
