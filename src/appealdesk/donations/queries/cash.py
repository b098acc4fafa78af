"""Counts of cash as the desk may see them: blind until both have counted, and the slip once it is booked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.queries.appeals import organisation_names
from appealdesk.core.money import Money
from appealdesk.core.names.person_name import PersonName
from appealdesk.donations.access import access_cash, may_handle_money
from appealdesk.donations.models import CashCount, CashTally
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.queries.identities import identities_of

__all__ = ["CashPage", "CashRow", "SlipPage", "TallyPage", "cash_page", "cash_rows", "slip_page"]

_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CashRow:
    """One count in the list; its amount is told only once it is booked."""

    ref: str
    status: str
    begun_at: datetime
    begun_by: str
    amount: Money | None
    slip_number: int | None
    counts_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyPage:
    """What somebody counted."""

    by: str
    total: Money
    pieces: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CashPage:
    """One count. `tallies` are those of the last round in which both had counted, and none of the present one."""

    ref: str
    status: str
    currency: str
    fund_names: Localised
    round: int
    begun_by: str
    begun_at: datetime
    counts_now: bool
    mine_counted: bool
    tallies: tuple[TallyPage, ...]
    donation_ref: str
    slip_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPage:
    """What stands on the slip; `names` is empty for somebody who gave no name."""

    number: int
    organisation: Localised
    fund_names: Localised
    amount: Money
    at: datetime
    language: str
    names: PersonName | None
    counted_by: tuple[str, ...]
    donation_ref: str


def cash_rows(*, actor: Actor) -> tuple[CashRow, ...]:
    """The newest counts. Two queries."""
    if not may_handle_money(actor):
        raise NotFound("page")
    own = CashCount.objects.filter(organisation_id=actor.own_organisation).select_related("donation")
    rows = list(own.order_by("-pk")[:_MOST_SHOWN])
    counted = set(
        CashTally.objects.filter(count__in=[row.pk for row in rows], counted_by=actor.ref).values_list(
            "count_id", "round"
        )
    )
    return tuple(
        CashRow(
            ref=row.ref,
            status=row.status,
            begun_at=row.begun_at,
            begun_by=row.begun_by,
            amount=Money(row.donation.amount_minor, row.currency) if row.donation else None,
            slip_number=row.slip_number,
            counts_now=_waits(row) and (row.pk, row.round) not in counted,
        )
        for row in rows
    )


def cash_page(*, actor: Actor, ref: str) -> CashPage:
    """One count, without what the other has counted in the present round. Two queries."""
    row = access_cash(actor, ref)
    tallies = list(row.tallies.order_by("round", "place"))
    mine = any(tally.round == row.round and tally.counted_by == actor.ref for tally in tallies)
    last = row.round if row.status == CashCount.Status.BOOKED else row.round - 1
    return CashPage(
        ref=row.ref,
        status=row.status,
        currency=row.currency,
        fund_names=row.fund.names,
        round=row.round,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
        counts_now=_waits(row) and not mine,
        mine_counted=mine,
        tallies=tuple(
            TallyPage(
                by=tally.counted_by,
                total=Money(tally.total_minor, row.currency),
                pieces={int(value): number for value, number in tally.pieces},
            )
            for tally in tallies
            if tally.round == last
        ),
        donation_ref=row.donation.ref if row.donation else "",
        slip_number=row.slip_number,
    )


def slip_page(*, actor: Actor, ref: str) -> SlipPage:
    """The slip of a booked count. Five queries."""
    row = access_cash(actor, ref)
    if row.donation is None or row.slip_number is None or row.ended_at is None:
        raise NotFound("slip")
    person_id = row.donation.person_id
    donors = identities_of(actor=actor, person_ids=[person_id] if person_id is not None else [])
    donor = donors.get(person_id or 0)
    return SlipPage(
        number=row.slip_number,
        organisation=organisation_names(actor.own_organisation),
        fund_names=row.fund.names,
        amount=Money(row.donation.amount_minor, row.currency),
        at=row.ended_at,
        language=row.language,
        names=donor.names if donor else None,
        counted_by=tuple(row.tallies.filter(round=row.round).order_by("place").values_list("counted_by", flat=True)),
        donation_ref=row.donation.ref,
    )


def _waits(row: CashCount) -> bool:
    return row.status in (CashCount.Status.COUNTING, CashCount.Status.DIFFERS)
