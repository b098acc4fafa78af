"""Below the doors nobody reads the clock, chance, the settings or the environment, and nothing happens unseen."""

import ast
from collections.abc import Iterator

from tools.house_rules.finding import Finding, Source
from tools.house_rules.rooms import APPS

__all__ = ["check_hidden_inputs", "check_http", "check_save", "check_signals"]

_BELOW_THE_DOORS = APPS | {"core"}
_CLOCKS = {"now", "utcnow", "today", "localdate", "localtime"}
_CLOCK_OWNERS = {"datetime", "date", "timezone", "dt"}
_MODULES = {
    "random": "take the chosen value as an argument, or use `foundation.ids`",
    "secrets": "use `foundation.ids` or `foundation.crypto`",
    "time": "take `now` as an argument",
}
_NAMES = {
    ("django.conf", "settings"): "take the value as an argument, or read it in foundation",
    ("django.utils.timezone", "now"): "take `now` as an argument",
    ("appealdesk.foundation.clock", "read_clock"): "take `now` as an argument: doors read the clock",
    ("os", "environ"): "take the value as an argument: config reads the environment",
    ("os", "getenv"): "take the value as an argument: config reads the environment",
    ("uuid", "uuid1"): "use `foundation.ids`",
    ("uuid", "uuid4"): "use `foundation.ids`",
}
_HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "django.forms", "django.contrib.messages")
_SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")


def check_hidden_inputs(source: Source) -> Iterator[Finding]:
    """An action is a function of its arguments and the database, so that it can be replayed and tested."""
    if not source.rooms or source.rooms[0] not in _BELOW_THE_DOORS or source.is_migration:
        return
    for node in ast.walk(source.tree):
        for what, instead in _hidden(node):
            if source.rooms[1:] == ("jobs.py",) and what == "django.conf.settings":
                # A job is the worker's door: it hands the site's keys to its one action.
                continue
            yield source.says(getattr(node, "lineno", 1), f"`{what}` is a hidden input below the doors: {instead}.")


def _hidden(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                if instead := _MODULES.get(alias.name):
                    yield alias.name, instead
        case ast.ImportFrom(module=str(module), names=names):
            if instead := _MODULES.get(module):
                yield module, instead
            for alias in names:
                if instead := _NAMES.get((module, alias.name)):
                    yield f"{module}.{alias.name}", instead
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            if owner in _CLOCK_OWNERS and name in _CLOCKS:
                yield f"{owner}.{name}", "take `now` as an argument"
            elif instead := _NAMES.get((owner, name)):
                yield f"{owner}.{name}", instead


def check_signals(source: Source) -> Iterator[Finding]:
    """Calls go down and events go up; a Django signal is heard by nobody knows whom."""
    if source.rooms:
        yield from _check_imports(
            source,
            _SIGNALS,
            "Django's signals hide who hears what: emit an event and list its listener in config/wiring.",
        )


def check_http(source: Source) -> Iterator[Finding]:
    """Only the doors know HTTP."""
    if source.rooms and source.rooms[0] in _BELOW_THE_DOORS | {"foundation", "ops"}:
        yield from _check_imports(source, _HTTP, "only `web` knows HTTP: return a value and let the door answer.")


def _check_imports(source: Source, modules: tuple[str, ...], sentence: str) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if any(name == module or name.startswith(f"{module}.") for module in modules):
                yield source.says(node.lineno, f"`{name}`: {sentence}")
                break


def check_save(source: Source) -> Iterator[Finding]:
    """A model that does more when it is saved is an action in hiding."""
    if not source.rooms or source.is_migration:
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for part in node.body:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.name in {"save", "asave", "delete"}:
                yield source.says(part.lineno, f"{node.name} overrides `{part.name}`: write an action instead.")
