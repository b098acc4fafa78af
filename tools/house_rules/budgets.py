"""Lengths: what separates a healthy house from a knot is the tail, so the tail is cut off."""

import ast
from collections.abc import Iterator

from tools.house_rules.finding import Finding, Source

__all__ = ["check_function_budget", "check_module_budget", "check_template_budget"]

MODULE = 400
VIEW = 250
FUNCTION = 60
TEMPLATE = 130


def check_module_budget(source: Source) -> Iterator[Finding]:
    """A module holds at most 400 lines, a view module 250; tests and migrations may be longer."""
    if source.is_migration or source.path.parts[0] == "tests":
        return
    is_view = source.rooms[:1] == ("web",) and "views" in source.rooms
    budget = VIEW if is_view else MODULE
    if (length := len(source.lines)) > budget:
        kind = "view module" if is_view else "module"
        yield source.says(
            budget + 1,
            f"This {kind} has {length} lines and may have {budget}: move one of its subjects to a module of its own.",
        )


def check_function_budget(source: Source) -> Iterator[Finding]:
    """A function holds at most 60 lines, from `def` to its end."""
    if source.is_migration:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION:
                yield source.says(
                    node.lineno,
                    f"{node.name} has {length} lines and may have {FUNCTION}: name its steps as functions.",
                )


def check_template_budget(source: Source) -> Iterator[Finding]:
    """A template holds at most 130 lines."""
    if (length := len(source.lines)) > TEMPLATE:
        yield source.says(
            TEMPLATE + 1,
            f"This template has {length} lines and may have {TEMPLATE}: move a part to a fragment `_name.html`.",
        )
