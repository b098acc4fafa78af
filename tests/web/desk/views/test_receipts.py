"""Receipts at the desk: issued one by one and in batches, found, voided, handed out again, and what we say about us."""

import io
import zipfile
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from appealdesk.donations.models import GiftAidDeclaration, Receipt, ReceiptIssuer
from appealdesk.donations.queries.gift_aid import schedule_years
from appealdesk.donations.queries.issuers import issuer_page
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, execute
from appealdesk.foundation.jobs import dispatch_events
from appealdesk.foundation.models import Job
from tests.cast import Cast
from tests.donations.receipting import DONOR, given, text_of
from tests.people.cast import audited
from tests.web.desk.cast import Desk, work_off
from tests.web.desk.conftest import CountQueries, SignedIn
from tests.web.desk.receipting import open_office

DECLARED = {
    "scope": "all", "declared_on": "2022-03-01", "title": "Ms", "first_name": "Keiko", "last_name": "Aoki",
    "house": "12", "postcode": "BA1 1AA", "address": "12 Rose Lane\nBath",
}  # fmt: skip


@pytest.fixture
def office(desk: Desk) -> Cast:
    """The desk's organisation with an account, and what it prints on receipts."""
    return open_office(desk)


def issued(client: Client, donation: str, **more: str) -> str:
    answer = client.post(f"/desk/receipts/for/{donation}/", {"layout": "jp-embassy", "language": "ja", **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["location"])


def page(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def test_a_receipt_is_previewed_issued_and_found(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    [donation] = given(office, 100_000)

    form = page(client, f"/desk/receipts/for/{donation}/")
    preview = client.get(f"/desk/receipts/for/{donation}/preview/?layout=jp-embassy&language=uk")
    sent = client.post(f"/desk/receipts/for/{donation}/preview/", {"layout": "jp-embassy", "language": "en"})
    receipt = issued(client, donation)
    paper = client.get(f"{receipt}paper/")
    found = client.get("/desk/receipts/?number=1")

    assert [word for word in ("AOKI KEIKO", "神宮前", "¥100,000", "Japan – certified NPO") if word not in form] == []
    assert "ЗРАЗОК" in text_of(preview.content)
    assert "PREVIEW" in text_of(sent.content)
    assert (paper["Content-Type"], paper["Cache-Control"]) == ("application/pdf", "no-store")
    assert "金¥100,000也" in text_of(paper.content)
    assert found["location"] == receipt
    assert "E2026-000001" in page(client, receipt) or "000001" in page(client, receipt)


def test_a_lost_receipt_is_handed_out_as_a_duplicate_and_a_wrong_one_voided(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    [donation] = given(office, 100_000)
    receipt = issued(client, donation)

    client.post(f"{receipt}reissue/")
    copy = text_of(client.get(f"{receipt}copies/1/").content)
    client.post(f"{receipt}void/", {"reason": "wrong_details"})
    void = page(client, receipt)
    again = client.post(f"{receipt}reissue/")

    assert "再発行" in copy
    assert "無効" in text_of(client.get(f"{receipt}paper/").content)
    assert ("with wrong details" in void, again.status_code) == (True, 422)
    assert client.get(f"{receipt}copies/7/").status_code == 404
    assert issued(client, donation) != receipt


def test_a_letter_with_the_link_waits_for_approval(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    (donation,) = given(office, 5_000)
    receipt = issued(client, donation)

    client.post(f"{receipt}letter/")
    first = page(client, receipt)
    client.post(f"{receipt}letter/")

    assert "waits in the outbox for approval" in first
    assert "There is a letter about this receipt already" in page(client, receipt)
    assert client.get(f"{receipt}letter/").status_code == 405
    assert client.post("/desk/receipts/R-000000000/letter/").status_code == 404
    assert signed_in("officer").post(f"{receipt}letter/").status_code == 404


def test_a_summary_of_the_year_is_no_receipt(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    first, _ = given(office, 100_000, 5_000)
    receipt = issued(client, first, language="en")

    text = text_of(client.get(f"{receipt}year/").content)

    expected = ("Yourdonationsin2022", "¥100,000", "¥5,000", "¥105,000", "noneissued", "andnotareceipt")
    assert [word for word in expected if word not in text] == []


def test_a_batch_is_looked_at_then_issued_and_printed(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    given(office, 1_000, 2_000, 3_000, donors=[DONOR, DONOR, None])
    choice = {"layout": "jp-certified-npo", "received_from": "2022-01-01", "received_to": "2022-12-31"}

    batch = str(client.post("/desk/receipts/batches/", choice)["location"])
    work_off(read_clock())
    looked_at = page(client, batch)
    too_early = client.get(f"{batch}papers.zip").status_code
    client.post(f"{batch}start/")
    work_off(read_clock())
    done = page(client, batch)
    part = client.get(f"{batch}parts/1/")
    papers = client.get(f"{batch}papers.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(papers.streaming_content)))

    assert [word for word in ("2 receipts will be issued", "nobody knows who gave it") if word not in looked_at] == []
    assert ("2 receipts are issued." in done, too_early) == (True, 404)
    assert len(pypdf.PdfReader(io.BytesIO(part.content)).pages) == 2
    ref = batch.split("/")[-2]
    assert (papers["Content-Type"], papers["Cache-Control"]) == ("application/zip", "no-store")
    assert {name: archive.read(name) for name in archive.namelist()} == {f"{ref}-001.pdf": part.content}
    assert audited("receipt.read")[-1][1] == ref
    assert client.get(f"{batch}parts/9/").status_code == 404
    assert signed_in("officer").get(f"{batch}papers.zip").status_code == 404
    assert client.post(f"{batch}papers.zip").status_code == 405
    assert client.post("/desk/receipts/batches/", {**choice, "received_to": "2021-01-01"}).status_code == 422


def test_a_batch_says_that_its_work_failed_or_stopped(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    given(office, 1_000)
    choice = {"layout": "jp-embassy", "received_from": "2022-01-01", "received_to": "2022-12-31"}
    batch = str(client.post("/desk/receipts/batches/", choice)["location"])
    dispatch_events(now=read_clock())
    whole = page(client, batch)

    Job.objects.update(attempts=3, last_error="PdfError in render:1")
    failed = page(client, batch)
    Job.objects.update(status=Job.Status.DEAD)
    stopped, mended = page(client, batch), page(signed_in("admin"), batch)

    said = ("goes on if you leave", "is tried again by itself", "stopped after its last try")
    assert [[text in shown for text in said] for shown in (whole, failed, stopped)] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    link = '<a href="/desk/jobs/">Jobs</a></p></div>'
    assert (link in stopped, link in mended) == (False, True)


def test_an_administrator_says_who_we_are(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    picture = io.BytesIO()
    Image.new("RGB", (900, 900), "white").save(picture, "JPEG")
    typed = {"legal_name-ja": "新しい名前", "address-ja": "東京都\r\n港区", "phone": "03-1", "ein": "12-3456789"}

    saved = client.post("/desk/receipts/about-us/", {**typed, "seal": SimpleUploadedFile("s.jpg", picture.getvalue())})
    broken = client.post("/desk/receipts/about-us/", {**typed, "seal": SimpleUploadedFile("s.png", b"no picture")})

    with acting(office.system):
        row = ReceiptIssuer.objects.latest("version")
        seal = Image.open(io.BytesIO(bytes(row.seal or b"")))
        details = issuer_page(organisation_id=office.organisation_id)
    assert (saved.status_code, broken.status_code, row.version) == (302, 422, 2)
    assert (seal.format, seal.size, seal.mode) == ("PNG", (600, 600), "RGBA")
    assert (details.text("legal_name", "ja"), details.text("address", "ja")) == ("新しい名前", "東京都\n港区")
    assert "03-1" in broken.content.decode()
    assert audited("receipt.issuer_saved")[-1][1] == "issuer:2"
    assert signed_in("finance").get("/desk/receipts/about-us/").status_code == 404


def test_gift_aid_needs_a_declaration_and_has_a_schedule(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    [donation] = given(office, 25_000)
    with acting(office.system):
        execute("UPDATE donations_donation SET currency = 'GBP'")

    before = client.post(f"/desk/receipts/for/{donation}/", {"layout": "uk-gift-aid", "language": "en"})
    half = client.post(f"/desk/receipts/for/{donation}/gift-aid/", {**DECLARED, "postcode": ""})
    client.post(f"/desk/receipts/for/{donation}/gift-aid/", DECLARED)
    receipt = issued(client, donation, layout="uk-gift-aid", language="en")
    text = text_of(client.get(f"{receipt}paper/").content)
    schedule = client.get("/desk/receipts/gift-aid/schedule/2021/").content.decode("utf-8-sig").splitlines()

    assert (before.status_code, half.status_code) == (422, 422)
    assert [word for word in ("MsKeikoAoki", "£250.00", "1March2022", "AB12345") if word not in text] == []
    assert schedule[1] == "1,Ms,Keiko,Aoki,12,BA1 1AA,,,28/02/22,250.00"
    with acting(office.system):
        declaration = GiftAidDeclaration.objects.get()
        years = schedule_years(actor=office.system, present=2022, count=2)
    assert [(year.receipts, year.parts) for year in years] == [(0, ()), (1, (1,))]
    assert (declaration.wording_version, str(declaration.covers_from)) == ("2016-04", "2018-03-01")
    client.post(f"/desk/receipts/gift-aid/{declaration.ref}/cancel/")
    assert "Cancelled" in page(client, "/desk/receipts/gift-aid/")


PLACES = ("", "batches/", "gift-aid/", "gift-aid/schedule/2021/")


@pytest.mark.parametrize("login", ["officer", "duty", "press"])
def test_who_does_not_handle_money_finds_nothing(office: Cast, signed_in: SignedIn, login: str) -> None:
    [donation] = given(office, 100_000)
    receipt = issued(signed_in("finance"), donation)
    client = signed_in(login)

    answers = [client.get(f"/desk/receipts/{place}").status_code for place in PLACES]
    answers += [client.get(path).status_code for path in (receipt, f"{receipt}paper/", f"{receipt}year/")]
    answers += [client.get(f"/desk/receipts/for/{donation}/").status_code, client.post(f"{receipt}void/").status_code]
    assert set(answers) == {404}


def test_what_belongs_elsewhere_is_malformed_or_asked_wrongly_is_refused(
    office: Cast, signed_in: SignedIn, elsewhere: Client
) -> None:
    client = signed_in("finance")
    [donation] = given(office, 100_000)
    receipt = issued(client, donation)

    foreign = [receipt, f"{receipt}paper/", f"{receipt}year/", f"/desk/receipts/for/{donation}/"]
    assert {elsewhere.get(path).status_code for path in foreign} == {404}
    assert {elsewhere.post(f"{receipt}{act}/", {"reason": "other"}).status_code for act in ("void", "reissue")} == {404}
    assert [client.get(path).status_code for path in ("/desk/receipts/R-1/", "/desk/receipts/R-000000000/")] == [
        404,
        404,
    ]
    assert [client.get(f"{receipt}{act}/").status_code for act in ("void", "reissue")] == [405, 405]
    assert client.post(f"{receipt}void/", {"reason": "refunded"}).status_code == 404
    with acting(office.system):
        assert Receipt.objects.get().voided_at is None


def test_the_list_costs_the_same_at_one_and_at_three(
    office: Cast, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    donations = given(office, 1_000, 2_000, 3_000)
    issued(client, donations[0])
    one = count_queries(client, "/desk/receipts/")
    for donation in donations[1:]:
        issued(client, donation)

    assert (one, count_queries(client, "/desk/receipts/")) == (one, one)
    assert audited("receipt.read")[-1][1] == "receipts"


def test_batches_and_declarations_cost_the_same_at_one_and_at_three(
    office: Cast, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("finance")
    donations = given(office, 25_000, 26_000, 27_000)
    with acting(office.system):
        execute("UPDATE donations_donation SET currency = 'GBP'")
    paths = ("/desk/receipts/batches/", "/desk/receipts/gift-aid/")

    def add(donation: str, last_day: str) -> None:
        choice = {"layout": "jp-certified-npo", "received_from": "2022-01-01", "received_to": last_day}
        declared = {**DECLARED, "scope": "single"}
        answers = client.post(paths[0], choice), client.post(f"/desk/receipts/for/{donation}/gift-aid/", declared)
        assert [answer.status_code for answer in answers] == [302, 302]

    add(donations[0], "2022-12-29")
    one = [count_queries(client, path) for path in paths]
    add(donations[1], "2022-12-30")
    add(donations[2], "2022-12-31")

    assert [count_queries(client, path) for path in paths] == one


def test_pages_say_what_to_do_while_nothing_is_there(office: Cast, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    pages: dict[str, Any] = {path: page(client, f"/desk/receipts/{path}") for path in ("", "?number=9", "gift-aid/")}

    assert "No receipt is issued yet." in pages[""]
    assert "No receipt has this number." in pages["?number=9"]
    assert "No declaration is on record." in pages["gift-aid/"]
