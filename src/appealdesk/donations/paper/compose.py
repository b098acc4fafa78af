"""Makes the page of a receipt: what a layout asks for, in the donor's language, as HTML that only we wrote.

Every value from outside is escaped here, and each receipt begins a page of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final, Literal

from appealdesk.core.money import Money, format_money
from appealdesk.core.text.formal import formal_amount, formal_date
from appealdesk.donations.paper.catalogue import Layout
from appealdesk.donations.paper.words import WORDS
from appealdesk.foundation.languages import pick

__all__ = [
    "SEAL",
    "STYLE",
    "Issuer",
    "Mark",
    "Paper",
    "PaperContent",
    "compose_document",
    "compose_receipt",
    "letterhead",
]

STYLE: Final = (Path(__file__).parent / "receipt.css").read_text(encoding="utf-8")
# The name under which a document shows the seal.
SEAL: Final = "seal"
_LONG_TITLE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """What a receipt says about one donation; stored sealed, so that a reprint is the same."""

    donor_name: str
    donor_address: str
    amount_minor: int
    currency: str
    received_on: date
    channel: str
    fund: str
    goods: str = ""
    goods_minor: int = 0
    declared_on: date | None = None
    declaration_scope: str = ""
    covers_from: date | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """What the organisation says about itself: plain texts, and texts in each language."""

    details: Mapping[str, Any]
    has_seal: bool = False

    def text(self, name: str, language: str) -> str:
        """One of its details in the language; empty where it has none."""
        value = self.details.get(name, "")
        return pick(value, language) if isinstance(value, Mapping) else str(value)


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes the paper another than the first receipt: a copy, a void one, or a preview."""

    kind: Literal["copy", "void", "preview"]
    day: date | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything that stands on one receipt."""

    layout: Layout
    language: str
    label: str
    ref: str
    issued_on: date
    content: PaperContent
    issuer: Issuer
    mark: Mark | None = None

    def day(self, day: date) -> str:
        """A date as this paper writes it."""
        return formal_date(day, self.language, locale=self.layout.locales.get(self.language, ""))


def compose_document(articles: Sequence[str], *, title: str, language: str) -> str:
    """The whole document."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body>{"".join(articles)}</body></html>'


def compose_receipt(paper: Paper) -> str:
    """The article of one receipt."""
    words, texts, language = WORDS[paper.language], paper.layout.texts[paper.language], paper.language
    content = paper.content
    amount = Money(content.amount_minor, content.currency)
    size = " letter" if paper.layout.country == "US" else ""
    long = ' class="long"' if len(texts.title) > _LONG_TITLE else ""
    statements = [*texts.statements, *_goods(paper)]
    number = words["number"].format(label=paper.label) if paper.label else ""
    foot = f"{paper.layout.key} {paper.layout.version} · {paper.ref}" if paper.ref else paper.layout.key
    return "".join(
        (
            f'<article class="{language}{size}">',
            f'<div class="foot">{escape(foot)}</div>',
            letterhead(
                paper.issuer.text("legal_name", language),
                number,
                words["issued_on"].format(day=paper.day(paper.issued_on)),
            ),
            _mark(paper),
            f'<h1{long} data-label="{escape(paper.label or texts.title)}">{escape(texts.title)}</h1>',
            f'<p class="donor">{escape(words["honour"].format(name=content.donor_name))}</p>',
            f'<p class="opening">{escape(texts.opening)}</p>',
            f'<div class="amount"><p class="what">{escape(words["amount"])}</p>',
            f'<p class="sum">{escape(formal_amount(amount, language))}</p></div>',
            '<div class="rows">',
            *_rows(paper),
            "</div>",
            *(f'<p class="statement">{escape(text)}</p>' for text in statements),
            f'<p class="closing">{escape(texts.closing)}</p>',
            *_end(paper),
            "</article>",
        )
    )


def letterhead(house: str, *lines: str) -> str:
    """The head of a page: whose paper it is, and on the right its number and day."""
    right = "<br>".join(escape(line) for line in lines if line)
    return f'<header><p class="house">{escape(house)}</p><p class="number">{right}</p></header>'


def _rows(paper: Paper) -> list[str]:
    """The rows whose value is known, each what it is and the value.

    A table would read the same, and cost a seventh more time on sixty thousand pages.
    """
    values = [(label, _value(paper, name)) for name, label in paper.layout.texts[paper.language].rows]
    return [
        f"<p><span>{escape(label)}</span>{escape(value).replace(chr(10), '<br>')}</p>"
        for label, value in values
        if value
    ]


def _value(paper: Paper, name: str) -> str:
    content, issuer, words = paper.content, paper.issuer, WORDS[paper.language]
    match name:
        case "donor_name" | "donor_address" | "fund":
            return str(getattr(content, name))
        case "received_on":
            return paper.day(content.received_on)
        case "channel":
            return words.get(content.channel, "")
        case "declared_on":
            return paper.day(content.declared_on) if content.declared_on else ""
        case "scope":
            covers = paper.day(content.covers_from) if content.covers_from else ""
            return words[content.declaration_scope].format(day=covers) if content.declaration_scope else ""
        case "certification":
            certified_on = date.fromisoformat(issuer.text("certification_on", paper.language))
            number = issuer.text("certification_number", paper.language)
            return words["certification"].format(number=number, day=paper.day(certified_on))
        case _:
            return issuer.text(name, paper.language)


def _goods(paper: Paper) -> list[str]:
    """The statement about what the donor got for it, where the authority wants one."""
    texts, content = paper.layout.texts[paper.language], paper.content
    if not texts.goods_none:
        return []
    if not content.goods:
        return [texts.goods_none]
    value = format_money(Money(content.goods_minor, content.currency), paper.language)
    return [texts.goods_some.format(goods=content.goods, goods_value=value)]


def _end(paper: Paper) -> list[str]:
    """Who gives the receipt; with a mark, its note beside that."""
    issuer = _issuer(paper.issuer, paper.language)
    return [issuer] if paper.mark is None else ['<div class="end">', _note(paper, paper.mark), issuer, "</div>"]


def _issuer(issuer: Issuer, language: str) -> str:
    phone = issuer.text("phone", language)
    lines = [
        *issuer.text("address", language).splitlines(),
        WORDS[language]["phone"].format(value=phone) if phone else "",
        issuer.text("email", language),
        issuer.text("representative", language),
    ]
    seal = f'<img src="own:{SEAL}" alt="">' if issuer.has_seal else ""
    told = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<div class="issuer">{seal}<p class="name">{escape(issuer.text("legal_name", language))}</p>{told}</div>'


def _mark(paper: Paper) -> str:
    """DUPLICATE in a frame; VOID and PREVIEW across the whole page."""
    if paper.mark is None:
        return ""
    word = WORDS[paper.language][paper.mark.kind]
    if paper.mark.kind == "copy":
        return f'<div class="mark">{escape(word)}</div>'
    wide = " wide" if len(word) > 7 else ""
    return f'<div class="across{wide}">{escape(word)}</div>'


def _note(paper: Paper, mark: Mark) -> str:
    day = paper.day(mark.day) if mark.day else ""
    note = WORDS[paper.language][f"{mark.kind}_note"].format(day=day, number=mark.number)
    return f'<p class="note">{escape(note)}</p>'
