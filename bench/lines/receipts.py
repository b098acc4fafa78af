"""Receipts on paper: one for a donor who waits, and a batch from its donations to the sealed files, as the worker does.

APPEALDESK_BENCH_RECEIPTS says how many a batch has, such as 60000; without it a part of that is measured.
"""

import os
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.perform import PART, perform_batch
from appealdesk.donations.actions.prepare import prepare_batch
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.actions.save import save_issuer
from appealdesk.donations.actions.start import start_batch
from appealdesk.donations.inputs import IssuerInput, ReceiptBatchInput
from appealdesk.donations.paper.catalogue import current_layouts
from appealdesk.donations.paper.compose import STYLE, Issuer, Paper, PaperContent, compose_document, compose_receipt
from appealdesk.donations.queries.receipt_batches import BatchPage, batch_page, part_pdf
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.pdf import PdfJob, render_apart, render_pdf
from appealdesk.ops.story.bank_file import write_story_file
from appealdesk.ops.story.cast import readings
from appealdesk.ops.story.stage import Stage
from bench.database import fresh_database, owner_connection
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.persons import FIRST_PERSON, fill_persons
from bench.processor import processor_seconds
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

_LAYOUT: Final = "jp-embassy"
_DAY: Final = date(2022, 3, 2)
_YEN_EACH: Final = 32_674
_OFTEN_ENOUGH: Final = 8 * PART
_SAYS: Final = IssuerInput(
    legal_name={"ja": "試験大使館", "en": "Test Embassy", "uk": "Тестове посольство"},
    address={"ja": "東京都港区西麻布9-9-9", "en": "9-9-9 Nishi-Azabu, Tokyo", "uk": "Токіо, Нісі-Адзабу, 9-9-9"},
)
_ISSUER: Final = Issuer(_SAYS.model_dump(mode="json", exclude={"seal"}))
_WHOSE: Final = """
UPDATE donations_donation AS donation SET person_id = %(first)s + given.place - 1
FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM donations_donation) AS given
WHERE given.id = donation.id
"""
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
    yield _batch(count=int(os.environ.get("APPEALDESK_BENCH_RECEIPTS", pick_size(small=6, full=_OFTEN_ENOUGH))))


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


def _batch(*, count: int) -> Line:
    """A batch as the worker performs it: numbers, sealing, audit, pages, storing; every part is opened at the end."""
    rounds, spent, memory = [], [], 0.0
    # Sixty thousand take a quarter of an hour, and their parts are rounds enough.
    for seed in range(ROUNDS if count <= _OFTEN_ENOUGH else 1):
        with fresh_database() as database:
            stage = open_stage(with_positions=False)
            _give(stage, database=database, count=count, seed=seed)
            batch = _started(stage, count)
            forget_peak()
            began, used = time.perf_counter(), processor_seconds()
            while perform_batch(actor=stage.system, now=NOW, batch_ref=batch):
                pass
            seconds = time.perf_counter() - began
            spent.append((processor_seconds() - used) / count * 1000)
            memory = max(memory, peak_mb())
            _check(stage, batch, count)
            rounds.append(Round(count / seconds, _bare_rate(min(count, 2 * PART))))
    return make_line(
        "receipt-batch",
        rounds,
        unit="receipts/s",
        floor_name="as many pages with one line",
        memory_mb=memory,
        target=_BATCH_TARGET,
        sizes={"receipts": count},
        notes={"minutes for 60,000": 1000 / max(round.value for round in rounds), "processor ms each": min(spent)},
    )


def _give(stage: Stage, *, database: str, count: int, seed: int) -> None:
    """So many donations from a bank's file, each of another person, and what the office prints about itself."""
    finance = stage.officer(Role.FINANCE_OFFICER)
    data = write_story_file(readings=readings(), pledged=[], count=count, total=count * _YEN_EACH, seed=seed)
    received = receive_statement(actor=finance, now=NOW, data=data, file_name="zengin_01.txt")
    import_statement(actor=stage.system, now=NOW, statement_ref=received.ref)
    reconcile_statement(actor=stage.system, now=NOW, statement_ref=received.ref)
    fill_persons(stage.organisation_id, database=database, count=count)
    with owner_connection(database) as connection:
        connection.execute(_WHOSE, {"first": FIRST_PERSON})
        connection.execute("VACUUM (ANALYZE) donations_donation")
    save_issuer(actor=stage.system, now=NOW, entry=_SAYS)


def _started(stage: Stage, count: int) -> str:
    """A batch that was gone through and that an officer started."""
    finance = stage.officer(Role.FINANCE_OFFICER)
    days = {"received_from": _DAY - timedelta(days=60), "received_to": _DAY + timedelta(days=60)}
    entry = ReceiptBatchInput.model_validate({"layout": _LAYOUT, "language": "ja", **days})
    ref = prepare_batch(actor=finance, now=NOW, entry=entry).ref
    while _page(stage, ref).status == "counting":
        perform_batch(actor=stage.system, now=NOW, batch_ref=ref)
    if _page(stage, ref).total != count:
        raise RuntimeError(f"Of {count} donations {_page(stage, ref).total} could get a receipt.")
    start_batch(actor=finance, now=NOW, batch_ref=ref)
    return ref


def _check(stage: Stage, batch: str, count: int) -> None:
    """Every receipt stands on a page of a file that opens."""
    page = _page(stage, batch)
    with acting(stage.system):
        parts = [
            part_pdf(actor=stage.officer(Role.FINANCE_OFFICER), ref=batch, number=part.number) for part in page.parts
        ]
    if (page.issued, page.printed) != (count, count) or not all(part.startswith(b"%PDF-") for part in parts):
        raise RuntimeError(f"{page.issued} receipts were issued and {page.printed} printed of {count}.")


def _page(stage: Stage, batch: str) -> BatchPage:
    with acting(stage.system):
        return batch_page(actor=stage.officer(Role.FINANCE_OFFICER), ref=batch)


def _bare_rate(each: int) -> float:
    html = "".join(f"<p style='break-before: page'>{n}" for n in range(each // 2))
    began = time.perf_counter()
    render_apart([PdfJob(html=html, style="")] * 2)
    return each / (time.perf_counter() - began)


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
