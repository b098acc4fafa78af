"""Gift Aid: the declarations on record, and the schedule that HMRC wants of what is claimed."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from appealdesk.donations.access import may_handle_money
from appealdesk.donations.models import GiftAidDeclaration, Receipt
from appealdesk.donations.queries.receipt_contents import declarations_of, open_declaration
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import fetch_all
from appealdesk.foundation.refusals import NotFound

__all__ = ["DeclarationPage", "Schedule", "ScheduleYear", "declarations_page", "schedule_of", "schedule_years"]

# The columns of HMRC's spreadsheet for claims of Gift Aid, in its order, and how many rows one may have.
COLUMNS = (
    "Item",
    "Title",
    "First name",
    "Last name",
    "House name or number",
    "Postcode",
    "Aggregated donations",
    "Sponsored event",
    "Donation date",
    "Amount",
)
MOST_ROWS = 1000
_LONGEST = {"title": 4, "first_name": 35, "last_name": 35, "house": 40}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationPage:
    """One declaration; the name is empty once it was erased."""

    ref: str
    name: str
    postcode: str
    scope: str
    declared_on: date
    covers_from: date | None
    wording_version: str
    cancelled_on: date | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A file of at most 1,000 rows, and the receipts that it names; `parts` files hold the whole year."""

    content: str
    receipt_refs: tuple[str, ...]
    parts: int


@dataclass(frozen=True, slots=True)
class ScheduleYear:
    """A tax year by the year in which it began, and how many receipts its schedule names."""

    year: int
    receipts: int

    @property
    def parts(self) -> tuple[int, ...]:
        """The numbers of its files."""
        return tuple(range(1, -(-self.receipts // MOST_ROWS) + 1))


def declarations_page(*, actor: Actor, limit: int = 100) -> tuple[DeclarationPage, ...]:
    """The newest declarations; the door notes the reading. One query."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = GiftAidDeclaration.objects.filter(organisation_id=actor.own_organisation).order_by("-pk")[:limit]
    return tuple(map(_page, rows))


def schedule_years(*, actor: Actor, present: int, count: int = 5) -> tuple[ScheduleYear, ...]:
    """The present tax year and those before it, the newest first. One query."""
    if not may_handle_money(actor):
        raise NotFound("page")
    counted = dict(
        fetch_all(
            # Three months and five days before 6 April is 1 January.
            """
            SELECT date_part('year', donation.received_on - interval '3 months 5 days')::int, count(*)
            FROM donations_receipt receipt JOIN donations_donation donation ON donation.id = receipt.donation_id
            WHERE receipt.organisation_id = %s AND receipt.layout = 'uk-gift-aid' AND receipt.voided_at IS NULL
            GROUP BY 1
            """,
            [actor.own_organisation],
        )
    )
    return tuple(ScheduleYear(year, counted.get(year, 0)) for year in range(present, present - count, -1))


def schedule_of(*, actor: Actor, year: int, part: int = 1) -> Schedule:
    """The valid Gift Aid receipts for donations of a tax year (from 6 April), as HMRC's spreadsheet has them."""
    if not may_handle_money(actor):
        raise NotFound("page")
    rows = (
        Receipt.objects.filter(
            organisation_id=actor.own_organisation,
            layout="uk-gift-aid",
            voided_at__isnull=True,
            donation__received_on__gte=date(year, 4, 6),
            donation__received_on__lt=date(year + 1, 4, 6),
        )
        .select_related("donation")
        .order_by("donation__received_on", "number")
    )
    parts = max(1, -(-rows.count() // MOST_ROWS))
    chosen = list(rows[(part - 1) * MOST_ROWS : part * MOST_ROWS])
    said = _said([row.donation_id for row in chosen], chosen)
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for item, row in enumerate(chosen, start=1):
        who = said.get(row.donation_id, {})
        words = [_cell(who.get(name, "")[:longest]) for name, longest in _LONGEST.items()]
        received = row.donation.received_on.strftime("%d/%m/%y")
        amount = f"{row.amount_minor // 100}.{row.amount_minor % 100:02d}"
        sheet.writerow([item, *words, _cell(who.get("postcode", "")), "", "", received, amount])
    return Schedule(out.getvalue(), tuple(row.ref for row in chosen), parts)


def _said(donation_ids: list[int], receipts: list[Receipt]) -> dict[int, dict[str, str]]:
    """What the declaration that covers each donation says of its donor."""
    covering = {key: one.ref for key, one in declarations_of([row.donation for row in receipts]).items()}
    rows = {row.ref: row for row in GiftAidDeclaration.objects.filter(ref__in=set(covering.values()))}
    opened = {ref: open_declaration(row) for ref, row in rows.items()}
    return {key: opened[covering[key]] for key in donation_ids if key in covering}


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _page(row: GiftAidDeclaration) -> DeclarationPage:
    said = open_declaration(row)
    return DeclarationPage(
        ref=row.ref,
        name=" ".join(part for part in (said["title"], said["first_name"], said["last_name"]) if part),
        postcode=said["postcode"],
        scope=row.scope,
        declared_on=row.declared_on,
        covers_from=row.covers_from,
        wording_version=row.wording_version,
        cancelled_on=row.cancelled_on,
    )
