"""Reads the layouts: a file for each authority and version, read once; an old version stays, for reprints."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

__all__ = ["Layout", "LayoutTexts", "current_layouts", "find_layout"]

_FOLDER: Final = Path(__file__).parent / "layouts"


@dataclass(frozen=True, slots=True)
class LayoutTexts:
    """The words of a layout in one language; `rows` are pairs of a value's name and its label."""

    title: str
    opening: str
    rows: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]
    closing: str
    goods_none: str = ""
    goods_some: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """What one authority wants on a receipt. An empty tuple of currencies takes every currency."""

    key: str
    version: int
    country: str
    authority: str
    prefix: str
    year_begins: tuple[int, int]
    legal_language: str
    issuer_needs: tuple[str, ...]
    donor_needs: tuple[str, ...]
    names: Mapping[str, str]
    texts: Mapping[str, LayoutTexts]
    currencies: tuple[str, ...]
    at_least: Mapping[str, int]
    locales: Mapping[str, str]
    declarations: Mapping[str, Mapping[str, str]]
    keep_years: int

    def fiscal_year(self, day: date) -> int:
        """The year in which the authority's fiscal year of this day began."""
        return day.year if (day.month, day.day) >= self.year_begins else day.year - 1

    def label(self, year: int, number: int) -> str:
        """The number as it is printed, such as N2022-000123."""
        return f"{self.prefix}{year}-{number:06d}"

    def says_goods(self, language: str) -> bool:
        """Whether it states what the donor received in exchange."""
        return bool(self.texts[language].goods_none)


def current_layouts() -> Mapping[str, Layout]:
    """The newest version of each layout by its key."""
    newest: dict[str, Layout] = {}
    for layout in _all_layouts().values():
        if layout.key not in newest or newest[layout.key].version < layout.version:
            newest[layout.key] = layout
    return newest


def find_layout(key: str, version: int | None = None) -> Layout | None:
    """The layout in this version, or the newest of it."""
    return current_layouts().get(key) if version is None else _all_layouts().get((key, version))


@lru_cache(maxsize=1)
def _all_layouts() -> Mapping[tuple[str, int], Layout]:
    read = (_read(json.loads(file.read_text(encoding="utf-8"))) for file in sorted(_FOLDER.glob("*.json")))
    return {(layout.key, layout.version): layout for layout in read}


def _read(value: Mapping[str, Any]) -> Layout:
    month, day = value["year_begins"].split("-")
    return Layout(
        key=value["key"],
        version=value["version"],
        country=value["country"],
        authority=value["authority"],
        prefix=value["prefix"],
        year_begins=(int(month), int(day)),
        legal_language=value["legal_language"],
        issuer_needs=tuple(value["issuer_needs"]),
        donor_needs=tuple(value["donor_needs"]),
        names=value["names"],
        texts={language: _texts(texts) for language, texts in value["texts"].items()},
        currencies=tuple(value.get("currencies", ())),
        at_least=value.get("at_least", {}),
        locales=value.get("locales", {}),
        declarations=value.get("declarations", {}),
        keep_years=value["keep_years"],
    )


def _texts(value: Mapping[str, Any]) -> LayoutTexts:
    return LayoutTexts(
        title=value["title"],
        opening=value["opening"],
        rows=tuple((name, label) for name, label in value["rows"]),
        statements=tuple(value["statements"]),
        closing=value["closing"],
        goods_none=value.get("goods_none", ""),
        goods_some=value.get("goods_some", ""),
    )
