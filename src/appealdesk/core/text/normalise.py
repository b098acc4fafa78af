"""One comparable form of a text, whatever keyboard, bank or e-mail program it came through.

What a person wrote is always kept as it was written; the forms below are for looking up and comparing. They
follow Unicode Standard Annex 15 (NFKC) and the caseless matching of its chapter 3.13, with the folds that
names need on top. `fold` gives its own result when it is applied again.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from appealdesk.core.text.kanji_variants import FOLDS

__all__ = [
    "ForeignCharacter",
    "Script",
    "control_characters",
    "fold",
    "fold_kanji",
    "has_emoji",
    "has_letter",
    "name_words",
    "only_script",
    "scripts",
    "strip_honorifics",
    "tidy",
    "tokens",
    "without_address",
    "without_marks",
    "without_spaces",
    "words_of",
]

_ROUNDS = 6  # Unicode's own folds settle after two; the bound is there so that no input can turn for ever.
_JOINERS = frozenset("\u200c\u200d")  # These two change how letters join in Persian and in Indic scripts.
_SEPARATORS = re.compile(r"[\s,.;/・･＝=゠‐‑‒–—―_|-]+")
_KANJI_RANGES = (("一", "鿿"), ("㐀", "䶿"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
_KANA_RANGES = (("ぁ", "ゖ"), ("ァ", "ヺ"), ("ｦ", "ﾝ"))
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Characters of which small letters are all that there is to fold: NFKC changes none of them, and casefold does to them
# what lower does.
_PLAIN = re.compile(
    r"[ -~\u3000À-ÖØ-Þà-öø-įĴ-ľŁ-ňŊ-žʼ’"
    "А-яЁЄІЇёєіїҐґ"
    "々ぁ-ゖァ-ヺ・ー一-鿿]*"
)


class Script(StrEnum):
    """The scripts that the comparisons know; every other letter is `OTHER`."""

    KANJI = "kanji"
    KANA = "kana"
    LATIN = "latin"
    CYRILLIC = "cyrillic"
    OTHER = "other"


_LATIN = frozenset({Script.LATIN})
_NONE: frozenset[Script] = frozenset()
_ALONE = (Script.LATIN, Script.CYRILLIC, Script.KANA, Script.KANJI)
# One group for each of these, in small letters; a name in any of them is told by one match.
_ONE_SCRIPT = re.compile(r"([a-zà-öø-ž][a-zà-öø-žʼ’']*)|([а-яёєіїґ][а-яёєіїґʼ’']*)|([ぁ-ゖァ-ヺー]+)|([々一-鿿]+)")


@dataclass(frozen=True, slots=True)
class ForeignCharacter:
    """A character that no person types in a name; `index` counts from 0, `code_point` reads "U+202E"."""

    index: int
    code_point: str


def fold(text: str) -> str:
    """The comparable form: NFKC, caseless, without invisible characters, runs of white space as one space.

    Variation selectors are dropped too, so that 葛󠄀 and 葛 are one kanji.
    """
    if _PLAIN.fullmatch(text) is not None:
        return " ".join(text.lower().split())
    for _ in range(_ROUNDS):
        if _is_folded(text):
            break
        folded = unicodedata.normalize("NFKC", _visible(unicodedata.normalize("NFKC", text)).casefold())
        text = " ".join(folded.split())
    return text


def fold_kanji(text: str) -> str:
    """`fold`, with old and variant kanji in the form that is usual today: 髙﨑 齋 → 高崎 斎."""
    return fold(text).translate(FOLDS)


def tidy(text: str) -> str:
    """The form to store and to show: NFC, and white space at the ends gone and inside as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_spaces(text: str) -> str:
    """The text without any white space, the ideographic one included."""
    return "".join(text.split())


def without_marks(text: str) -> str:
    """Latin and Greek letters without accents (é → e); kana keep their voiced marks, й and ї stay letters."""
    if text.isascii():
        return text
    return "".join(map(_without_mark, unicodedata.normalize("NFC", text)))


def control_characters(text: str) -> tuple[ForeignCharacter, ...]:
    """Control, private-use, unassigned and direction-changing characters, in order of their place.

    Line breaks and tabs count. The two joiners that Persian and Indic names need do not, nor do variation
    selectors.
    """
    return tuple(
        ForeignCharacter(index, f"U+{ord(character):04X}")
        for index, character in enumerate(text)
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and character not in _JOINERS
    )


def has_letter(text: str) -> bool:
    """Whether the text holds at least one letter of any script."""
    return any(map(str.isalpha, text))


def has_emoji(text: str) -> bool:
    """Whether the text holds a pictogram: a symbol of category So, a skin tone or a keycap."""
    return any(
        unicodedata.category(character) == "So"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or character in "\ufe0f\u20e3"
        for character in text
    )


def scripts(text: str) -> frozenset[Script]:
    """The scripts of the letters of the text; 々 and 〆 are kanji, ー is kana."""
    if text.isascii():
        return _LATIN if has_letter(text) else _NONE
    return frozenset(filter(None, map(_script, set(text))))


def only_script(folded: str) -> Script | None:
    """The one script of the letters of a folded text; None where there are several, or no letter. Without spaces, and
    in a script that Ukrainian, English or Japanese is written in, it takes one match."""
    if (found := _ONE_SCRIPT.fullmatch(folded)) is not None and found.lastindex is not None:
        return _ALONE[found.lastindex - 1]
    several = scripts(folded)
    return next(iter(several)) if len(several) == 1 else None


def tokens(text: str) -> tuple[str, ...]:
    """The words of a folded name: split at spaces, commas, middle dots and ＝; empty parts are dropped.

    A hyphen splits as well, so that Анна-Марія and Анна Марія give the same words; an apostrophe does not.
    """
    return words_of(fold(text))


def words_of(folded: str) -> tuple[str, ...]:
    """The same of a text that is folded already."""
    words = folded.split()
    if all(map(str.isalpha, words)):
        return tuple(words)
    return tuple(filter(None, _SEPARATORS.split(folded)))


def name_words(folded: str) -> tuple[str, ...]:
    """The words of a folded name without a form of address."""
    words = folded.split()
    if "".join(words).isalpha():
        first, last = words[0], words[-1]
        if last[-1] not in _SUFFIX_ENDS and (len(words) == 1 or (first not in _BEFORE and last not in _AFTER)):
            return tuple(words)
    return words_of(without_address(folded))


def strip_honorifics(text: str) -> str:
    """The name without a form of address before or after it (様, さん, Mr, Frau, пан, …).

    A Japanese one goes only where at least two characters of the name remain. A name that consists of nothing
    else is returned as it is, because Herr and Пан are family names too. The result is folded.
    """
    return without_address(fold(text))


def without_address(folded: str) -> str:
    """The same of a text that is folded already."""
    words = folded.split(" ")
    if len(words) > 1:
        while len(words) > 1 and words[0].rstrip(".,") in _BEFORE:
            words = words[1:]
        while len(words) > 1 and words[-1].lstrip(",").rstrip(".") in _AFTER:
            words = words[:-1]
    name = " ".join(words)
    for suffix in _SUFFIXES if name[-1:] in _SUFFIX_ENDS else ():
        if name.endswith(suffix) and len(name) - len(suffix) >= _SHORTEST_NAME[suffix]:
            return name[: -len(suffix)].rstrip()
    return name


_BEFORE = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "sir",
        "rev",
        "herr",
        "frau",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "sra",
        "пан",
        "пані",
        "панові",
        "панна",
        "г-н",
        "г-жа",
        "господин",
        "госпожа",
        "д-р",
        "проф",
    }
)
_AFTER = frozenset(
    {
        "様",
        "さま",
        "氏",
        "殿",
        "さん",
        "君",
        "くん",
        "ちゃん",
        "先生",
        "御中",
        "esq",
        "phd",
        "md",
    }
)
_SUFFIXES = ("御中", "先生", "さま", "さん", "様", "氏", "殿")
_SUFFIX_ENDS = frozenset(suffix[-1] for suffix in _SUFFIXES)
_SHORTEST_NAME = {"御中": 2, "先生": 2, "さま": 3, "さん": 3, "様": 2, "氏": 2, "殿": 2}
# さん and さま ask for three: a kana name of two characters followed by さん could be a name of four.


@lru_cache(maxsize=16_384)
def _without_mark(character: str) -> str:
    if unicodedata.name(character, "").startswith(("LATIN", "GREEK")):
        decomposed = unicodedata.normalize("NFD", character)
        return "".join(part for part in decomposed if not unicodedata.combining(part))
    return "" if unicodedata.combining(character) and not "\u3099" <= character <= "\u309a" else character


def _visible(text: str) -> str:
    """Drops format characters (Cf), controls other than white space, and variation selectors."""
    if text.isprintable() and _SELECTOR.search(text) is None:
        return text
    return "".join(
        character
        for character in text
        if not ("\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef")
        and (character.isspace() or unicodedata.category(character) not in {"Cc", "Cf"})
    )


def _is_folded(text: str) -> bool:
    """Whether folding would change nothing; cheaper than folding, and most texts are folded more than once."""
    return (
        unicodedata.is_normalized("NFKC", text)
        and text.casefold() == text
        and text.isprintable()
        and _SELECTOR.search(text) is None
        and " ".join(text.split()) == text
    )


@lru_cache(maxsize=16_384)
def _script(character: str) -> Script | None:
    if character in "々〆〇" or any(low <= character <= high for low, high in _KANJI_RANGES):
        return Script.KANJI
    if "ぁ" <= character <= "ゖ" or "ァ" <= character <= "ヺ" or character in "ーゝゞヽヾ" or "ｦ" <= character <= "ﾝ":
        return Script.KANA
    if not character.isalpha() or "\u02b0" <= character <= "\u02ff":
        return None  # U+02BC, the apostrophe inside Ukrainian words, is a letter to Unicode and to no script.
    name = unicodedata.name(character, "")
    if "LATIN" in name:
        return Script.LATIN
    return Script.CYRILLIC if name.startswith("CYRILLIC") else Script.OTHER
