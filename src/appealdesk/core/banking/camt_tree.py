"""The elements of an entry as plain objects, because paths are looked up in them twenty times for each transfer."""

from functools import lru_cache
from typing import Final

from lxml import etree

__all__ = ["Node", "all_at", "find_at", "node_of", "text_at"]


_NONE: Final[dict[str, list["Node"]]] = {}


class Node:
    """An element: its text with white space folded, its currency attribute, its children by name."""

    __slots__ = ("children", "currency", "text")

    def __init__(self, text: str = "", currency: str = "") -> None:
        self.text = text
        self.currency = currency
        # Most elements have no children, and share this.
        self.children = _NONE


def node_of(element: etree._Element, prefix: str) -> Node:
    """The element and all below it that are of the namespace `prefix`, which is given in braces."""
    text = (element.text or "").strip()
    node = Node(" ".join(text.split()) if " " in text or "\n" in text or "\t" in text else text)
    children: dict[str, list[Node]] = {}
    cut = len(prefix)
    for child in element:
        tag = child.tag
        # A bank may add elements of its own in an envelope for supplementary data.
        if isinstance(tag, str) and tag.startswith(prefix):
            name = tag[cut:]
            below = node_of(child, prefix)
            if name[-3:] == "Amt":
                below.currency = child.get("Ccy") or ""
            if name in children:
                children[name].append(below)
            else:
                children[name] = [below]
    if children:
        node.children = children
    return node


def find_at(node: Node, path: str) -> Node | None:
    """The first element at the path of names below this one."""
    for name in _names(path):
        found = node.children.get(name)
        if found is None:
            return None
        node = found[0]
    return node


def all_at(node: Node, path: str) -> list[Node]:
    """Every element at the path of names below this one."""
    nodes = [node]
    for name in _names(path):
        nodes = [child for parent in nodes for child in parent.children.get(name, ())]
    return nodes


def text_at(node: Node, *paths: str) -> str:
    """The text at the first of the paths that has any; white space is folded."""
    for path in paths:
        found = find_at(node, path)
        if found is not None and found.text:
            return found.text
    return ""


@lru_cache(maxsize=128)
def _names(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))
