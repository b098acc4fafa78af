"""Reads of the money that return frozen pages. Payers are opened only for the rows of one page."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import Prefetch

from appealdesk.core.money import Money
from appealdesk.donations.access import access_donation, access_statement, may_handle_money
from appealdesk.donations.models import AccountName, BankAccount, Donation, Fund, Statement, StatementLine
from appealdesk.donations.queries.files import scan_stored
from appealdesk.donations.queries.payers import words_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.languages import Localised
from appealdesk.foundation.refusals import NotFound

__all__ = [
    "AccountPage",
    "DonationList",
    "DonationPage",
    "LinePage",
    "StatementDetail",
    "StatementPage",
    "accounts_page",
    "donation_page",
    "donations_page",
    "fund_totals",
    "funds_of",
    "statement_detail",
    "statement_preview",
    "statements_page",
]

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """A bank account that files may be imported for."""

    ref: str
    label: str
    account_key: str
    currency: str
    fund_names: Localised
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """One statement with its checked totals."""

    ref: str
    account_label: str
    file_name: str
    format: str
    period_from: date | None
    period_to: date | None
    opening: Money | None
    closing: Money | None
    total: Money
    lines: int
    done: int
    new: int
    donations: int
    by_rule: int
    status: str
    received_at: datetime
    confirmed_at: datetime | None
    known_before: int
    undone_at: datetime | None

    @property
    def known(self) -> int:
        """Lines that an overlapping file had brought before: as found when imported, until then as seen on receipt."""
        return self.done - self.new if self.done else self.known_before

    @property
    def waits(self) -> bool:
        """True until a person confirms the file or puts it aside."""
        return self.status == "received" and self.confirmed_at is None

    @property
    def runs(self) -> bool:
        """True from the confirmation until the lines have become donations."""
        return self.status == "imported" or (self.status == "received" and self.confirmed_at is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    """One movement with the bank's words; they are None once the payer was erased."""

    number: int
    booked_on: date
    amount: Money
    payer: str | None
    reference: str | None
    pledge_code: str
    state: str
    donation_refs: tuple[str, ...] = ()
    by_rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDetail:
    """A statement and one page of its lines."""

    statement: StatementPage
    lines: tuple[LinePage, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationPage:
    """One donation as the desk lists it; the donor is shown by reference."""

    ref: str
    received_on: date
    amount: Money
    channel: str
    fund_names: Localised
    payer: str | None
    person_id: int | None
    match_reasons: tuple[str, ...]
    anonymous: bool
    returned: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationList:
    """A page of donations, newest first; `before` continues the list."""

    rows: tuple[DonationPage, ...]
    before: int | None
    totals: tuple[Money, ...]
    count: int
    identified: int


def accounts_page(*, actor: Actor) -> tuple[AccountPage, ...]:
    """The organisation's bank accounts. Two queries."""
    _require_money(actor)
    names = AccountName.objects.filter(ended_at__isnull=True).order_by("name")
    rows = (
        BankAccount.objects.filter(organisation_id=actor.own_organisation)
        .select_related("fund")
        .prefetch_related(Prefetch("names", names))
        .order_by("label")
    )
    return tuple(
        AccountPage(
            ref=row.ref,
            label=row.label,
            account_key=row.account_key,
            currency=row.currency,
            fund_names=row.fund.names,
            other_names=tuple(name.name for name in row.names.all()),
        )
        for row in rows
    )


def statements_page(*, actor: Actor, limit: int = 100) -> tuple[StatementPage, ...]:
    """The newest statements. One query."""
    _require_money(actor)
    rows = (
        Statement.objects.filter(organisation_id=actor.own_organisation)
        .select_related("account")
        .defer("wrapped_key")
        .order_by("-received_at", "-id")[:limit]
    )
    return tuple(map(_statement, rows))


def statement_detail(*, actor: Actor, ref: str, page: int = 1) -> StatementDetail:
    """One statement and a page of its lines. Three queries."""
    row = access_statement(actor, ref)
    lines = (
        StatementLine.objects.filter(statement=row)
        .prefetch_related(Prefetch("donations", Donation.objects.filter(undone_at__isnull=True).order_by("pk")))
        .order_by("number")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    )
    return StatementDetail(
        statement=_statement(row),
        lines=tuple(_line(line) for line in lines),
        page=page,
        pages=max(1, -(-row.new_count // PAGE_SIZE)),
    )


def statement_preview(*, actor: Actor, ref: str, limit: int = 10) -> tuple[LinePage, ...]:
    """The first lines of a file that waits for a person, from the file itself."""
    row = access_statement(actor, ref)
    return tuple(
        LinePage(
            number=line.number,
            booked_on=line.booked,
            amount=Money(line.amount_minor, line.currency),
            payer=line.payer,
            reference=line.reference or line.text,
            pledge_code="",
            state="reversed" if line.reversal else "open",
        )
        for line in islice(scan_stored(actor, row).lines(), limit)
    )


def donations_page(
    *, actor: Actor, before: int | None = None, identified: bool | None = None, limit: int = PAGE_SIZE
) -> DonationList:
    """Donations, newest first, continued by key; totals per currency are of all of them."""
    _require_money(actor)
    kept = Donation.objects.filter(organisation_id=actor.own_organisation, undone_at__isnull=True)
    rows = kept.select_related("fund", "line")
    if identified is not None:
        rows = rows.filter(person_id__isnull=not identified)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    totals = fetch_all(
        """
        SELECT currency, sum(amount_minor - returned_minor)::bigint, count(*), count(person_id)
        FROM donations_donation
        WHERE organisation_id = %s AND undone_at IS NULL GROUP BY currency ORDER BY currency
        """,
        [actor.organisation_id],
    )
    return DonationList(
        rows=tuple(_donation(row) for row in shown),
        before=shown[-1].pk if len(found) > limit else None,
        totals=tuple(Money(amount, currency) for currency, amount, _, _ in totals),
        count=sum(count for _, _, count, _ in totals),
        identified=sum(count for _, _, _, count in totals),
    )


def donation_page(*, actor: Actor, ref: str) -> DonationPage:
    """One donation."""
    return _donation(access_donation(actor, ref))


def fund_totals(*, appeal_id: int) -> tuple[Money, ...]:
    """What was given to the funds of an appeal and not returned, per currency."""
    rows = fetch_all(
        """
        SELECT donation.currency, sum(donation.amount_minor - donation.returned_minor)::bigint
        FROM donations_donation donation JOIN donations_fund fund ON fund.id = donation.fund_id
        WHERE fund.appeal_id = %s AND donation.undone_at IS NULL GROUP BY donation.currency ORDER BY donation.currency
        """,
        [appeal_id],
    )
    return tuple(Money(amount, currency) for currency, amount in rows)


def funds_of(*, organisation_id: int) -> tuple[tuple[str, Localised], ...]:
    """References and names of an organisation's funds."""
    rows = Fund.objects.filter(organisation_id=organisation_id).order_by("id")
    return tuple((row.ref, row.names) for row in rows)


def _require_money(actor: Actor) -> None:
    if not may_handle_money(actor):
        raise NotFound("page")


def _statement(row: Statement) -> StatementPage:
    def money(amount: int | None) -> Money | None:
        return None if amount is None else Money(amount, row.currency)

    return StatementPage(
        ref=row.ref,
        account_label=row.account.label,
        file_name=row.file_name,
        format=row.format,
        period_from=row.period_from,
        period_to=row.period_to,
        opening=money(row.opening_minor),
        closing=money(row.closing_minor),
        total=Money(row.total_minor, row.currency),
        lines=row.line_count,
        done=row.done_count,
        new=row.new_count,
        donations=row.donation_count,
        by_rule=row.matched_count,
        status=row.status,
        received_at=row.received_at,
        confirmed_at=row.confirmed_at,
        known_before=row.known_count,
        undone_at=row.undone_at,
    )


def _line(row: StatementLine) -> LinePage:
    words = words_of(row)
    donations = tuple(row.donations.all())
    return LinePage(
        number=row.number,
        booked_on=row.booked_on,
        amount=Money(row.amount_minor, row.currency),
        payer=words.payer if words else None,
        reference=(words.reference or words.text) if words else None,
        pledge_code=row.pledge_code,
        state=row.state,
        donation_refs=tuple(donation.ref for donation in donations),
        by_rule=any(donation.pledge_id for donation in donations),
    )


def _donation(row: Donation) -> DonationPage:
    words = words_of(row.line) if row.line else None
    return DonationPage(
        ref=row.ref,
        received_on=row.received_on,
        amount=Money(row.amount_minor, row.currency),
        channel=row.channel,
        fund_names=row.fund.names,
        payer=words.payer if words else None,
        person_id=row.person_id,
        match_reasons=tuple(row.match_reasons),
        anonymous=row.anonymous,
        returned=Money(row.returned_minor, row.currency),
    )
