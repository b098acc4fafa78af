"""Documents by their content: what is kept are pictures of ours, and what is dangerous is named and left out."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from appealdesk.core.documents.convert import Document, convert, unpack
from appealdesk.core.documents.kinds import DocumentRefused
from tests.core.documents.papers import acting_pdf, pdf, photograph, protected_pdf

HEIC = struct.pack(">I", 24) + b"ftypheic" + bytes(12)


def read(data: bytes) -> Document:
    return unpack(convert(data))


def refused(data: bytes) -> str:
    with pytest.raises(DocumentRefused) as told:
        read(data)
    return told.value.code


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header names more pixels than anybody's memory holds; there is nothing behind it."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 4) + b"IDAT" + bytes(8)


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (photograph(), "jpeg", 1),
        (photograph(kind="PNG"), "png", 1),
        (photograph(kind="WEBP"), "webp", 1),
        (pdf(3), "pdf", 3),
        (protected_pdf(""), "pdf", 1),
    ],
    ids=["jpeg", "png", "webp", "pdf", "pdf that only forbids printing"],
)
def test_what_is_kept_are_new_pictures(data: bytes, kind: str, pages: int) -> None:
    document = read(data)

    assert (document.kind.value, len(document.pages)) == (kind, pages)
    assert {Image.open(BytesIO(page)).format for page in document.pages} == {"JPEG"}
    assert all(page not in data for page in document.pages)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"GIF89a" + bytes(20), "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (b"PK\x03\x04" + bytes(30), "kind"),
        (b"\r\n%PDF-1.7", "kind"),
        (HEIC, "heic"),
        (photograph()[:900], "damaged"),
        (photograph(kind="PNG")[:60], "damaged"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (pdf()[:-200], "damaged"),
        (bomb(30_000, 30_000), "pixels"),
        (pdf(21), "pages"),
        (protected_pdf("secret"), "locked"),
        (acting_pdf("script"), "active"),
        (acting_pdf("launch"), "active"),
        (acting_pdf("deep"), "active"),
        (acting_pdf("embedded file"), "active"),
        (pdf() + b"PK\x05\x06" + bytes(18), "mixed"),
        (pdf() + b"<script>alert(1)</script>", "mixed"),
        (photograph() + b"PK\x05\x06" + bytes(18), "mixed"),
        (b"\xff\xd8\xff\xfe\x00\x20%PDF-1.4" + bytes(20), "mixed"),
        (b"%PDF-1.4 <html><script>x</script>", "mixed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused_is_named(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_where_a_photograph_was_taken_is_thrown_away() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera K.K."
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"

    page = read(photograph((640, 480), exif=exif.tobytes())).pages[0]

    picture = Image.open(BytesIO(page))
    assert (picture.size, dict(picture.getexif()), b"Kamera" in page) == ((480, 640), {}, False)


def test_a_large_photograph_is_kept_as_large_as_it_is_read() -> None:
    picture = Image.open(BytesIO(read(photograph((6000, 3000))).pages[0]))

    assert max(picture.size) <= 2400


@pytest.mark.parametrize(
    "answer", [b"{}\n", b'{"kind": "jpeg", "lengths": [4]}\nGIF8', b'{"kind": "jpeg", "lengths": []}\n']
)
def test_an_answer_that_was_not_given_by_the_reader_is_not_believed(answer: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        unpack(answer)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), which=st.sampled_from([0, 1, 2]))
def test_a_broken_file_is_refused_or_read_and_nothing_else(seed: int, which: int) -> None:
    random = Random(seed)
    data = bytearray((photograph((80, 60)), photograph((80, 60), kind="PNG"), pdf())[which])
    for _ in range(random.randint(1, 20)):
        data[random.randrange(len(data))] = random.randrange(256)
    with suppress(DocumentRefused):
        assert all(page.startswith(b"\xff\xd8\xff") for page in read(bytes(data)).pages)
