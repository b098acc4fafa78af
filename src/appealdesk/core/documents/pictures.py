"""Draws a photograph again: upright, on white, no larger than a page is read, and without what the camera noted.

A photograph of a certificate often says where it was taken. The new picture holds pixels only.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from appealdesk.core.documents.kinds import DocumentKind, DocumentRefused

# Enough to read small print on an A4 page; about 700 kB each.
LONGEST_SIDE = 2400
# Larger than any telephone's photograph, and less than what would fill the memory of the confined process.
MOST_PIXELS = 64_000_000
_QUALITY = 85
_SEAL_SIDE = 600
_FORMATS = {DocumentKind.JPEG: "JPEG", DocumentKind.PNG: "PNG", DocumentKind.WEBP: "WEBP"}


def redraw(data: bytes, kind: DocumentKind) -> bytes:
    """The picture as a new JPEG. Raises DocumentRefused for one that is damaged or has too many pixels."""
    # The bound is checked here, on the size that the header names, before anything is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    # Whoever prints PDFs in the same process has it put up with pictures that were cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DocumentRefused("pixels", {"millions": MOST_PIXELS // 1_000_000})
            # A JPEG is unpacked at a half or a quarter of its size where that is still large enough.
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return encode(ImageOps.exif_transpose(picture))
    except DocumentRefused:
        raise
    except Exception as error:  # The readers of pictures raise whatever their formats make them raise.
        raise DocumentRefused("damaged") from error


def encode(picture: Image.Image) -> bytes:
    """Pixels on white as a JPEG of bounded size."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        page = Image.new("RGB", seen.size, "white")
        page.paste(seen, mask=seen.getchannel("A"))
    else:
        page = picture.convert("RGB")
    # A copy of the pixels alone: what the file said beside them stays behind.
    bare = Image.frombytes("RGB", page.size, page.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def redraw_seal(data: bytes) -> bytes:
    """A seal or signature as a PNG of at most 600 pixels; what is white becomes transparent.

    A scanned seal lies on white paper, and is printed over the end of a name. Raises DocumentRefused.
    """
    Image.MAX_IMAGE_PIXELS = None
    # Whoever prints PDFs in the same process has it put up with pictures that were cut off.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DocumentRefused("pixels", {"millions": MOST_PIXELS // 1_000_000})
            seen = ImageOps.exif_transpose(picture).convert("RGBA")
    except DocumentRefused:
        raise
    except Exception as error:  # The readers of pictures raise whatever their formats make them raise.
        raise DocumentRefused("damaged") from error
    seen.thumbnail((_SEAL_SIDE, _SEAL_SIDE))
    if seen.getchannel("A").getextrema() == (255, 255):
        # The darker a point of the scan, the more it covers.
        seen.putalpha(ImageOps.invert(seen.convert("L")).point(lambda level: min(255, level * 2)))
    out = BytesIO()
    Image.frombytes("RGBA", seen.size, seen.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()
