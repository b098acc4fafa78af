"""Actions: one write each, with the actor and the moment handed in."""

import ast
from collections.abc import Iterator

from tools.house_rules.finding import Finding, Source

__all__ = ["check_action"]

# The audit log's upkeep, such as sealing, is nobody's act.
_WITHOUT_ACTOR = frozenset({"audit"})


def check_action(source: Source) -> Iterator[Finding]:
    """A file of `actions/` holds a public function named by the file; each public one is keyword-only."""
    rooms = source.rooms
    if len(rooms) != 3 or rooms[1] != "actions" or rooms[2].startswith("_"):
        return
    verb = rooms[2].removesuffix(".py")
    functions = [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]
    if not functions:
        yield source.says(1, f"This file has no action: write `def {verb}_…(*, actor, now, …)`.")
    for node in functions:
        yield from _check_function(source, node, verb)


def _check_function(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef, verb: str) -> Iterator[Finding]:
    if node.name != verb and not node.name.startswith(f"{verb}_"):
        yield source.says(
            node.lineno,
            f"{node.name} stands in {verb}.py: an action begins with its file's verb, anything else is private (`_`).",
        )
        return
    if node.args.args or node.args.posonlyargs or node.args.vararg:
        yield source.says(node.lineno, f"{node.name} takes positional arguments: begin its arguments with `*`.")
    names = {argument.arg for argument in node.args.kwonlyargs}
    for wanted, meaning in (("actor", "who acts"), ("now", "the moment")):
        if wanted not in names and not (wanted == "actor" and source.rooms[0] in _WITHOUT_ACTOR):
            yield source.says(node.lineno, f"{node.name} does not take `{wanted}`: the door says {meaning}.")
