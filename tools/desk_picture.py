"""Takes docs/pictures/desk.png from a running demonstration: an application that does not meet a criterion.

Run as `python -m tools.desk_picture http://localhost:8000 PASSWORD` while `make demo` runs, which prints both.
"""

import os
import shutil
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

__all__ = ["main", "with_few_colours"]

_PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "desk.png"
# Wide enough for the three columns of the desk, and readable in a README.
_SIZE: ViewportSize = {"width": 1440, "height": 760}
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB, _PALETTE = 2, 3
# Surfaces keep their very colours; the rest of the 256 places is for what lies between.
_KEPT = 70


def main(arguments: list[str]) -> int:
    """Sign in as an officer, open the application and take the picture."""
    if len(arguments) != 2:
        sys.stderr.write("desk_picture: say the address of the demonstration and the password of its staff.\n")
        return 2
    address, password = arguments
    chromium = os.environ.get("APPEALDESK_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport=_SIZE, locale="en-GB", color_scheme="light")
        _sign_in(page, password)
        page.goto("/desk/?outcome=does_not_meet&decision=undecided")
        page.locator("tr[data-row]", has_text="Defence experience").locator("a[data-open]").nth(1).click()
        page.wait_for_load_state("networkidle")
        taken = page.screenshot()
        browser.close()
    _PICTURE.parent.mkdir(parents=True, exist_ok=True)
    _PICTURE.write_bytes(with_few_colours(taken))
    return 0


def _sign_in(page: Page, password: str) -> None:
    page.goto("/desk/sign-in/")
    page.fill("input[name=username]", "duty")
    page.fill("input[type=password]", password)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()


def with_few_colours(png: bytes) -> bytes:
    """The same picture with a palette, a third of the size; for 8-bit RGB, which Chromium writes."""
    chunks = list(_chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    if (depth, kind) != (8, _RGB):
        raise ValueError("The picture is not 8-bit RGB.")
    packed = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    pixels = [[row[at : at + 3] for at in range(0, len(row), 3)] for row in _rows(packed, width * 3)]
    kept = {colour for colour, _ in Counter(pixel for row in pixels for pixel in row).most_common(_KEPT)}
    places: dict[bytes, int] = {}
    lines = bytearray()
    for row in pixels:
        shown = (pixel if pixel in kept else _coarse(pixel) for pixel in row)
        lines.append(0)
        lines += bytes(places.setdefault(colour, len(places)) for colour in shown)
    header = struct.pack(">IIBBBBB", width, height, 8, _PALETTE, 0, 0, 0)
    body = zlib.compress(bytes(lines), 9)
    return _SIGNATURE + b"".join(
        _chunk(name, part)
        for name, part in ((b"IHDR", header), (b"PLTE", b"".join(places)), (b"IDAT", body), (b"IEND", b""))
    )


def _coarse(pixel: bytes) -> bytes:
    """Sixteen steps a channel: what is lost is the smoothing of letters."""
    return bytes((value + 8) // 17 * 17 for value in pixel)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _rows(packed: bytes, length: int) -> Iterator[bytes]:
    """The rows without their filters (PNG specification, section 9)."""
    above = bytearray(length)
    for start in range(0, len(packed), length + 1):
        row = bytearray(packed[start + 1 : start + 1 + length])
        for at in range(length):
            left, corner = (row[at - 3], above[at - 3]) if at >= 3 else (0, 0)
            row[at] = (row[at] + _predicted(packed[start], left, above[at], corner)) & 255
        yield bytes(row)
        above = row


def _predicted(filter_type: int, left: int, up: int, corner: int) -> int:
    if filter_type == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda near: abs(guess - near))
    return (0, left, up, (left + up) // 2)[filter_type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
