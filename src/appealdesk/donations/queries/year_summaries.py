"""What one donor gave in one year, on one paper that is no receipt."""

from datetime import date, datetime

from appealdesk.appeals.queries.appeals import day_of
from appealdesk.core.money import Money
from appealdesk.donations.access import access_receipt
from appealdesk.donations.models import Donation, Receipt
from appealdesk.donations.paper.compose import SEAL, STYLE, compose_document
from appealdesk.donations.paper.words import WORDS
from appealdesk.donations.paper.year import YearRow, compose_year
from appealdesk.donations.queries.issuers import printed_issuer
from appealdesk.donations.queries.receipt_contents import open_content
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import pick
from appealdesk.foundation.pdf import render_pdf
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.queries.persons import persons_joined_with

__all__ = ["year_pdf"]


def year_pdf(*, actor: Actor, now: datetime, receipt_ref: str) -> bytes:
    """The year of the receipt's donation for its donor, in the receipt's language. The door notes the reading."""
    receipt = access_receipt(actor, receipt_ref)
    content = open_content(receipt)
    if content is None:
        raise Refusal("receipts.erased", "What this receipt said was erased.")
    year, language = receipt.donation.received_on.year, receipt.language
    donations = _donations(actor, receipt, year)
    labels = dict(
        Receipt.objects.filter(donation__in=donations, voided_at__isnull=True).values_list("donation_id", "label")
    )
    rows = [
        YearRow(
            received_on=row.received_on,
            fund=pick(row.fund.names, language),
            amount=Money(row.amount_minor - row.returned_minor, row.currency),
            label=labels.get(row.pk, ""),
        )
        for row in donations
    ]
    issuer, seal = printed_issuer(receipt.issuer)
    article = compose_year(
        donor=content.donor_name,
        year=year,
        rows=rows,
        issuer=issuer,
        language=language,
        day=day_of(actor.own_organisation, now=now),
    )
    title = WORDS[language]["summary_title"].format(year=year)
    html = compose_document([article], title=title, language=language)
    return render_pdf(html=html, style=STYLE, pictures={SEAL: seal} if seal else {}).data


def _donations(actor: Actor, receipt: Receipt, year: int) -> list[Donation]:
    """What stands of the donor's, whichever of their joined records it names."""
    rows = Donation.objects.filter(
        organisation_id=actor.own_organisation,
        undone_at__isnull=True,
        person_id__isnull=False,
        received_on__gte=date(year, 1, 1),
        received_on__lte=date(year, 12, 31),
    ).select_related("fund")
    persons = persons_joined_with(actor=actor, person_id=receipt.person_id)
    return list(rows.filter(person_id__in=persons).order_by("received_on", "pk"))
