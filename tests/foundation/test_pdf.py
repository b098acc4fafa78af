"""Printing: what the file holds, what it may fetch, and what a machine without the libraries is told."""

import io
import sys
import tempfile
from pathlib import Path

import pypdf
import pytest

from appealdesk.foundation import pdf
from appealdesk.foundation.pdf import PdfJob, PdfUnavailable, check_pdf, render_apart, render_pdf
from tests.core.documents.papers import photograph

STYLE = "h1 { bookmark-level: 1; break-before: page } :lang(uk) { font-family: 'Noto Serif' } :lang(ja) { font-family: 'Noto Serif CJK JP' }"  # noqa: E501
HTML = '<!DOCTYPE html><html lang="en"><head><title>Two</title></head><body><h1 lang="ja">領収書</h1><h1 lang="uk">Ґ Є І Ї ʼ ₴</h1></body></html>'  # noqa: E501


def fonts_of(data: bytes) -> set[str]:
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"].get_object())
            found.add(str(font.get_object()["/BaseFont"]).split("+")[1])
    return found


def test_fonts_are_embedded_and_parts_are_found() -> None:
    printed = render_pdf(html=HTML, style=STYLE)

    words = [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(printed.data)).pages]
    assert (printed.parts, printed.pages) == ((("領収書", 0), ("Ґ Є І Ї ʼ ₴", 1)), 2)
    assert words == ["領収書", "Ґ Є І Ї ʼ ₴"]
    # Cyrillic stands in Noto Serif; a letter that neither family has would be drawn by a third.
    assert fonts_of(printed.data) <= {"Noto-Serif-CJK-JP-Bold", "Noto-Serif-Bold", "Noto-Sans-Bold"}


def test_the_same_pages_are_the_same_bytes_and_tell_nothing_of_the_machine() -> None:
    first, second = (render_pdf(html=HTML, style=STYLE).data for _ in range(2))

    reader = pypdf.PdfReader(io.BytesIO(first))
    assert first == second
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.creation_date) == ("Two", None)
    places = (str(Path(pdf.__file__).parents[3]), sys.prefix, tempfile.gettempdir())
    assert [place for place in places if place.encode() in first] == []
    assert b"file:" not in first


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "own:unknown", "data:,x"])
def test_nothing_from_elsewhere_is_fetched(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.create_connection", refuse)
    html = f'<html><body><p>Text</p><img src="{address}"><link rel="stylesheet" href="{address}"></body></html>'

    printed = render_pdf(html=html, style=f"p {{ background: url({address}) }}")

    page = pypdf.PdfReader(io.BytesIO(printed.data)).pages[0]
    assert len(page.images) == 0
    assert page.extract_text().strip() == "Text"


def test_an_own_picture_is_shown() -> None:
    picture = photograph(text="seal")
    printed = render_pdf(html='<html><body><img src="own:seal"></body></html>', style="", pictures={"seal": picture})

    assert len(pypdf.PdfReader(io.BytesIO(printed.data)).pages[0].images) == 1


def test_documents_printed_apart_are_the_same_and_come_in_their_order() -> None:
    words = ("領収書", "Ґ", "Receipt")
    jobs = [PdfJob(html=HTML.replace("領収書", word), style=STYLE) for word in words]

    assert render_apart(jobs) == [render_pdf(html=job.html, style=job.style) for job in jobs]


def test_a_machine_without_the_subset_library_is_told_which_package_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)

    assert pdf._look() == ("libharfbuzz-subset0",)


def test_fonts_that_draw_in_place_of_the_right_ones_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PROBES", (("領", "No Such Serif", "fonts-noto-cjk"),))

    assert pdf._look() == ("fonts-noto-cjk",)


def test_a_machine_without_any_font_is_refused_and_lives_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text("<fontconfig/>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    check_pdf.cache_clear()
    try:
        with pytest.raises(PdfUnavailable) as checked:
            check_pdf()
        with pytest.raises(PdfUnavailable) as refused:
            render_pdf(html=HTML, style=STYLE)
    finally:
        check_pdf.cache_clear()

    lacks = {"packages": "fonts-noto-cjk fonts-noto-core"}
    assert (checked.value.values, refused.value.values) == (lacks, lacks)
