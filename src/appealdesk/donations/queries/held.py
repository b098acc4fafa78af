"""What a sanctions hit holds: the gifts of a donor, the payments to a payee."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from appealdesk.core.money import Money
from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import Disbursement, Donation
from appealdesk.donations.queries.money import DonationPage
from appealdesk.donations.queries.payers import words_of
from appealdesk.donations.queries.words import open_payee
from appealdesk.foundation.actor import Actor, Role
from appealdesk.people.queries.persons import persons_joined_with
from appealdesk.sanctions.queries.holds import held_among, held_payees_among

__all__ = ["HeldMoney", "PayeePage", "gifts_of", "held_gifts_among", "is_gift_held", "payee_page"]

_MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class HeldMoney:
    """One donation or disbursement."""

    ref: str
    amount: Money
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeePage:
    """The payee as the newest disbursement names them; `name` is None once that was erased."""

    name: str | None
    payments: tuple[HeldMoney, ...]
    country: str = ""


def gifts_of(*, actor: Actor, person_id: int) -> tuple[HeldMoney, ...]:
    """The newest gifts of a donor, for those who handle money. Two queries."""
    if not may_handle_money(actor):
        return ()
    rows = Donation.objects.filter(
        organisation_id=actor.own_organisation,
        person_id__in=persons_joined_with(actor=actor, person_id=person_id),
        undone_at__isnull=True,
    ).order_by("-pk")[:_MOST_SHOWN]
    return tuple(HeldMoney(row.ref, Money(row.amount_minor, row.currency), row.received_on) for row in rows)


def held_gifts_among(*, actor: Actor, donations: Iterable[DonationPage]) -> frozenset[str]:
    """References of those of the donations whose giver is held by a sanctions check. At most three queries."""
    rows = list(donations)
    donors = held_among(actor=actor, person_ids=[row.person_id for row in rows if row.person_id is not None])
    # A payer whom nobody had identified is known to the check by the donation that was to go back.
    payers = held_payees_among(actor=actor, payee_refs=[row.ref for row in rows])
    return frozenset(row.ref for row in rows if row.person_id in donors or row.ref in payers)


def is_gift_held(*, actor: Actor, ref: str) -> bool:
    """Whether a sanctions check holds the giver of a donation, by its reference or by that of its receipt."""
    own = Donation.objects.filter(organisation_id=actor.own_organisation)
    person_id = own.filter(Q(ref=ref) | Q(receipts__ref=ref)).values_list("person_id", flat=True).first()
    return person_id is not None and bool(held_among(actor=actor, person_ids=[person_id]))


def payee_page(*, actor: Actor, payee_ref: str) -> PayeePage:
    """Who is to be paid, or paid back, and what, for those who handle money or decide about hits. Two queries."""
    if not (may_handle_money(actor) or actor.has_role(Role.DUTY_OFFICER)):
        return PayeePage(name=None, payments=())
    if payer := _payer_page(actor, payee_ref):
        return payer
    own = Disbursement.objects.filter(organisation_id=actor.own_organisation, payee_ref=payee_ref)
    rows = list(own.order_by("-pk")[:_MOST_SHOWN])
    payees = [payee for row in rows if (payee := open_payee(row)) is not None]
    return PayeePage(
        name=payees[0].name if payees else None,
        payments=tuple(
            HeldMoney(row.ref, Money(row.amount_minor, row.currency), row.planned_at.date()) for row in rows
        ),
        country=payees[0].country if payees else "",
    )


def _payer_page(actor: Actor, ref: str) -> PayeePage | None:
    """The payer of a donation that was to go back, by the bank's words."""
    own = Donation.objects.filter(organisation_id=actor.own_organisation, ref=ref)
    donation = own.select_related("line").first()
    if donation is None:
        return None
    words = words_of(donation.line) if donation.line else None
    money = HeldMoney(donation.ref, Money(donation.amount_minor, donation.currency), donation.received_on)
    return PayeePage(name=words.payer if words else None, payments=(money,))
