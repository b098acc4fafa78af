"""Card payments as the desk shows them: the list, one payment with its movements, and the payouts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from appealdesk.core.money import Money
from appealdesk.donations.access import access_card_payment, may_handle_money
from appealdesk.donations.models import (
    CardAccount,
    CardEvent,
    CardMovement,
    CardPayment,
    CardPayout,
    CardRefund,
    CardSettlement,
    StatementLine,
)
from appealdesk.donations.queries.payouts import lines_for, unsettled_payouts
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "STATES",
    "CardAccountPage",
    "CardEventLine",
    "CardList",
    "CardMovementLine",
    "CardPaymentDetail",
    "CardPaymentLine",
    "CardRefundLine",
    "PayoutLine",
    "PayoutLineChoice",
    "card_accounts",
    "card_payment_detail",
    "card_payments",
    "payouts_page",
    "refundable",
]

PAGE_SIZE = 50
STATES = ("paid", "disputed", "returned", "started", "ended")
"""The filters of the list."""
_NEAR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAccountPage:
    """An account at a provider, without any of its secrets."""

    ref: str
    provider: str
    label: str
    active: bool
    polled_at: datetime | None
    away_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPaymentLine:
    """One payment: what was given, what the provider kept, what is left, and how it stands."""

    ref: str
    state: str
    amount: Money
    fee: Money | None
    net: Money | None
    returned: Money
    started_at: datetime
    paid_at: datetime | None
    provider: str
    payout_refs: tuple[str, ...]
    refund_waits: bool
    fund_names: Localised


@dataclass(frozen=True, slots=True)
class CardList:
    """A page of payments, newest first; `before` continues it."""

    rows: tuple[CardPaymentLine, ...]
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMovementLine:
    """One movement of the provider's balance."""

    kind: str
    gross: Money
    fee: Money
    net: Money
    moved_at: datetime
    payout_ref: str
    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEventLine:
    """That the provider told something."""

    kind: str
    happened_at: datetime
    received_at: datetime
    polled: bool
    handled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRefundLine:
    """A wish to give money back."""

    ref: str
    amount: Money
    status: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    needs_two: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPaymentDetail:
    """One payment with everything that happened to it."""

    line: CardPaymentLine
    donation_ref: str
    person_id: int | None
    anonymous: bool
    provider_id: str
    dispute: str
    left: Money
    movements: tuple[CardMovementLine, ...]
    events: tuple[CardEventLine, ...]
    refunds: tuple[CardRefundLine, ...]
    two_from: Money | None

    @property
    def under_way(self) -> bool:
        """Whether a refund waits for a person or for the provider; until then there is no other."""
        return any(one.status in ("proposed", "approved") for one in self.refunds)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutLineChoice:
    """A bank's line that has the amount of a payout."""

    at: str
    booked_on: date
    account_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutLine:
    """A payout, and the line that it is, or those that it may be."""

    ref: str
    provider: str
    amount: Money
    arrives_on: date
    status: str
    payments: int
    settled_as: str
    choices: tuple[PayoutLineChoice, ...]


def card_accounts(*, actor: Actor) -> tuple[CardAccountPage, ...]:
    """The organisation's accounts at card providers. One query."""
    _require_money(actor)
    rows = CardAccount.objects.filter(organisation_id=actor.own_organisation).order_by("provider")
    return tuple(
        CardAccountPage(
            ref=row.ref,
            provider=row.provider,
            label=row.label,
            active=row.active,
            polled_at=row.polled_at,
            away_since=row.away_since,
        )
        for row in rows
    )


def card_payments(*, actor: Actor, state: str = "", before: int | None = None, limit: int = PAGE_SIZE) -> CardList:
    """Payments in a state, or all that were not given up, newest first. Four queries."""
    _require_money(actor)
    rows = _in_state(_payments(actor), state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return CardList(tuple(map(_line, shown)), shown[-1].pk if len(found) > limit else None)


def card_payment_detail(*, actor: Actor, ref: str) -> CardPaymentDetail:
    """One payment."""
    access_card_payment(actor, ref)
    row = _payments(actor).get(ref=ref)
    named = [name for name in (row.provider_id, row.checkout_id) if name]
    events = CardEvent.objects.filter(account=row.account, object_id__in=named).order_by("happened_at", "pk")
    limit = row.account.two_refund_from.get(row.currency)
    return CardPaymentDetail(
        line=_line(row),
        donation_ref=row.donation.ref if row.donation else "",
        person_id=row.donation.person_id if row.donation else None,
        anonymous=row.anonymous,
        provider_id=row.provider_id or row.checkout_id,
        dispute=row.dispute,
        left=refundable(row),
        movements=tuple(map(_movement, row.movements.all())),
        events=tuple(
            CardEventLine(
                kind=event.kind,
                happened_at=event.happened_at,
                received_at=event.received_at,
                polled=event.polled,
                handled=event.handled_at is not None,
            )
            for event in events
        ),
        refunds=tuple(map(_refund, row.refunds.all())),
        two_from=None if limit is None else Money(limit, row.currency),
    )


def payouts_page(*, actor: Actor, limit: int = PAGE_SIZE) -> tuple[PayoutLine, ...]:
    """The newest payouts; those that wait for the bank with the lines that have their amount. Five queries."""
    _require_money(actor)
    rows = list(
        CardPayout.objects.filter(organisation_id=actor.own_organisation)
        .select_related("account")
        .prefetch_related(
            "movements",
            Prefetch(
                "settlements", CardSettlement.objects.filter(undone_at__isnull=True).select_related("line__statement")
            ),
        )
        .order_by("-pk")[:limit]
    )
    waiting = {payout.pk for payout in unsettled_payouts(actor.own_organisation)}
    waits = [row for row in rows if row.pk in waiting]
    lines = lines_for(actor.own_organisation, waits, earlier=_NEAR, later=_NEAR)
    return tuple(_payout(row, lines.get(row.pk, ())) for row in rows)


def refundable(payment: CardPayment) -> Money:
    """What can still be given back, in the currency that the card was charged in."""
    donation = payment.donation
    if donation is None or payment.dispute == CardPayment.Dispute.OPEN:
        return Money(0, payment.currency)
    if donation.currency == payment.currency:
        return Money(donation.amount_minor - donation.returned_minor, payment.currency)
    # After a change of currency only the whole can be told apart.
    return Money(0 if donation.returned_minor else payment.amount_minor, payment.currency)


def _payments(actor: Actor) -> QuerySet[CardPayment]:
    return (
        CardPayment.objects.filter(organisation_id=actor.own_organisation)
        .select_related("account", "fund", "donation")
        .defer("wrapped_key", "sealed", "checkout_address")
        .prefetch_related(
            Prefetch("movements", CardMovement.objects.select_related("payout").order_by("moved_at", "pk")),
            Prefetch("refunds", CardRefund.objects.order_by("pk")),
        )
    )


def _in_state(rows: QuerySet[CardPayment], state: str) -> QuerySet[CardPayment]:
    match state:
        case "disputed":
            return rows.filter(dispute=CardPayment.Dispute.OPEN)
        case "returned":
            return rows.filter(donation__returned_minor__gt=0)
        case "paid" | "started" | "ended":
            return rows.filter(state=state)
        case _:
            return rows.exclude(state=CardPayment.State.ENDED)


def _line(row: CardPayment) -> CardPaymentLine:
    movements = list(row.movements.all())
    donation = row.donation
    currency = donation.currency if donation else row.currency
    fees = sum(movement.fee_minor for movement in movements)
    nets = sum(movement.net_minor for movement in movements)
    payouts = dict.fromkeys(movement.payout.ref for movement in movements if movement.payout is not None)
    return CardPaymentLine(
        ref=row.ref,
        state=_state(row),
        amount=Money(donation.amount_minor if donation else row.amount_minor, currency),
        fee=Money(fees, currency) if donation else None,
        net=Money(nets, currency) if donation else None,
        returned=Money(donation.returned_minor if donation else 0, currency),
        started_at=row.started_at,
        paid_at=row.paid_at,
        provider=row.account.provider,
        payout_refs=tuple(payouts),
        refund_waits=any(refund.status == CardRefund.Status.PROPOSED for refund in row.refunds.all()),
        fund_names=row.fund.names,
    )


def _state(row: CardPayment) -> str:
    """One word for the list."""
    if row.dispute == CardPayment.Dispute.OPEN:
        return "disputed"
    if row.dispute == CardPayment.Dispute.LOST:
        return "dispute_lost"
    if row.donation is not None and row.donation.returned_minor:
        whole = row.donation.returned_minor == row.donation.amount_minor
        return "returned" if whole else "partly_returned"
    return row.state


def _movement(row: CardMovement) -> CardMovementLine:
    return CardMovementLine(
        kind=row.kind,
        gross=Money(row.gross_minor, row.currency),
        fee=Money(row.fee_minor, row.currency),
        net=Money(row.net_minor, row.currency),
        moved_at=row.moved_at,
        payout_ref=row.payout.ref if row.payout is not None else "",
        provider_id=row.provider_id,
    )


def _refund(row: CardRefund) -> CardRefundLine:
    return CardRefundLine(
        ref=row.ref,
        amount=Money(row.amount_minor, row.currency),
        status=row.status,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        approved_by=row.approved_by,
        needs_two=row.needs_two,
    )


def _payout(row: CardPayout, lines: Iterable[StatementLine]) -> PayoutLine:
    settled = next(iter(row.settlements.all()), None)
    return PayoutLine(
        ref=row.ref,
        provider=row.account.provider,
        amount=Money(row.amount_minor, row.currency),
        arrives_on=row.arrives_on,
        status="settled" if settled else row.status,
        payments=sum(movement.kind == "charge" for movement in row.movements.all()),
        settled_as=f"{settled.line.statement.ref}:{settled.line.number}" if settled else "",
        choices=tuple(
            PayoutLineChoice(
                at=f"{line.statement.ref}:{line.number}", booked_on=line.booked_on, account_label=line.account.label
            )
            for line in lines
        ),
    )


def _require_money(actor: Actor) -> None:
    if not may_handle_money(actor):
        raise NotFound("page")
