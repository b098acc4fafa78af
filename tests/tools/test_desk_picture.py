"""A picture with a palette shows what the picture before it showed."""

import struct
import zlib

import pytest
from tools.desk_picture import with_few_colours

RED, GREY = bytes([0xFF, 0x00, 0x33]), bytes([0x88, 0x88, 0x88])


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def picture(rows: list[bytes], *, kind: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", 2, len(rows), 8, kind, 0, 0, 0)
    body = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "second",
    [
        bytes([0]) + RED + GREY,
        bytes([1]) + RED + bytes((new - old) & 255 for new, old in zip(GREY, RED, strict=True)),
        bytes([2]) + bytes(6),
        bytes([3])
        + bytes((new - old // 2) & 255 for new, old in zip(RED, RED, strict=True))
        + bytes((new - (left + up) // 2) & 255 for new, left, up in zip(GREY, RED, GREY, strict=True)),
        bytes([4]) + bytes(6),
    ],
    ids=["plain", "left", "up", "mean", "paeth"],
)
def test_each_filter_is_undone(second: bytes) -> None:
    few = with_few_colours(picture([bytes([0]) + RED + GREY, second]))

    (length,) = struct.unpack(">I", few[33:37])
    assert few[37:41] == b"PLTE"
    assert few[41 : 41 + length] == RED + GREY
    idat = few.index(b"IDAT") + 4
    assert zlib.decompress(few[idat:]) == bytes([0, 0, 1, 0, 0, 1])


def test_another_kind_of_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="not 8-bit RGB"):
        with_few_colours(picture([bytes(9)], kind=6))
