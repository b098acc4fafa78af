"""Documents made for the tests, harmless and hostile ones; nobody's papers."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

__all__ = ["acting_pdf", "changed_pdf", "pdf", "photograph", "protected_pdf"]


def photograph(
    size: tuple[int, int] = (640, 480), *, kind: str = "JPEG", text: str = "CERTIFICATE", exif: bytes = b""
) -> bytes:
    """A grey page with a few words."""
    picture = Image.new("RGBA" if kind in {"PNG", "WEBP"} else "RGB", size, (240, 240, 240))
    ImageDraw.Draw(picture).text((20, 20), text, fill=(0, 0, 0))
    out = BytesIO()
    picture.save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A PDF with some pages."""
    sheets = [Image.new("RGB", (300, 400), (255, 255, 250 - number)) for number in range(pages)]
    out = BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def changed_pdf(entry: str, value: Any) -> bytes:
    """A PDF whose catalogue has one more entry."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.root_object[NameObject(entry)] = writer._add_object(value)
    return _written(writer)


def acting_pdf(what: str) -> bytes:
    """A PDF that would do something when it is opened or touched."""
    if what == "embedded file":
        writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
        writer.add_attachment("note.exe", b"MZ")
        return _written(writer)
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch" if what == "launch" else "/JavaScript")})
    if what != "launch":
        action[NameObject("/JS")] = TextStringObject("app.alert(1)")
    if what == "deep":
        # Four levels down, in an additional action of a form field.
        field = DictionaryObject({NameObject("/AA"): DictionaryObject({NameObject("/K"): action})})
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
        return changed_pdf("/AcroForm", form)
    return changed_pdf("/OpenAction", action)


def protected_pdf(password: str) -> bytes:
    """A PDF that opens with the password; with an empty one it opens, and only forbids to print."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
