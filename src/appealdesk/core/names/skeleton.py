"""The sound of a word of a name, so coarse that every usual spelling of it in one family of scripts is equal.

Two rule sets are needed because the same Latin letters mean different things. `JAPANESE` brings kana, Hepburn,
Kunrei, passport and private spellings of one reading together (si = shi, ou = oh = ō = o). `EUROPEAN` brings
Ukrainian and Russian Cyrillic and their Latin forms (Cabinet resolution 55, BGN, ISO 9, German, Polish, French)
and the passport's expansions (ü = ue) together. A Latin name takes part in both where it can be read as Japanese
syllables. The price: 大野 and 小野 are one in Latin letters, and a comparison that has kana must check them.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final

from appealdesk.core.names.equivalents import EQUIVALENT_NAMES
from appealdesk.core.text.kana import to_passport
from appealdesk.core.text.normalise import Script, fold, scripts, strip_honorifics, tokens, without_marks
from appealdesk.core.text.translit import russian_to_latin, ukrainian_to_latin

__all__ = ["Rules", "Spelling", "european", "japanese", "joined", "without_patronymic", "words"]


class Rules(StrEnum):
    """Which rule set made a skeleton; skeletons of different rule sets are never compared."""

    JAPANESE = "ja"
    EUROPEAN = "eu"


_JAPANESE_FOLDS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z]", ""),
        (r"tch", "ch"),
        (r"(?<=[aeiou])h(?![aeiouy])", ""),
        (r"sy|sh(?=[auoe])", "sh"),
        (r"si", "shi"),
        (r"(zy|jy|dy|dj)", "j"),
        (r"(zi|di)", "ji"),
        (r"ty|cy", "ch"),
        (r"ti", "chi"),
        (r"(tu|tzu)", "tsu"),
        (r"(?<![scp])hu", "fu"),
        (r"(du|dzu)", "zu"),
        (r"wo", "o"),
        (r"l", "r"),
        (r"v", "b"),
        (r"m(?=[bmp])", "n"),
        (r"ou", "o"),
        (r"([aeiou])\1+", r"\1"),
        (r"([bcdfghjkmprstwyz])\1+", r"\1"),
    )
)
_JAPANESE_WORD: Final = re.compile(r"(?:(?:[kgsztdhbpmrnywfj]|sh|ch|ts|[kgnhbpmr]y)?[aeiou]|n)+")

_LETTERS: Final = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ə": "e", "đ": "d",
    "ŝ": "shch", "š": "sh", "č": "ch", "ž": "zh", "ś": "s", "ź": "z", "ż": "zh", "ћ": "c", "ç": "c", "ñ": "n",
    "û": "u", "â": "a", "ŭ": "u",
})  # fmt: skip
_EUROPEAN_FOLDS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z]", ""),
        (r"ck", "k"),
        (r"schtsch|stsch|chtch|shch|szcz", "s"),
        (r"sch", "s"),
        (r"tsch|tsh|tch|cz|ch|ts|tz", "c"),
        (r"sc", "s"),
        (r"dzh|dj|dz", "z"),
        (r"sh|sz|rz|zh", "s"),
        (r"x", "ks"),
        (r"kh|gh|zgh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"[gh]", "h"),
        (r"qu|q", "k"),
        (r"w", "v"),
        (r"ou", "u"),
        (r"ae|aa", "a"),
        (r"oe+", "o"),
        (r"ue", "u"),
        (r"[ijy]+(?=[aeou])", ""),
        (r"[jy]", "i"),
        (r"z", "s"),
        (r"([a-z])\1+", r"\1"),
    )
)
_DOUBLED: Final = re.compile(r"([a-mo-z])\1+")
_FRENCH: Final = re.compile(r"tch|ou|ï")
_CENTRAL: Final = re.compile(r"[jwłšžč]|cz|sz|sch")
_PLAIN_CH: Final = re.compile(r"(?<![st])ch(?!tch)")
_PATRONYMIC: Final = re.compile(
    r"(?:[оеєій]вич|лліч|ьич|мич|[іїоеє]вна|нична"
    r"|(?:ov|ev|iov|yov|jov)[yi]?(?:ch|č|cz|tch|tsch|c)|(?:ov|ev|iv|yiv|jiv)na)$"
)


class Spelling(StrEnum):
    """Whose spelling a Latin name follows, as far as its letters tell; it decides how a plain ch is read."""

    ENGLISH = "english"  # ch is ч
    FRENCH = "french"  # ch is ш
    CENTRAL = "central"  # German, Polish, Czech: ch is х


def words(text: str) -> dict[Rules, tuple[str, ...]]:
    """The skeletons of the words of one form of a name, per rule set that can read it, in the order of the text.

    Kanji give none, because a reading is never invented; scripts that no rule set knows give none either.
    """
    folded = fold(text)
    found = scripts(folded)
    parts = tokens(strip_honorifics(folded))
    if not parts or Script.KANJI in found or Script.OTHER in found:
        return {}
    if found == {Script.KANA}:
        return {Rules.JAPANESE: tuple(japanese(to_passport(part).lower()) for part in parts)}
    result: dict[Rules, tuple[str, ...]] = {}
    if found == {Script.LATIN}:
        as_japanese = tuple(japanese(part) for part in parts)
        if all(_JAPANESE_WORD.fullmatch(word) for word in as_japanese):
            result[Rules.JAPANESE] = as_japanese
    spelling = _spelling(folded)
    european_words = tuple(word for part in without_patronymic(parts) if (word := european(part, spelling)))
    return result | ({Rules.EUROPEAN: european_words} if european_words else {})


def japanese(word: str) -> str:
    """The Japanese skeleton of one word in Latin letters: ŌNO, Oono and Ohno give "ono"; Syouzi and Shoji "shoji"."""
    return _folded(without_marks(fold(word)), _JAPANESE_FOLDS)


@lru_cache(maxsize=65_536)
def european(word: str, spelling: Spelling = Spelling.ENGLISH) -> str:
    """The European skeleton of one word: Щербак, Shcherbak, Ščerbak and Schtscherbak give the same.

    A given name with a table entry gives the skeleton of the entry: Александр gives that of Олександр.
    """
    plain = _european_sound(word, spelling)
    return _equivalents().get(plain, plain)


def joined(skeletons: Iterable[str]) -> str:
    """The skeletons run together, with letters that meet as one: ヨシダ アキオ and ヨシダアキオ are equal."""
    return _DOUBLED.sub(r"\1", "".join(skeletons))


def without_patronymic(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The words without a patronymic, which is looked for in names of three words or more and never first."""
    if len(parts) < 3:
        return parts
    for index in range(1, len(parts)):
        if _PATRONYMIC.search(parts[index]):
            return parts[:index] + parts[index + 1 :]
    return parts


def _spelling(folded: str) -> Spelling:
    if _CENTRAL.search(folded):
        return Spelling.CENTRAL
    return Spelling.FRENCH if _FRENCH.search(folded) else Spelling.ENGLISH


def _european_sound(word: str, spelling: Spelling = Spelling.ENGLISH) -> str:
    folded = fold(word)
    if Script.CYRILLIC in scripts(folded):
        russian = bool(set("ыэъё") & set(folded))
        folded = russian_to_latin(folded, signs=False) if russian else ukrainian_to_latin(folded)
    elif spelling is not Spelling.ENGLISH:
        folded = _PLAIN_CH.sub("sh" if spelling is Spelling.FRENCH else "kh", folded)
    return _folded(without_marks(folded.translate(_LETTERS)), _EUROPEAN_FOLDS)


@lru_cache(maxsize=1)
def _equivalents() -> dict[str, str]:
    """Skeleton of each listed form → skeleton of the first form of its line."""
    table: dict[str, str] = {}
    for line in EQUIVALENT_NAMES:
        first = _european_sound(line[0])
        for form in line:
            table.setdefault(_european_sound(form), first)
    return table


def _folded(text: str, folds: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, replacement in folds:
        text = pattern.sub(replacement, text)
    return text
