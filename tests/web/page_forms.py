"""The forms of a page as a browser would send them, by the address to which they go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

__all__ = ["PageForm", "forms_of"]

_BUTTONS = {"submit", "image"}
# Django's own field; the client of a test need not send it.
_TOKEN = "csrfmiddlewaretoken"


@dataclass(slots=True)
class PageForm:
    """What is sent when the first button is pressed, and the names of all fields, ticked or not."""

    address: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    pressed: bool = False


class _Reader(HTMLParser):
    """Fields may stand outside their form and name it by its id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: dict[str, PageForm] = {}
        self.inside = ""
        self.select: tuple[PageForm, str] | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: tuple[PageForm, str] | None = None
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open(given)
        elif tag == "option":
            self.options.append((given.get("value", ""), "selected" in given))
        elif given.get("name") not in {None, "", _TOKEN} and (owner := given.get("form", self.inside)):
            self._take(tag, given, self.forms.setdefault(owner, PageForm()))

    def _open(self, given: Mapping[str, str]) -> None:
        self.inside = given.get("id") or f"form {len(self.forms)}"
        form = self.forms.setdefault(self.inside, PageForm())
        if given.get("method", "").lower() == "post" or "hx-post" in given:
            form.address = urlsplit(urljoin(self.page, given.get("hx-post") or given.get("action", ""))).path

    def _take(self, tag: str, given: Mapping[str, str], form: PageForm) -> None:
        name, value, kind = given["name"], given.get("value", ""), given.get("type", "")
        form.names.add(name)
        if tag == "select":
            self.select, self.options = (form, name), []
        elif tag == "textarea":
            self.area, self.words = (form, name), ""
        elif tag == "button" or kind in _BUTTONS:
            if not form.pressed:
                form.sent.append((name, value))
            form.pressed = True
        elif kind not in {"checkbox", "radio"} or "checked" in given:
            form.sent.append((name, value))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = ""
        elif tag == "select" and self.select:
            form, name = self.select
            chosen = [value for value, selected in self.options if selected] or [value for value, _ in self.options[:1]]
            form.sent += [(name, value) for value in chosen]
            self.select = None
        elif tag == "textarea" and self.area:
            form, name = self.area
            form.sent.append((name, self.words.removeprefix("\n")))
            self.area = None


def forms_of(page: str, html: str) -> list[PageForm]:
    """Those that are posted, in their order; `page` is the page's own address."""
    reader = _Reader(page)
    reader.feed(html)
    return [form for form in reader.forms.values() if form.address]
