"""Turns HTML of our own into a PDF with embedded fonts: archivable (PDF/A-3), tagged, the same bytes each time.

Two things make a machine unfit, and both are refused in words. Without Pango nothing is drawn at all; without the
subset library of HarfBuzz WeasyPrint silently takes another way, on which one page costs twenty seconds.
"""

import base64
import gc
import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, Final

from appealdesk.foundation.refusals import Refusal

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

__all__ = ["PdfJob", "PdfPages", "PdfUnavailable", "check_pdf", "render_apart", "render_pdf"]

_LIBRARIES: Final = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# What the probe writes, and of which package the font comes that must draw it.
_PROBES: Final = (("領", "Noto Serif CJK JP", "fonts-noto-cjk"), ("Ґ", "Noto Serif", "fonts-noto-core"))
# What the process that prints is told when it shall only look.
_CHECK: Final = "check"
# As many processes as a small machine has processors.
_PRESSES: Final = 2
# A batch's share takes half a minute; whatever takes so long is stuck, and its job is tried again.
_LONGEST_SECONDS: Final = 600
_VARIANT: Final = "pdf/a-3a"
# Pango's font maps belong to one thread at a time.
_ONE_AT_A_TIME = threading.Lock()


class PdfUnavailable(Refusal):
    """This machine lacks something that printing needs."""

    def __init__(self, packages: Iterable[str]) -> None:
        named = " ".join(packages)
        super().__init__(
            "pdf.unavailable",
            f"No PDF can be made on this machine: an operator installs {named} and starts the product again.",
            values={"packages": named},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfJob:
    """One document to be printed."""

    html: str
    style: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PdfPages:
    """The file, and for each part of the text with a bookmark its title and its first page, counted from 0."""

    data: bytes
    parts: tuple[tuple[str, int], ...]
    pages: int


@lru_cache(maxsize=1)
def check_pdf() -> None:
    """Raise PdfUnavailable where the libraries or the fonts are missing; costs a second until it is fit for once."""
    missing = _missing()
    if missing:
        raise PdfUnavailable(missing)


def render_pdf(*, html: str, style: str, pictures: Mapping[str, bytes] | None = None) -> PdfPages:
    """The document; it may name the given pictures as `own:name` and nothing else, neither files nor addresses.

    Raises PdfUnavailable where this machine cannot print.
    """
    check_pdf()
    with _ONE_AT_A_TIME:
        return _render(html, style, pictures or {})


def render_apart(jobs: Sequence[PdfJob]) -> list[PdfPages]:
    """Several large documents by two processes; the memory of each goes when it is printed.

    They end by themselves when this one is killed: their input or output breaks. They know no key and no database.
    """
    check_pdf()
    shares = [jobs[first::_PRESSES] for first in range(min(_PRESSES, len(jobs)))]
    with ThreadPoolExecutor(max_workers=_PRESSES) as threads:
        printed = list(threads.map(_press, shares))
    return [printed[number % _PRESSES][number // _PRESSES] for number in range(len(jobs))]


def _press(jobs: Sequence[PdfJob]) -> list[PdfPages]:
    told = b"".join(map(_told, jobs))
    # -I: neither the environment nor the present folder says what is imported.
    command = [sys.executable, "-I", "-m", __name__]
    done = subprocess.run(  # noqa: S603 - our own module
        command, input=told, capture_output=True, check=False, cwd="/", env={}, timeout=_LONGEST_SECONDS
    )
    if done.returncode:
        raise RuntimeError("The process that prints ended without an answer.")
    answer = io.BytesIO(done.stdout)
    return [_read_answer(answer) for _ in jobs]


def _told(job: PdfJob) -> bytes:
    """A document as one line."""
    pictures = {name: base64.b64encode(data).decode() for name, data in job.pictures.items()}
    return json.dumps({"html": job.html, "style": job.style, "pictures": pictures}).encode() + b"\n"


def _read_answer(answer: IO[bytes]) -> PdfPages:
    """One document of an answer: a line about it, and behind it the file."""
    about = json.loads(answer.readline())
    parts = tuple((label, page) for label, page in about["parts"])
    return PdfPages(data=answer.read(about["size"]), parts=parts, pages=about["pages"])


def _render(html: str, style: str, pictures: Mapping[str, bytes]) -> PdfPages:
    from weasyprint import CSS, HTML

    own = _own_files(pictures)
    fonts = _fonts()
    sheet = CSS(string=style, font_config=fonts, url_fetcher=own)
    document = HTML(string=html, url_fetcher=own).render(stylesheets=[sheet], font_config=fonts, pdf_variant=_VARIANT)
    parts = tuple((label, page) for label, (page, *_), _, _ in document.make_bookmark_tree())
    data = document.write_pdf(pdf_variant=_VARIANT)
    return PdfPages(data=data, parts=parts, pages=len(document.pages))


def _own_files(pictures: Mapping[str, bytes]) -> Any:
    """A fetcher that knows the given pictures and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class _Own(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("own:")
            if url == name or name not in pictures:
                raise ValueError("A document may only show its own pictures.")
            return URLFetcherResponse(url, body=pictures[name], headers={"Content-Type": "image/png"})

    return _Own()


@lru_cache(maxsize=1)
def _fonts() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _missing() -> Sequence[str]:
    """The packages that this machine lacks; another process looks, since without any font Pango ends its own."""
    command = [sys.executable, "-I", "-m", __name__, _CHECK]
    done = subprocess.run(command, capture_output=True, check=False, cwd="/", text=True)  # noqa: S603 - our own module
    return tuple(done.stdout.split()) if done.returncode == 0 else tuple(package for _, _, package in _PROBES)


def _look() -> Sequence[str]:
    """The packages that this machine lacks, as far as they can be looked for alive."""
    try:
        # The import itself opens Pango.
        from weasyprint.text.ffi import harfbuzz_subset
    except OSError:
        return _LIBRARIES
    if not harfbuzz_subset:
        return ("libharfbuzz-subset0",)
    return tuple(package for text, family, package in _PROBES if not _draws(text, family))


def _draws(text: str, family: str) -> bool:
    """Whether the letters are drawn by a font of this name."""
    from weasyprint import HTML

    style = f"font-family: '{family}'"
    drawn = HTML(string=f'<p style="{style}">{text}</p>').render(font_config=_fonts()).write_pdf(uncompressed_pdf=True)
    return f"+{family.replace(' ', '-')}".encode() in drawn


def main() -> int:
    """The inside of a process that prints: documents in, one a line, and out for each a line about it and the file.

    Asked to check, it says which packages are missing instead.
    """
    if sys.argv[1:] == [_CHECK]:
        sys.stdout.write(" ".join(_look()))
        return 0
    # Looking for garbage within a document costs a sixth of the time; between two of them it keeps the memory of one.
    # A copy of this process for each would keep it too, but Pango's own thread may hold a lock when it is copied.
    gc.disable()
    _warm_up()
    for told in sys.stdin.buffer:
        _answer(json.loads(told))
        gc.collect()
    return 0


def _warm_up() -> None:
    """What every document needs: the libraries, and the fonts opened."""
    from weasyprint import HTML
    from weasyprint.pdf import pydyf

    list_pages = pydyf.PDF.page_references.fget

    def pages_once(pdf: Any) -> Any:
        """The list of pages, kept until there is one more: it is asked for at each box that gets a tag."""
        if len(pdf.__dict__.get("listed", ())) != len(pdf.pages["Kids"]) // 3:
            pdf.listed = list_pages(pdf)
        return pdf.listed

    pydyf.PDF.page_references = property(pages_once)
    for text, family, _ in _PROBES:
        HTML(string=f"<p style=\"font-family: '{family}'\">{text}<b>{text}</b></p>").render(font_config=_fonts())


def _answer(told: Mapping[str, Any]) -> None:
    pictures = {name: base64.b64decode(data) for name, data in told["pictures"].items()}
    printed = _render(told["html"], told["style"], pictures)
    about = {"size": len(printed.data), "parts": printed.parts, "pages": printed.pages}
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + printed.data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
