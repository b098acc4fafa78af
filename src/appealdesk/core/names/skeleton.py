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
from operator import eq
from typing import Final

from appealdesk.core.names.equivalents import EQUIVALENT_NAMES
from appealdesk.core.text.kana import to_passport
from appealdesk.core.text.normalise import Script, fold, scripts, strip_honorifics, tokens, without_marks
from appealdesk.core.text.translit import russian_to_latin, ukrainian_to_latin

__all__ = [
    "LETTERS",
    "Rules",
    "Spelling",
    "cyrillic_to_latin",
    "european",
    "european_of",
    "european_of_letters",
    "is_japanese",
    "is_russian",
    "japanese",
    "japanese_of",
    "joined",
    "latin_letters",
    "once",
    "replaced",
    "spelling_of",
    "without_patronymic",
    "words",
]


class Rules(StrEnum):
    """Which rule set made a skeleton; skeletons of different rule sets are never compared."""

    JAPANESE = "ja"
    EUROPEAN = "eu"


# Written for speed: most words hold few of these, and each literal replacement costs a twentieth of a pattern.
_JAPANESE_LITERALS: Final = (
    ("tch", "ch"), ("sy", "sh"), ("si", "shi"), ("zy", "j"), ("jy", "j"), ("dy", "j"), ("dj", "j"), ("zi", "ji"),
    ("di", "ji"), ("ty", "ch"), ("cy", "ch"), ("ti", "chi"), ("tzu", "tsu"), ("tu", "tsu"), ("dzu", "zu"),
    ("du", "zu"), ("wo", "o"), ("l", "r"), ("v", "b"), ("mm", "nm"), ("mb", "nb"), ("mp", "np"), ("ou", "o"),
)  # fmt: skip
_ANY_JAPANESE_LITERAL: Final = re.compile("|".join(written for written, _ in _JAPANESE_LITERALS))
_LONG_H: Final = re.compile(r"(?<=[aeiou])h(?![aeiouy])")
_HU: Final = re.compile(r"(?<![scp])hu")
_TWICE: Final = re.compile(r"([a-mo-z])\1+")
_JAPANESE_WORD: Final = re.compile(r"(?:(?:[kgsztdhbpmrnywfj]|sh|ch|ts|[kgnhbpmr]y)?[aeiou]|n)+")

LETTERS: Final = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ə": "e", "đ": "d",
    "ŝ": "shch", "š": "sh", "č": "ch", "ž": "zh", "ś": "s", "ź": "z", "ż": "zh", "ћ": "c", "ç": "c", "ñ": "n",
    "û": "u", "â": "a", "ŭ": "u",
})  # fmt: skip
# In the order in which they apply, in runs that are skipped where a word lacks the letter in front.
_EUROPEAN_LITERALS: Final = (
    ("c", (("ck", "k"),)),
    ("h", (("schtsch", "s"), ("stsch", "s"), ("chtch", "s"), ("shch", "s"))),
    ("z", (("szcz", "s"), ("cz", "c"))),
    ("h", (("sch", "s"), ("tsch", "c"), ("tsh", "c"), ("tch", "c"), ("ch", "c"), ("dzh", "z"), ("sh", "s"))),
    ("t", (("ts", "c"), ("tz", "c"))),
    ("c", (("sc", "s"),)),
    ("d", (("dj", "z"), ("dz", "z"))),
    ("z", (("sz", "s"), ("rz", "s"), ("zh", "s"))),
    ("h", (("zgh", "h"), ("kh", "h"), ("gh", "h"), ("ph", "f"), ("th", "t"))),
    ("q", (("qu", "k"),)),
    ("u", (("ou", "u"), ("ue", "u"))),
    ("a", (("ae", "a"), ("aa", "a"))),
    ("o", (("oe", "o"),)),
    ("g", (("g", "h"),)),
    ("q", (("q", "k"),)),
    ("w", (("w", "v"),)),
    ("x", (("x", "ks"),)),
)
_GLIDE: Final = re.compile(r"[ijy]+(?=[aeou])")
_ANY_TWICE: Final = re.compile(r"([a-z])\1+")
_NO_LETTER: Final = re.compile(r"[^a-z]+")
_GLIDES: Final = frozenset("ijy")
_DOUBLED: Final = re.compile(r"([a-mo-z])\1+")
_FRENCH: Final = re.compile(r"tch|ou|ï")
_CENTRAL: Final = re.compile(r"[jwłšžč]|cz|sz|sch")
_PLAIN_CH: Final = re.compile(r"(?<![st])ch(?!tch)")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_RUSSIAN_ONLY: Final = frozenset("ыэъё")
_PATRONYMIC: Final = re.compile(
    r"(?:[оеєій]вич|лліч|ьич|мич|[іїоеє]вна|нична"
    r"|(?:ov|ev|iov|yov|jov)[yi]?(?:ch|č|cz|tch|tsch|c)|(?:ov|ev|iv|yiv|jiv)na)$"
)


class Spelling(StrEnum):
    """Whose spelling a Latin name follows, as far as its letters tell; it decides how a plain ch is read."""

    ENGLISH = "english"  # ch is ч
    FRENCH = "french"  # ch is ш
    CENTRAL = "central"  # German, Polish, Czech: ch is х


_ENGLISH: Final = Spelling.ENGLISH  # Members of an enumeration are looked up fifty times as slowly as a name.


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
        if all(map(is_japanese, as_japanese)):
            result[Rules.JAPANESE] = as_japanese
    spelling = spelling_of(folded)
    european_words = tuple(word for part in without_patronymic(parts) if (word := european(part, spelling)))
    return result | ({Rules.EUROPEAN: european_words} if european_words else {})


def japanese(word: str) -> str:
    """The Japanese skeleton of one word in Latin letters: ŌNO, Oono and Ohno give "ono"; Syouzi and Shoji "shoji"."""
    return japanese_of(fold(word))


def japanese_of(folded: str) -> str:
    """The same of a word that is folded already."""
    letters = folded if folded.isascii() else without_marks(folded)
    letters = letters if letters.isalpha() and letters.isascii() else _NO_LETTER.sub("", letters)
    if "h" in letters:
        letters = _LONG_H.sub("", letters.replace("tch", "ch"))
    if _ANY_JAPANESE_LITERAL.search(letters) is not None:
        letters = replaced(letters, _JAPANESE_LITERALS)
    if "hu" in letters:
        letters = _HU.sub("fu", letters)
    return _TWICE.sub(r"\1", letters) if True in map(eq, letters, letters[1:]) else letters


def once(letters: str) -> str:
    """Each letter once where it stands several times in a row; most words have none such, and a pattern would take
    four times as long to say so."""
    return _ANY_TWICE.sub(r"\1", letters) if True in map(eq, letters, letters[1:]) else letters


def replaced(letters: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """The letters with each pair's first form written as its second, in the order of the pairs."""
    for written, heard in pairs:
        letters = letters.replace(written, heard)
    return letters


def is_japanese(skeleton: str) -> bool:
    """Whether a skeleton is made of Japanese syllables only."""
    return _JAPANESE_WORD.fullmatch(skeleton) is not None


def is_russian(folded: str) -> bool:
    """Whether a Cyrillic word has a letter that Ukrainian does not."""
    return not _RUSSIAN_ONLY.isdisjoint(folded)


@lru_cache(maxsize=16_384)
def cyrillic_to_latin(folded: str) -> str:
    """A Cyrillic word by the rules of the language that its letters tell, without soft and hard signs."""
    return russian_to_latin(folded, signs=False) if is_russian(folded) else ukrainian_to_latin(folded)


def european(word: str, spelling: Spelling = Spelling.ENGLISH) -> str:
    """The European skeleton of one word: Щербак, Shcherbak, Ščerbak and Schtscherbak give the same.

    A given name with a table entry gives the skeleton of the entry: Александр gives that of Олександр.
    """
    return european_of(fold(word), spelling)


def european_of(folded: str, spelling: Spelling = Spelling.ENGLISH) -> str:
    """The same of a word that is folded already."""
    plain = _european_sound(folded, spelling)
    return _equivalents().get(plain, plain)


def european_of_letters(letters: str) -> str:
    """The skeleton of plain Latin letters, without the table of equivalent names: half a word has no equivalent."""
    return _european_sound(letters)


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


def spelling_of(folded: str) -> Spelling:
    """Whose spelling a folded Latin name follows."""
    if "ch" not in folded:
        return _ENGLISH  # Nothing else depends on it.
    if _CENTRAL.search(folded):
        return Spelling.CENTRAL
    return Spelling.FRENCH if _FRENCH.search(folded) else _ENGLISH


def _european_sound(folded: str, spelling: Spelling = Spelling.ENGLISH) -> str:
    if not folded.isascii() and _CYRILLIC.search(folded) is not None:
        folded = cyrillic_to_latin(folded)
    elif spelling is not _ENGLISH:
        folded = _PLAIN_CH.sub("sh" if spelling is Spelling.FRENCH else "kh", folded)
    letters = folded if folded.isascii() else latin_letters(folded)
    letters = letters if letters.isalpha() and letters.isascii() else _NO_LETTER.sub("", letters)
    for letter, replacements in _EUROPEAN_LITERALS:
        if letter in letters:
            letters = replaced(letters, replacements)
    if not _GLIDES.isdisjoint(letters):
        letters = _GLIDE.sub("", letters).replace("j", "i").replace("y", "i")
    return once(letters.replace("z", "s"))


def latin_letters(folded: str) -> str:
    """Latin letters without marks, and those that are no variant of a plain one written out (ß, ł, ø)."""
    return "".join(map(_latin_letter, folded))


@lru_cache(maxsize=4_096)
def _latin_letter(character: str) -> str:
    return without_marks(character.translate(LETTERS))


@lru_cache(maxsize=1)
def _equivalents() -> dict[str, str]:
    """Skeleton of each listed form → skeleton of the first form of its line."""
    table: dict[str, str] = {}
    for line in EQUIVALENT_NAMES:
        first = _european_sound(fold(line[0]))
        for form in line:
            table.setdefault(_european_sound(fold(form)), first)
    return table
