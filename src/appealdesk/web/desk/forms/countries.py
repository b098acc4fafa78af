"""Countries to choose from, in the order in which the reader's language looks them up."""

from typing import Final

from django.utils.translation import get_language

from appealdesk.core.places import COUNTRIES
from appealdesk.web.desk.forms.typed import Option
from appealdesk.web.shared.culture import country_text

__all__ = ["country_options"]

_UKRAINIAN: Final = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def country_options() -> tuple[Option, ...]:
    """Every country and territory by its ISO code, none of them chosen."""
    language = get_language() or "en"
    named = ((country_text(code, language), code) for code in COUNTRIES)
    return tuple(Option(code, name, False) for name, code in sorted(named, key=lambda pair: _order(pair[0])))


def _order(name: str) -> list[int]:
    return [_UKRAINIAN.find(letter) + 0x430 if letter in _UKRAINIAN else ord(letter) for letter in name.lower()]
