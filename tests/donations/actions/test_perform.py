"""Batches of receipts: who is left out, what is issued, and how a killed worker is continued."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import date

import pypdf
import pytest

from appealdesk.donations.actions.perform import perform_batch
from appealdesk.donations.actions.prepare import prepare_batch
from appealdesk.donations.actions.start import start_batch
from appealdesk.donations.actions.void import void_receipt
from appealdesk.donations.inputs import ReceiptBatchInput
from appealdesk.donations.models import Receipt, ReceiptBatchPart
from appealdesk.donations.queries.receipt_batches import BatchPage, batch_page, batches_page, part_pdf
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting, fetch_all, fetch_value
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast, set_cast, work_off
from tests.donations.money import violations
from tests.donations.receipting import AT, DONOR, given, issued, set_issuer
from tests.people.cast import audited
from tests.postgres_plugin import Database

HOMELESS = DONOR.model_copy(
    update={"address": "", "emails": ("other@example.org",), "written": "佐藤 美奈", "latin": ""}
)
UKRAINIAN = DONOR.model_copy(
    update={"written": "Олена Їжак", "reading": "", "latin": "", "emails": ("o@example.org",), "language": "uk"}
)


def chosen(layout: str = "jp-certified-npo", **changes: object) -> ReceiptBatchInput:
    days = {"received_from": date(2022, 1, 1), "received_to": date(2022, 12, 31)}
    return ReceiptBatchInput.model_validate({"layout": layout, **days, **changes})


def page_of(cast: Cast, ref: str) -> BatchPage:
    with acting(cast.system):
        return batch_page(actor=cast.finance, ref=ref)


def counted(cast: Cast, ref: str, *, part_size: int = 2) -> BatchPage:
    while page_of(cast, ref).status == "counting":
        perform_batch(actor=cast.system, now=AT, batch_ref=ref, part_size=part_size)
    return page_of(cast, ref)


def performed(cast: Cast, ref: str) -> BatchPage:
    while perform_batch(actor=cast.system, now=AT, batch_ref=ref):
        pass
    return page_of(cast, ref)


def test_a_batch_is_looked_at_then_issued_in_parts(cast: Cast) -> None:
    set_issuer(cast)
    donors = [DONOR, UKRAINIAN, HOMELESS, None, DONOR, DONOR]
    donations = given(cast, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, donors=donors)
    issued(cast, donations[4])
    batch = prepare_batch(actor=cast.finance, now=AT, entry=chosen()).ref

    with pytest.raises(Refusal, match="gone through"):
        start_batch(actor=cast.finance, now=AT, batch_ref=batch)
    preview = counted(cast, batch)
    nothing_yet = page_of(cast, batch).issued
    start_batch(actor=cast.finance, now=AT, batch_ref=batch)
    done = performed(cast, batch)

    with acting(cast.system):
        pages = [
            [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
            for data in (part_pdf(actor=cast.finance, ref=batch, number=number) for number in (1, 2))
        ]
        labels = list(
            Receipt.objects.filter(layout="jp-certified-npo").order_by("number").values_list("label", "language")
        )
    assert (preview.status, preview.candidates, preview.total, nothing_yet) == ("draft", 6, 3, 0)
    assert preview.left_out == {"no_address": 1, "unknown": 1, "receipted": 1}
    assert (done.status, done.issued, done.printed) == ("done", 3, 3)
    assert labels == [("N2022-000001", "ja"), ("N2022-000002", "uk"), ("N2022-000003", "ja")]
    assert [len(part) for part in pages] == [2, 1]
    assert "Олена Їжак" in pages[0][1]
    assert audited("receipts.batch_started") == [(f"staff:{cast.finance.ref}", batch)]
    assert violations(cast) == []


def test_what_changed_after_the_preview_is_left_out(cast: Cast) -> None:
    set_issuer(cast)
    donations = given(cast, 1_000, 2_000)
    batch = prepare_batch(actor=cast.finance, now=AT, entry=chosen("jp-embassy")).ref
    counted(cast, batch)
    issued(cast, donations[0])
    start_batch(actor=cast.finance, now=AT, batch_ref=batch)

    done = performed(cast, batch)

    assert (done.issued, done.left_out) == (1, {"receipted": 1})
    assert violations(cast) == []


def test_a_receipt_that_is_void_by_now_is_not_printed_again(cast: Cast) -> None:
    set_issuer(cast)
    given(cast, 1_000)
    batch = prepare_batch(actor=cast.finance, now=AT, entry=chosen("jp-embassy")).ref
    counted(cast, batch)
    start_batch(actor=cast.finance, now=AT, batch_ref=batch)
    performed(cast, batch)
    with acting(cast.system):
        ref = Receipt.objects.get().ref
        ReceiptBatchPart.objects.update(done_at=None, sealed=None, wrapped_key=None)
        fetch_all("UPDATE donations_receiptbatch SET status = 'running' RETURNING id")
    void_receipt(actor=cast.finance, now=AT, receipt_ref=ref, reason="other")

    performed(cast, batch)

    with acting(cast.system), pytest.raises(NotFound):
        part_pdf(actor=cast.finance, ref=batch, number=1)


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.PRESS_OFFICER])
def test_only_who_handles_money_prepares(cast: Cast, role: Role) -> None:
    with pytest.raises(NotFound):
        prepare_batch(actor=cast.officer(role), now=AT, entry=chosen())


def test_another_organisation_sees_none_of_it(cast: Cast) -> None:
    set_issuer(cast)
    given(cast, 1_000)
    batch = prepare_batch(actor=cast.finance, now=AT, entry=chosen()).ref
    other = set_cast("other", account_key="9999-001-1-7654321")

    with acting(other.system):
        assert batches_page(actor=other.finance) == ()
        with pytest.raises(NotFound):
            batch_page(actor=other.finance, ref=batch)
    with pytest.raises(NotFound):
        start_batch(actor=other.finance, now=AT, batch_ref=batch)


def test_the_papers_of_a_part_are_sealed(cast: Cast) -> None:
    set_issuer(cast)
    given(cast, 1_000)
    batch = prepare_batch(actor=cast.finance, now=AT, entry=chosen("jp-embassy")).ref
    counted(cast, batch)
    start_batch(actor=cast.finance, now=AT, batch_ref=batch)
    performed(cast, batch)

    with acting(cast.system):
        stored = bytes(fetch_value("SELECT sealed FROM donations_receiptbatchpart"))
    assert b"%PDF" not in stored


def test_a_killed_worker_is_continued_without_a_second_number(committed_db: Database) -> None:
    cast = set_cast()
    set_issuer(cast)
    given(cast, *range(1_000, 1_012))
    batch = prepare_batch(actor=cast.finance, now=AT, entry=chosen("jp-embassy")).ref
    counted(cast, batch, part_size=2)
    work_off()
    start_batch(actor=cast.finance, now=AT, batch_ref=batch)
    worker = subprocess.Popen([sys.executable, "-m", "appealdesk.config.cli", "worker"], env=os.environ | {})
    try:
        # The first four parts have their numbers, and their pages are not printed yet.
        _wait(cast, "SELECT count(*) FROM donations_receipt")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    between = page_of(cast, batch)

    performed(cast, batch)

    done = page_of(cast, batch)
    with acting(cast.system):
        # The killed worker lived in another year than we do here, so that there are two series.
        donations, series = fetch_all(
            "SELECT count(DISTINCT donation_id), count(DISTINCT series_id) FROM donations_receipt"
        )[0]
    assert between.status == "running"
    assert (done.status, done.issued, done.printed, donations, series) == ("done", 12, 12, 12, 2)
    assert violations(cast) == []


def _wait(cast: Cast, question: str) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        with acting(cast.system):
            if fetch_value(question):
                return
        time.sleep(0.02)
    raise AssertionError(question)
