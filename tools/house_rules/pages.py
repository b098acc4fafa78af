"""Templates: no code and no style in them, and one frozen `page` to show."""

import ast
import re
from collections.abc import Iterator

from tools.house_rules.finding import Finding, Source

__all__ = ["check_context", "check_template"]

_TAG = re.compile(r"<[a-zA-Z][^>]*>", re.DOTALL)
_RULES = (
    (re.compile(r"<style\b", re.IGNORECASE), "a style sheet in a template: move it to a file of static/."),
    (re.compile(r"\sstyle\s*=", re.IGNORECASE), "a style in a template: give the element a class."),
    (re.compile(r"\son[a-z]+\s*=", re.IGNORECASE), "code in an attribute: add a listener in a file of static/."),
    (re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE), "code in an address: use a button and a file of static/."),
    (re.compile(r"\shx-on\b", re.IGNORECASE), "code in an attribute: add a listener in a file of static/."),
)
_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>", re.IGNORECASE)
_PLACES = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_RENDERERS = {"render": 2, "TemplateResponse": 2, "render_to_string": 1}


def check_template(source: Source) -> Iterator[Finding]:
    """The content security policy forbids what stands in line; the browser would drop it without a word."""
    bare = _PLACES.sub(lambda place: re.sub(r"[^\n]", "_", place.group()), source.text)
    for tag in _TAG.finditer(bare):
        for pattern, sentence in _RULES:
            if pattern.search(tag.group()):
                yield source.says(_line(bare, tag.start()), sentence.capitalize())
    for script in _SCRIPT.finditer(bare):
        attributes = script["attributes"]
        if "src=" not in attributes and "application/json" not in attributes:
            yield source.says(_line(bare, script.start()), "A script in a template: move it to a file of static/.")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def check_context(source: Source) -> Iterator[Finding]:
    """A view hands its template one `page`, so that what a role may see is decided in one place."""
    if source.rooms[:1] != ("web",):
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = _RENDERERS.get(name)
        given = [keyword.value for keyword in node.keywords if keyword.arg == "context"]
        if place is not None and len(node.args) > place:
            given.append(node.args[place])
        for context in given if place is not None else ():
            yield from _check_keys(source, context)


def _check_keys(source: Source, context: ast.expr) -> Iterator[Finding]:
    if not isinstance(context, ast.Dict):
        return
    for key in context.keys:
        if not (isinstance(key, ast.Constant) and key.value == "page"):
            shown = ast.unparse(key) if key else "**"
            yield source.says(context.lineno, f"The template gets {shown}: put it into the frozen `page`.")
