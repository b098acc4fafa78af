"""Receipts on paper: one for a donor who waits, and parts of a batch, printed by two processes as the worker does."""

import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from appealdesk.donations.actions.perform import PART
from appealdesk.donations.paper.catalogue import current_layouts
from appealdesk.donations.paper.compose import STYLE, Issuer, Paper, PaperContent, compose_document, compose_receipt
from appealdesk.foundation.pdf import PdfJob, render_apart, render_pdf
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.sizes import ROUNDS, pick_size

__all__ = ["measure"]

_LAYOUT: Final = "jp-embassy"
_DAY: Final = date(2022, 3, 2)
_ISSUER: Final = Issuer(
    {
        "legal_name": {"ja": "試験大使館", "en": "Test Embassy", "uk": "Тестове посольство"},
        "address": {"ja": "東京都港区西麻布9-9-9", "en": "9-9-9 Nishi-Azabu, Tokyo", "uk": "Токіо, Нісі-Адзабу, 9-9-9"},
    }
)
_FAMILIES: Final = ("青木", "佐藤", "鈴木", "高橋", "田中", "佐々木", "山口", "松本", "木村", "斎藤")
_GIVEN: Final = ("恵子", "翔太", "陽子", "健一", "さくら", "亮", "千尋", "麻衣", "真由美", "勇気")
# What a donor's browser is asked to wait for.
_ONE_TARGET: Final = Target("value", "at_most", 0.5)
# 60,000 in 20 minutes.
_BATCH_TARGET: Final = Target("value", "at_least", 50)


def measure() -> Iterator[Line]:
    """The first document opens the fonts, and is not counted."""
    render_pdf(html=_document([0]), style=STYLE)
    yield _one()
    yield _batch(parts=pick_size(small=2, full=8), each=pick_size(small=5, full=PART))


def _one() -> Line:
    forget_peak()
    rounds = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        render_pdf(html=_document([number]), style=STYLE)
        seconds = time.perf_counter() - began
        rounds.append(Round(seconds, _bare_page()))
    return make_line(
        "receipt-one",
        rounds,
        unit="s",
        floor_name="a page with one line",
        memory_mb=peak_mb(),
        target=_ONE_TARGET,
        sizes={"receipts": 1},
    )


def _bare_page() -> float:
    began = time.perf_counter()
    render_pdf(html=compose_document(["<p>1</p>"], title="1", language="ja"), style="")
    return time.perf_counter() - began


def _batch(*, parts: int, each: int) -> Line:
    """Two parts at a time, each in a process of its own, and with the opening of its fonts."""
    rounds = []
    for number in range(ROUNDS):
        value = _rate(parts, each, [_document(range(part * each, (part + 1) * each)) for part in range(parts)], STYLE)
        if number == 0:
            bare = _rate(parts, each, ["".join(f"<p style='break-before: page'>{n}" for n in range(each))] * parts, "")
        rounds.append(Round(value, bare))
    return make_line(
        "receipt-batch",
        rounds,
        unit="receipts/s",
        floor_name="as many pages with one line",
        memory_mb=peak_mb(),
        target=_BATCH_TARGET,
        sizes={"receipts": parts * each},
        notes={"minutes for 60,000": 1000 / max(round.value for round in rounds)},
    )


def _rate(parts: int, each: int, documents: Sequence[str], style: str) -> float:
    jobs = [PdfJob(html=html, style=style) for html in documents]
    began = time.perf_counter()
    for first in range(0, parts, 2):
        for printed in render_apart(jobs[first : first + 2]):
            if printed.pages != each:
                raise RuntimeError(f"{printed.pages} pages were printed for {each} receipts.")
    return parts * each / (time.perf_counter() - began)


def _document(numbers: Sequence[int]) -> str:
    return compose_document([compose_receipt(_paper(number)) for number in numbers], title="Receipts", language="ja")


def _paper(number: int) -> Paper:
    layout = current_layouts()[_LAYOUT]
    return Paper(
        layout=layout,
        language="ja",
        label=layout.label(2022, number + 1),
        ref=f"R-{number:09d}",
        issued_on=_DAY + timedelta(days=3),
        content=PaperContent(
            donor_name=f"{_FAMILIES[number % 10]} {_GIVEN[number // 10 % 10]}",
            donor_address=f"東京都渋谷区神宮前{number % 6 + 1}-{number % 40 + 1}-{number % 17 + 1}",
            amount_minor=1_000 * (number % 90 + 1),
            currency="JPY",
            received_on=_DAY - timedelta(days=number % 5),
            channel="bank",
            fund="ウクライナ人道支援基金",
        ),
        issuer=_ISSUER,
    )
