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
    Spelling,
    cyrillic_to_latin,
    european_of,
    is_japanese,
    japanese_of,
    latin_letters,
    once,
    replaced,
    spelling_of,
    without_patronymic,
)
from appealdesk.core.text.kana import bank_form, to_katakana, to_passport
from appealdesk.core.text.kanji_variants import FOLDS
from appealdesk.core.text.normalise import Script, fold, name_words, only_script, scripts, without_marks
from appealdesk.core.text.translit import japanese_from_cyrillic

__all__ = ["Form", "Sound", "bones", "piece_of", "prepare", "run_together", "spelling"]

# Members of an enumeration are looked up fifty times as slowly as a name of the module.
_KANJI, _KANA, _LATIN, _CYRILLIC, _OTHER = Script
_ENGLISH: Final = Spelling.ENGLISH
_LONGEST_WORD: Final = 40  # Comparing takes time with the length; no part of a name is as long.
_MOST_WORDS: Final = 5


@dataclass(slots=True, eq=False)
class Sound:
    """One word; equal words are one object while they are remembered, so that comparisons may be remembered too.

    Nobody changes it; it is not frozen because that would make it five times as dear. `japanese` is empty where it
    cannot be read as Japanese, `kana` where it is in no kana, `expanded` where the letters have no expansion.
    """

    letters: str
    japanese: str
    european: str
    kana: str = ""
    expanded: str = ""
    _bones: str | None = None
    _spelling: str | None = None

    @property
    def bones(self) -> str:
        """See the function; worked out where a comparison first asks."""
        if self._bones is None:
            self._bones = bones(self.letters)
        return self._bones

    @property
    def spelling(self) -> str:
        """See the function; worked out where a comparison first asks."""
        if self._spelling is None:
            self._spelling = spelling(self.letters)
        return self._spelling


@dataclass(slots=True, eq=False)
class Form:
    """One written form of a name. `kanji` is folded and without spaces; `splits` its likely family and given names."""

    script: Script
    words: tuple[Sound, ...] = ()
    kana: str = ""
    kanji: str = ""
    kanji_words: tuple[str, ...] = ()
    splits: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=16_384)
def prepare(text: str) -> Form | None:
    """A form ready for comparison; None for a blank, a placeholder, or a script that no rule can hear."""
    folded = fold(text)
    parts = name_words(folded)
    together = "".join(parts)
    script = only_script(together)
    found = frozenset() if script else scripts(together)
    if script is _KANJI or _KANJI in found:
        return None if stands_for_none(folded.translate(FOLDS)) or _OTHER in found else _kanji_form(parts)
    if not parts or stands_for_none(folded) or script is _OTHER or _OTHER in found:
        return None
    if script is _KANA:
        words = tuple([_kana_sound(part[:_LONGEST_WORD]) for part in parts[:_MOST_WORDS]])
        return Form(_KANA, words, "".join([word.kana for word in words]))
    parts = without_patronymic(parts)[:_MOST_WORDS]
    if script is _CYRILLIC:
        return Form(_CYRILLIC, tuple([_cyrillic_sound(part[:_LONGEST_WORD]) for part in parts]))
    spelling = spelling_of(folded)
    if script is _LATIN:
        if spelling is _ENGLISH:
            return Form(_LATIN, tuple([_english_sound(part[:_LONGEST_WORD]) for part in parts]))
        return Form(_LATIN, tuple([_latin_sound(part[:_LONGEST_WORD], spelling) for part in parts]))
    words = tuple([_sound(part[:_LONGEST_WORD], spelling) for part in parts])
    return Form(_CYRILLIC if _CYRILLIC in found else _LATIN, words)


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
    return Form(_KANJI, kanji=whole, kanji_words=words, splits=splits)


def _kanji_word(part: str) -> str:
    """In today's forms, with 々 written out and kana as katakana: 佐々木 and 佐佐木 are equal."""
    if not _VARIANTS.isdisjoint(part):
        part = part.translate(FOLDS)
    if _ALL_KANJI.fullmatch(part) is not None:
        return part
    written = ""
    for character in to_katakana(part):
        written += written[-1] if character == "々" and written else character
    return written


def _sound(part: str, spelling: Spelling) -> Sound:
    found = scripts(part)
    if found == {_KANA}:
        return _kana_sound(part)
    if _CYRILLIC in found:
        return _cyrillic_sound(part)
    return _english_sound(part) if spelling is _ENGLISH else _latin_sound(part, spelling)


@lru_cache(maxsize=65_536)
def _kana_sound(part: str) -> Sound:
    letters = to_passport(part).lower()
    kana = bank_form(part)
    if not _SAME_AS_OTHER.isdisjoint(kana):
        kana = kana.translate(_SAME_KANA)
    return Sound(_plain(letters), japanese_of(letters), "", kana)


@lru_cache(maxsize=65_536)
def _english_sound(part: str) -> Sound:
    """A word that may be in any spelling, as nearly all are; remembered by its letters alone, which is quicker."""
    return _heard_in(part, _ENGLISH)


@lru_cache(maxsize=65_536)
def _latin_sound(part: str, spelling: Spelling) -> Sound:
    return _heard_in(part, spelling)


def _heard_in(part: str, spelling: Spelling) -> Sound:
    if part.isascii():
        return Sound(_plain(part), _if_japanese(part), european_of(part, spelling))
    letters = latin_letters(part)
    expanded = "" if _EXPANDABLE.isdisjoint(part) else _expanded(part)
    return Sound(_plain(letters), _if_japanese(letters), european_of(part, spelling), "", expanded)


@lru_cache(maxsize=65_536)
def _cyrillic_sound(part: str) -> Sound:
    letters = without_marks(cyrillic_to_latin(part))
    return Sound(_plain(letters), _if_japanese(japanese_from_cyrillic(part)), european_of(part))


def _if_japanese(letters: str) -> str:
    """The Japanese skeleton, or nothing: no Japanese spells a name with l or v, or ends it in a consonant but n."""
    if letters[-1:] not in _JAPANESE_ENDS or "l" in letters or "v" in letters:
        return ""
    heard = japanese_of(letters)
    return heard if is_japanese(heard) else ""


_JAPANESE_ENDS: Final = frozenset("aeiounh'")
_SAME_KANA: Final = str.maketrans("ヅヂヲヰヱ", "ズジオイエ")
_SAME_AS_OTHER: Final = frozenset("ヅヂヲヰヱ")
_VARIANTS: Final = frozenset(map(chr, FOLDS))
_ALL_KANJI: Final = re.compile("[一-鿿]+")
_NO_LETTER: Final = re.compile(r"[^a-z]+")
# How machine-readable passports write what has no letter of its own (ICAO Doc 9303, part 3, section 6).
_EXPANSIONS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"})
_EXPANDABLE: Final = frozenset(map(chr, _EXPANSIONS))


def _plain(letters: str) -> str:
    return letters if letters.isalpha() and letters.isascii() else _NO_LETTER.sub("", letters)


def _expanded(part: str) -> str:
    """The letters with the passport's expansions, Juergen for Jürgen."""
    return _plain(latin_letters(part.translate(_EXPANSIONS)))


_WITH_H: Final = (
    ("schtsch", "s"), ("shch", "s"), ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("dzh", "s"),
    ("zh", "s"), ("kh", "k"), ("ph", "f"), ("th", "s"), ("gh", "g"),
)  # fmt: skip
_WITH_Z_OR_S: Final = (("ts", "s"), ("tz", "s"), ("cz", "s"), ("sz", "s"))
_WITH_C: Final = (("ce", "se"), ("ci", "si"), ("cy", "sy"), ("ck", "k"))
_SILENT: Final = re.compile(r"(?<=[aeiou])h(?=[^aeiou]|$)|r(?=[^aeiouy]|$)")
# Bytes are translated ten times as fast as text.
_BARE: Final = bytes.maketrans(b"cqfzjlwv", b"kkhssrbb")
_FIRST_VOWEL: Final = bytes.maketrans(b"eiouy", b"aaaaa")
_VOWELS: Final = b"aeiouy"


def bones(letters: str) -> str:
    """The consonants that survive a foreign name's way into katakana and back: Dietrich and ディートリヒ meet."""
    if "h" in letters:
        letters = replaced(letters, _WITH_H)
    if "s" in letters or "z" in letters:
        letters = replaced(letters, _WITH_Z_OR_S)
    if "c" in letters:
        letters = replaced(letters, _WITH_C)
    letters = letters.replace("x", "ks").encode().translate(_BARE).decode()
    if "h" in letters or "r" in letters:
        letters = _SILENT.sub("", letters)
    plain = letters.replace("mp", "np").replace("mb", "nb").encode()
    return once((plain[:1].translate(_FIRST_VOWEL) + plain[1:].translate(None, _VOWELS)).decode())


_ALTERNATIVES_WITH_H: Final = (
    ("shch", "S"), ("schtsch", "S"), ("sch", "s"), ("sh", "s"), ("tsch", "c"), ("tch", "c"), ("ch", "c"), ("zh", "z"),
    ("kh", "h"),
)  # fmt: skip
_ALTERNATIVES_WITH_Z: Final = (("szcz", "S"), ("sz", "s"), ("cz", "c"), ("rz", "z"), ("tz", "C"))
_ALTERNATIVES: Final = (
    ("ts", "C"), ("ou", "u"), ("ii", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("yy", "i"), ("ye", "e"),
    ("ie", "e"), ("je", "e"),
)  # fmt: skip
_ALIKE: Final = bytes.maketrans(b"wyjgx", b"viihh")


def spelling(letters: str) -> str:
    """What two systems for one Cyrillic name agree in: finer than a skeleton, so that Elena is not Olena."""
    if "z" in letters:
        letters = replaced(letters, _ALTERNATIVES_WITH_Z)
    if "h" in letters:
        letters = replaced(letters, _ALTERNATIVES_WITH_H)
    return replaced(letters, _ALTERNATIVES).encode().translate(_ALIKE).decode()
