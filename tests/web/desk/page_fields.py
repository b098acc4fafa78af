"""The fields of a page as a browser would send them, so that a test submits what an officer sees."""

from html.parser import HTMLParser

__all__ = ["fields_of", "texts_of"]


class _Fields(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.found: dict[str, list[str]] = {}
        self.select = ""
        self.options: list[tuple[str, bool]] = []
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input" and given.get("name"):
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                return
            self.found.setdefault(given["name"], []).append(given.get("value", ""))
        elif tag == "select":
            self.select, self.options = given["name"], []
        elif tag == "option" and self.select:
            self.options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self.area = given["name"]
            self.found[self.area] = [""]

    def handle_data(self, data: str) -> None:
        if self.inside and self.area:
            self.found[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected] or [self.options[0][0]]
            self.found.setdefault(self.select, []).append(chosen[-1])
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def fields_of(page: str, form_id: str = "editor") -> dict[str, list[str]]:
    """Every field of the form that a browser would send, by name."""
    reader = _Fields(form_id)
    reader.feed(page)
    return reader.found


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"input", "br", "img", "meta", "link", "rect", "path", "circle"}:
            self.open.append(dict(attrs).get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for name in filter(None, self.open):
            self.found[name] = f"{self.found.get(name, '')} {data.strip()}".strip()


def texts_of(page: str) -> dict[str, str]:
    """The words of each part of a page that has an id."""
    reader = _Texts()
    reader.feed(page)
    return reader.found
