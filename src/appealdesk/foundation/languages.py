"""The three languages, and texts that exist in each of them."""

from collections.abc import Mapping

__all__ = ["LANGUAGES", "Localised", "pick"]

LANGUAGES = ("ja", "en", "uk")

Localised = Mapping[str, str]


def pick(texts: Localised, language: str) -> str:
    """The text in the language, else in English, else whatever there is; empty if there is none."""
    return texts.get(language) or texts.get("en") or next((text for text in texts.values() if text), "")
