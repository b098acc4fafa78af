"""Adding a document from the status page, without a script, without a cookie, and without a file on disk."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from tests.core.documents.papers import acting_pdf, pdf, photograph
from tests.web.cast import Stage
from tests.web.public.offers import filled_form, send_form

MEGABYTE = 1024 * 1024


@pytest.fixture
def link(client: Client, stage: Stage) -> str:
    """An offer that says "trained", which the criteria want a document for."""
    form = filled_form(client) | {"fact-specialised_training": "yes"}
    path = send_form(client, form).headers["Location"]
    _work()
    return path


def _work() -> None:
    for _ in range(4):
        dispatch_events(now=read_clock())
        run_jobs(now=read_clock())


def _send(client: Client, link: str, *files: tuple[str, bytes], facts: str = "specialised_training") -> HttpResponse:
    # What the browser says of the type is never looked at.
    sent = [SimpleUploadedFile(name, data, content_type="text/html") for name, data in files]
    response: HttpResponse = client.post(f"{link}evidence/", data={"facts": facts, "file": sent})
    return response


def _kept(stage: Stage) -> list[tuple[str, int, str]]:
    with acting(stage.actor):
        return fetch_all("SELECT kind, page_count, fact_keys ->> 0 FROM enquiries_evidence ORDER BY id")


def _grades(stage: Stage) -> dict[str, str]:
    with acting(stage.actor):
        return dict(fetch_all("SELECT key, evidence FROM enquiries_fact WHERE superseded_at IS NULL"))


def test_the_status_page_asks_for_the_document_and_leads_there(client: Client, link: str) -> None:
    address = re.search(r'href="([^"]+/evidence/\?fact=specialised_training)"', client.get(link).content.decode())

    assert address is not None
    assert 'value="specialised_training" checked' in client.get(address.group(1)).content.decode()


def test_a_photograph_arrives_and_the_offer_is_screened_again(client: Client, stage: Stage, link: str) -> None:
    response = _send(client, link, ("IMG_0001.HEIC", photograph()))
    _work()

    assert (response.status_code, response.headers["Location"]) == (303, f"{link}?done=evidence")
    assert _kept(stage) == [("jpeg", 1, "specialised_training")]
    assert _grades(stage)["specialised_training"] == "documented"
    page = client.get(f"{link}?done=evidence").content.decode()
    assert [word for word in ("書類を受け取りました", "担当者の確認待ちです", "書類あり") if word not in page] == [
        "書類あり"
    ]


def test_the_same_form_sent_twice_keeps_one(client: Client, stage: Stage, link: str) -> None:
    paper = pdf(2)

    codes = [_send(client, link, ("a.pdf", paper)).status_code for _ in range(2)]

    assert (codes, _kept(stage)) == ([303, 303], [("pdf", 2, "specialised_training")])


def test_the_good_file_is_kept_and_the_bad_one_named(client: Client, stage: Stage, link: str) -> None:
    response = _send(client, link, ("good.jpg", photograph()), ("bad<i>.pdf", acting_pdf("script")))

    page = response.content.decode()
    assert response.status_code == 422
    assert "bad&lt;i&gt;.pdf: このPDFには、スクリプト" in page
    assert ("1件のファイルは受け取りました" in page, 'value="specialised_training" checked' in page) == (True, True)
    assert _kept(stage) == [("jpeg", 1, "specialised_training")]


@pytest.mark.parametrize(
    ("files", "facts", "sentence"),
    [
        ((), "specialised_training", "ファイルを選ぶか"),
        ((("a.jpg", photograph()),), "", "この書類が示す回答を一つ以上"),
        ((("a.jpg", photograph()),), "languages", "この書類が示す回答を一つ以上"),
        ((("a.jpg", photograph()[:400]),), "specialised_training", "a.jpg: このファイルは壊れていて"),
        (
            (("big.jpg", photograph() + bytes(MEGABYTE)),),
            "specialised_training",
            "big.jpg: このファイルは1メガバイトを超えて",
        ),
        (tuple((f"{n}.jpg", b"") for n in range(6)), "specialised_training", "5.jpg: 一度に送れるのは5件まで"),
    ],
    ids=["no file", "no answer", "another answer", "damaged", "large", "too many"],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: Client,
    stage: Stage,
    settings: Settings,
    link: str,
    files: tuple[tuple[str, bytes], ...],
    facts: str,
    sentence: str,
) -> None:
    settings.EVIDENCE_MAX_BYTES = MEGABYTE

    response = _send(client, link, *files, facts=facts)

    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert _kept(stage) == []


def test_nothing_is_written_to_a_temporary_file(
    client: Client, stage: Stage, settings: Settings, link: str, tmp_path: Path
) -> None:
    # Django would open a file of its own here for anything above a megabyte.
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    noise = photograph((2000, 2000), kind="PNG", text="x") + bytes(3 * MEGABYTE)

    assert _send(client, link, ("scan.png", noise)).status_code == 303
    assert list(tmp_path.iterdir()) == []


def test_whose_link_it_is_is_asked_before_anything_is_read(client: Client, link: str) -> None:
    _, language, place, ref, _, _ = link.split("/")
    wrong = f"/{language}/{place}/{ref}/{'A' * 22}/"

    assert (client.get(f"{wrong}evidence/").status_code, _send(client, wrong, ("a.jpg", photograph())).status_code) == (
        404,
        404,
    )


def test_a_withdrawn_offer_takes_none(client: Client, stage: Stage, link: str) -> None:
    client.post(f"{link}withdrawal/")

    assert _send(client, link, ("a.jpg", photograph())).headers["Location"] == link
    assert _kept(stage) == []


def test_another_method_is_refused(client: Client, link: str) -> None:
    assert client.put(f"{link}evidence/").status_code == 405
