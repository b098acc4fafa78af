"""The summary of a donor's year: every donation with the number of its receipt, and in words that it is none itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from appealdesk.core.money import Money, format_money
from appealdesk.core.text.formal import formal_date
from appealdesk.donations.paper.compose import Issuer, letterhead
from appealdesk.donations.paper.words import WORDS

__all__ = ["YearRow", "compose_year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One donation of the year; the label is empty where no receipt is valid."""

    received_on: date
    fund: str
    amount: Money
    label: str


def compose_year(*, donor: str, year: int, rows: Sequence[YearRow], issuer: Issuer, language: str, day: date) -> str:
    """The article of one summary; sums are kept apart by currency."""
    words = WORDS[language]
    sums: dict[str, Money] = {}
    for row in rows:
        sums[row.amount.currency] = sums.get(row.amount.currency, Money(0, row.amount.currency)) + row.amount
    heads = "".join(
        f"<th{_money_class(name)}>{escape(words[f'summary_{name}'])}</th>"
        for name in ("day", "fund", "receipt", "amount")
    )
    body = "".join(
        f"<tr><td>{escape(formal_date(row.received_on, language))}</td><td>{escape(row.fund)}</td>"
        f"<td>{escape(row.label or words['summary_none'])}</td>"
        f'<td class="money">{escape(format_money(row.amount, language))}</td></tr>'
        for row in rows
    )
    foot = "".join(
        f'<tr><th colspan="3">{escape(words["summary_total"])}</th>'
        f'<td class="money">{escape(format_money(total, language))}</td></tr>'
        for _, total in sorted(sums.items())
    )
    title = words["summary_title"].format(year=year)
    return "".join(
        (
            f'<article class="{language}">',
            letterhead(issuer.text("legal_name", language), words["as_of"].format(day=formal_date(day, language))),
            f'<h1 class="long" data-label="{escape(title)}">{escape(title)}</h1>',
            f'<p class="donor">{escape(words["honour"].format(name=donor))}</p>',
            f'<p class="opening">{escape(words["summary_opening"].format(year=year))}</p>',
            f'<table class="year"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot></table>',
            f'<p class="statement">{escape(words["summary_not"])}</p>',
            "</article>",
        )
    )


def _money_class(name: str) -> str:
    return ' class="money"' if name == "amount" else ""
