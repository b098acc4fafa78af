"""Ukrainian and Russian in Latin letters, by the tables that their passports and maps use.

Ukrainian: Cabinet of Ministers resolution no. 55 of 27 January 2010 on the transliteration of the Ukrainian
alphabet, with its two notes (зг → zgh; ь and ’ are not written). Russian: BGN/PCGN 1947, where the soft and
the hard sign become ’ and ” unless they are asked away. Neither can be reversed: both are for suggestions and
for comparison, never for storing in place of the original.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["UKRAINIAN", "UKRAINIAN_INITIAL", "japanese_from_cyrillic", "russian_to_latin", "ukrainian_to_latin"]

UKRAINIAN: Final[Mapping[str, str]] = MappingProxyType({
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ю": "iu", "я": "ia",
})  # fmt: skip
"""Each letter in every place but the beginning of a word; resolution 55, column "other positions"."""

UKRAINIAN_INITIAL: Final[Mapping[str, str]] = MappingProxyType({"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"})
"""The five letters that are written otherwise at the beginning of a word."""

_RUSSIAN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "ë", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "”", "ы": "y",
    "ь": "’", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_RUSSIAN_AFTER_VOWEL: Final = {"е": "ye", "ё": "yë"}
_RUSSIAN_YE_AFTER: Final = frozenset("аеёиоуыэюяйъь")
_SILENT: Final = frozenset("ьЬ'’ʼ‘`´\u02b9\u0301")


def ukrainian_to_latin(text: str) -> str:
    """Transliterates by resolution 55: Згурський → Zghurskyi, Знам’янка → Znamianka. Case is carried over.

    A word begins after anything that is neither a letter nor an apostrophe. Other letters are kept.
    """
    out: list[str] = []
    initial = True
    for index, character in enumerate(text):
        if character in _SILENT and _between_letters(text, index):
            continue
        lower = character.lower()
        if lower == "г" and index and text[index - 1].lower() == "з":
            latin = "gh"
        elif initial and lower in UKRAINIAN_INITIAL:
            latin = UKRAINIAN_INITIAL[lower]
        else:
            latin = UKRAINIAN.get(lower, character)
        out.append(_cased(latin, text, index) if lower in UKRAINIAN else character)
        initial = not character.isalpha()
    return "".join(out)


def russian_to_latin(text: str, *, signs: bool = True) -> str:
    """Transliterates by BGN/PCGN 1947: Елена Щукина → Yelena Shchukina; `signs=False` leaves ь and ъ out."""
    out: list[str] = []
    previous = ""
    for index, character in enumerate(text):
        lower = character.lower()
        opens = not previous.isalpha() or previous in _RUSSIAN_YE_AFTER
        latin = _RUSSIAN_AFTER_VOWEL[lower] if lower in _RUSSIAN_AFTER_VOWEL and opens else _RUSSIAN.get(lower, "")
        if lower not in _RUSSIAN:
            out.append(character)
        elif signs or lower not in "ьъ":
            out.append(_cased(latin, text, index))
        previous = lower
    return "".join(out)


def japanese_from_cyrillic(text: str) -> str:
    """A Japanese name in small Cyrillic letters, by Polivanov's system of 1917 and its Ukrainian counterpart, in
    Latin letters as Japanese is typed: Кейко Аокі → keiko aoki, Синдзо → sinzo, Тёко → tyoko."""
    for written, typed in _POLIVANOV:
        text = text.replace(written, typed)
    return "".join(_POLIVANOV_LETTERS.get(character, character) for character in text)


_POLIVANOV: Final = (("дз", "z"), ("дж", "j"), ("ьо", "yo"), ("йо", "yo"), ("ьє", "ye"), ("щ", "sh"))
_POLIVANOV_LETTERS: Final = {
    "а": "a", "б": "b", "в": "w", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ё": "yo", "ж": "j", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "ъ": "", "ы": "i", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "’": "", "ʼ": "",
}  # fmt: skip


def _between_letters(text: str, index: int) -> bool:
    """An apostrophe is silent inside a word; the soft sign is silent wherever it follows a letter."""
    after_letter = index > 0 and (text[index - 1].isalpha() or text[index - 1] in _SILENT)
    if text[index] in "ьЬ":
        return True
    return after_letter and index + 1 < len(text) and text[index + 1].isalpha()


def _cased(latin: str, text: str, index: int) -> str:
    """Щ before a small letter is Shch; before a capital, or at the end after one, it is SHCH."""
    if not text[index].isupper():
        return latin
    following = text[index + 1 : index + 2]
    neighbour = following if following.isalpha() else text[max(index - 1, 0) : index]
    return latin.upper() if neighbour.isupper() else latin[:1].upper() + latin[1:]
