"""A name prepared for comparison: its words with everything that can be heard in them, worked out once per word.

Four ways to hear a word stand side by side, because nobody can tell from a word alone which one fits: its plain
letters, its Japanese and its European skeleton (`skeleton`), and the bare consonants that survive a foreign name's way
into katakana and back. Japanese names in Cyrillic are heard as well (Кейко Аокі).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from appealdesk.core.names.placeholders import stands_for_none
from appealdesk.core.names.readings import name_splits
from appealdesk.core.names.skeleton import (
    LETTERS,
    Spelling,
    european_of,
    is_japanese,
    is_russian,
    japanese_of,
    spelling_of,
    without_patronymic,
)
from appealdesk.core.text.kana import bank_form, to_katakana, to_passport
from appealdesk.core.text.kanji_variants import FOLDS
from appealdesk.core.text.normalise import Script, fold, scripts, without_address, without_marks, words_of
from appealdesk.core.text.translit import japanese_from_cyrillic, russian_to_latin, ukrainian_to_latin

__all__ = ["Form", "Sound", "bones", "piece_of", "prepare", "run_together", "spelling"]

_LONGEST_WORD: Final = 40  # Comparing takes time with the length; no part of a name is as long.
_MOST_WORDS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One word; equal words are one object while they are remembered, so that comparisons may be remembered too.

    `japanese` is empty where it cannot be read as Japanese, `kana` where it is in no kana, `expanded` where the
    letters have no expansion.
    """

    letters: str
    japanese: str
    european: str
    kana: str = ""
    expanded: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a name. `kanji` is folded and without spaces; `splits` its likely family and given names."""

    script: Script
    words: tuple[Sound, ...] = ()
    kana: str = ""
    kanji: str = ""
    kanji_words: tuple[str, ...] = ()
    splits: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=65_536)
def prepare(text: str) -> Form | None:
    """A form ready for comparison; None for a blank, a placeholder, or a script that no rule can hear."""
    folded = fold(text)
    if stands_for_none(folded.translate(FOLDS)):
        return None
    name = without_address(folded)
    found = scripts(name)
    parts = words_of(name)
    if not parts or Script.OTHER in found:
        return None
    if Script.KANJI in found:
        return _kanji_form(parts)
    if found == {Script.KANA}:
        words = tuple(_kana_sound(part[:_LONGEST_WORD]) for part in parts[:_MOST_WORDS])
        return Form(Script.KANA, words, kana="".join(word.kana for word in words))
    parts = without_patronymic(parts)[:_MOST_WORDS]
    if found == {Script.CYRILLIC}:
        return Form(Script.CYRILLIC, tuple(_cyrillic_sound(part[:_LONGEST_WORD]) for part in parts))
    spelling = spelling_of(folded)
    if found == {Script.LATIN}:
        return Form(Script.LATIN, tuple(_latin_sound(part[:_LONGEST_WORD], spelling) for part in parts))
    words = tuple(_sound(part[:_LONGEST_WORD], spelling) for part in parts)
    return Form(Script.CYRILLIC if Script.CYRILLIC in found else Script.LATIN, words)


@lru_cache(maxsize=8_192)
def run_together(words: tuple[Sound, ...]) -> Sound:
    """Several words as one, for a name that the other side writes without a space."""
    heard = [word.japanese for word in words]
    return Sound(
        letters="".join(word.letters for word in words),
        japanese=japanese_of("".join(heard)) if all(heard) else "",
        european="".join(word.european for word in words),
        kana="".join(word.kana for word in words),
    )


@lru_cache(maxsize=32_768)
def piece_of(heard: str, *, is_kana: bool) -> Sound:
    """A part of a Japanese name that was written without a space: some of its kana, or of its skeleton."""
    return Sound(heard, "" if is_kana else heard, "", heard if is_kana else "")


def _kanji_form(parts: tuple[str, ...]) -> Form:
    words = tuple(_kanji_word(part) for part in parts)
    whole = "".join(words)[:_LONGEST_WORD]
    splits = ((words[0], words[1]),) if len(words) == 2 else name_splits(whole)
    return Form(Script.KANJI, kanji=whole, kanji_words=words, splits=splits)


def _kanji_word(part: str) -> str:
    """In today's forms, with 々 written out and kana as katakana: 佐々木 and 佐佐木 are equal."""
    written = ""
    for character in to_katakana(part.translate(FOLDS)):
        written += written[-1] if character == "々" and written else character
    return written


def _sound(part: str, spelling: Spelling) -> Sound:
    found = scripts(part)
    if found == {Script.KANA}:
        return _kana_sound(part)
    return _cyrillic_sound(part) if Script.CYRILLIC in found else _latin_sound(part, spelling)


@lru_cache(maxsize=65_536)
def _kana_sound(part: str) -> Sound:
    letters = to_passport(part).lower()
    return Sound(_plain(letters), japanese_of(letters), "", bank_form(part).translate(_SAME_KANA))


@lru_cache(maxsize=65_536)
def _latin_sound(part: str, spelling: Spelling) -> Sound:
    if part.isascii():
        return Sound(_plain(part), _if_japanese(part), european_of(part, spelling))
    letters = without_marks(part.translate(LETTERS))
    european = european_of(part, spelling)
    return Sound(_plain(letters), _if_japanese(letters), european, expanded=_expanded(part))


@lru_cache(maxsize=65_536)
def _cyrillic_sound(part: str) -> Sound:
    latin = russian_to_latin(part, signs=False) if is_russian(part) else ukrainian_to_latin(part)
    letters = without_marks(latin)
    return Sound(_plain(letters), _if_japanese(japanese_from_cyrillic(part)), european_of(part))


def _if_japanese(letters: str) -> str:
    """The Japanese skeleton, or nothing: no Japanese spells a name with l or v, or ends it in a consonant but n."""
    if letters[-1:] not in _JAPANESE_ENDS or "l" in letters or "v" in letters:
        return ""
    heard = japanese_of(letters)
    return heard if is_japanese(heard) else ""


_JAPANESE_ENDS: Final = frozenset("aeiounh'")
_SAME_KANA: Final = str.maketrans("ヅヂヲヰヱ", "ズジオイエ")
_NO_LETTER: Final = re.compile(r"[^a-z]+")
# How machine-readable passports write what has no letter of its own (ICAO Doc 9303, part 3, section 6).
_EXPANSIONS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"})


def _plain(letters: str) -> str:
    return letters if letters.isalpha() and letters.isascii() else _NO_LETTER.sub("", letters)


def _expanded(part: str) -> str:
    """The letters with the passport's expansions, Juergen for Jürgen; empty where there is nothing to expand."""
    wide = part.translate(_EXPANSIONS)
    return "" if wide == part else _plain(without_marks(wide.translate(LETTERS)))


_WITH_H: Final = (
    ("schtsch", "s"), ("shch", "s"), ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("dzh", "s"),
    ("zh", "s"), ("kh", "k"), ("ph", "f"), ("th", "s"), ("gh", "g"),
)  # fmt: skip
_WITH_Z_OR_S: Final = (("ts", "s"), ("tz", "s"), ("cz", "s"), ("sz", "s"))
_WITH_C: Final = (("ce", "se"), ("ci", "si"), ("cy", "sy"), ("ck", "k"))
_SILENT: Final = re.compile(r"(?<=[aeiou])h(?=[^aeiou]|$)|r(?=[^aeiouy]|$)")
_BARE: Final = str.maketrans(
    {"c": "k", "q": "k", "f": "h", "z": "s", "j": "s", "l": "r", "w": "b", "v": "b", "x": "ks"}
)
_FIRST_VOWEL: Final = str.maketrans("eiouy", "aaaaa")
_NO_VOWEL: Final = dict.fromkeys(map(ord, "aeiouy"))
_TWICE: Final = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=65_536)
def bones(letters: str) -> str:
    """The consonants that survive a foreign name's way into katakana and back: Dietrich and ディートリヒ meet."""
    if "h" in letters:
        letters = _replaced(letters, _WITH_H)
    if "s" in letters or "z" in letters:
        letters = _replaced(letters, _WITH_Z_OR_S)
    if "c" in letters:
        letters = _replaced(letters, _WITH_C)
    letters = _SILENT.sub("", letters.translate(_BARE)).replace("mp", "np").replace("mb", "nb")
    return _TWICE.sub(r"\1", letters[:1].translate(_FIRST_VOWEL) + letters[1:].translate(_NO_VOWEL))


_ALTERNATIVES: Final = (
    ("shch", "S"), ("schtsch", "S"), ("szcz", "S"), ("sch", "s"), ("sh", "s"), ("sz", "s"), ("tsch", "c"),
    ("tch", "c"), ("ch", "c"), ("cz", "c"), ("zh", "z"), ("rz", "z"), ("kh", "h"), ("ts", "C"), ("tz", "C"),
    ("ou", "u"), ("ii", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yy", "i"), ("ye", "e"), ("ie", "e"), ("je", "e"),
)  # fmt: skip
_ALIKE: Final = str.maketrans("wyjgx", "viihh")


@lru_cache(maxsize=65_536)
def spelling(letters: str) -> str:
    """What two systems for one Cyrillic name agree in: finer than a skeleton, so that Elena is not Olena."""
    return _replaced(letters, _ALTERNATIVES).translate(_ALIKE)


def _replaced(letters: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for written, heard in pairs:
        letters = letters.replace(written, heard)
    return letters
