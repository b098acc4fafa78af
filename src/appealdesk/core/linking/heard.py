"""The columns that a name gives: its kanji, what can be heard in it, and how its kanji may be read.

A million names have far fewer words than a million, so each word is heard once and remembered. What a word sounds like,
which spellings meet, and how kanji may be read is decided by `core.names`. A reading that was worked out stands in
columns of its own: it makes two records candidates, and is a level of its own in their comparison.
"""

from functools import lru_cache
from typing import Final

from appealdesk.core.linking.conditions import SEPARATOR
from appealdesk.core.names.placeholders import stands_for_none
from appealdesk.core.names.readings import candidate_readings, name_splits
from appealdesk.core.names.skeleton import japanese_of
from appealdesk.core.names.sounds import Form, Sound, bones, prepare
from appealdesk.core.text.kana import to_katakana, to_passport
from appealdesk.core.text.kanji_variants import FOLDS
from appealdesk.core.text.normalise import Script, fold, only_script, without_address, words_of

__all__ = ["NAME_COLUMNS", "name_columns"]

NAME_COLUMNS: Final = (
    "named", "kanji", "family_kanji", "sound", "turned", "first", "last", "unparted", "european", "first_european",
    "last_european", "bones", "readings", "family_readings",
)  # fmt: skip

_MOST_READINGS: Final = 8
_MOST_OF_PART: Final = 3
_REMEMBERED: Final = 1 << 18
_TWO_AND_TWO: Final = 4  # So most names are parted; of three kanji either part may have two.
_VOWELS: Final = frozenset("aeiou")
# Members of an enumeration are looked up fifty times as slowly as a name of the module.
_KANJI, _KANA, _LATIN = Script.KANJI, Script.KANA, Script.LATIN
_LONGEST_KANJI: Final = 12


def name_columns(written: str, kana: str, latin: str) -> dict[str, str]:
    """The columns of one name in the forms that were given; a placeholder gives none."""
    columns: dict[str, str] = {}
    kanji: Form | None = None
    for text in (kana, written, latin):
        form = _form(text) if text else None
        if form is None:
            continue
        columns["named"] = "1"
        if form.script is _KANJI:
            kanji = form
        else:
            _put_sounds(columns, form)
    if kanji is not None:
        columns["kanji"] = kanji.kanji
        if kanji.splits:
            columns["family_kanji"] = kanji.splits[0][0]
        if len(columns) == _ONLY_KANJI + bool(kanji.splits):
            _put_readings(columns, kanji)
    return columns


_ONLY_KANJI: Final = 2  # That there is a name, and its kanji.


def _put_sounds(columns: dict[str, str], form: Form) -> None:
    """What the form gives and no earlier form gave."""
    words = form.words
    parted = len(words) > 1
    if "sound" not in columns and "" not in [word.japanese for word in words]:
        columns["sound"] = _run(words)
        if parted:
            columns["turned"] = _run(words[::-1])
            columns["first"], columns["last"] = words[0].japanese, words[-1].japanese
        else:
            columns["unparted"] = columns["sound"]
    if "european" not in columns and "" not in [word.european for word in words]:
        columns["european"] = " ".join(sorted([word.european for word in words]))
        if parted:
            columns["first_european"], columns["last_european"] = words[0].european, words[-1].european
    if "bones" not in columns and parted and (form.script is _KANA or form.script is _LATIN):
        columns["bones"] = " ".join(sorted([_bones(word.letters) for word in words]))


def _put_readings(columns: dict[str, str], kanji: Form) -> None:
    found: list[tuple[float, str]] = []
    families: list[str] = []
    usual = kanji.splits[:1] if len(kanji.kanji) == _TWO_AND_TWO else kanji.splits
    for family, given in usual:
        others = _readings(given, False)
        for one, cost in _readings(family, True):
            families.append(one)
            meets = one[-1:] in _VOWELS
            found += [
                (cost + more, japanese_of(one + other) if meets and other[:1] in _VOWELS else one + other)
                for other, more in others
            ]
    if found:
        found.sort()
        likeliest = dict.fromkeys([run for _, run in found[:_MOST_READINGS]])
        columns["readings"] = f"{SEPARATOR}{SEPARATOR.join(likeliest)}{SEPARATOR}"
        columns["family_readings"] = f"{SEPARATOR}{SEPARATOR.join(families)}{SEPARATOR}"


@lru_cache(maxsize=_REMEMBERED)
def _readings(kanji: str, is_family: bool) -> tuple[tuple[str, float], ...]:
    """The skeletons of the likeliest readings of a family or given name, with their costs in bits."""
    found: dict[str, float] = {}
    for each in candidate_readings([(kanji, "") if is_family else ("", kanji)]):
        heard = japanese_of(to_passport(each.family or each.given).lower())
        found[heard] = min(each.cost, found.get(heard, each.cost))
    return tuple(found.items())[:_MOST_OF_PART]


def _form(text: str) -> Form | None:
    """`prepare`, word by word where one or two words stand side by side, because most words come again."""
    folded = " ".join(text.casefold().split()) if text.isascii() else fold(text)
    words = folded.split()
    if len(words) == 2:
        one, other = _word(words[0]), _word(words[1])
        if one is not None and other is not None and (form := _of_two(one, other)) is not None:
            return form
    elif len(words) == 1:
        return _word(folded)
    return prepare(folded)


def _of_two(one: Form, other: Form) -> Form | None:
    if one.script is not other.script:
        return None
    if one.script is _KANJI:
        parts = (one.kanji, other.kanji)
        return Form(_KANJI, kanji=one.kanji + other.kanji, kanji_words=parts, splits=(parts,))
    if len(one.words) != 1 or len(other.words) != 1:
        return None
    return Form(one.script, (*one.words, *other.words))


@lru_cache(maxsize=_REMEMBERED)
def _word(folded: str) -> Form | None:
    found = only_script(folded)
    if (found is not _KANJI and found is not _KANA) or stands_for_none(folded):
        return prepare(folded)
    words = words_of(without_address(folded))
    if len(words) != 1:
        return prepare(folded)
    word = words[0]
    if found is _KANA:
        return _kana_word(to_katakana(word))
    if "々" in word or len(word) > _LONGEST_KANJI:
        return prepare(folded)
    kanji = word.translate(FOLDS)
    return Form(_KANJI, kanji=kanji, kanji_words=(kanji,), splits=name_splits(kanji))


@lru_cache(maxsize=_REMEMBERED)
def _kana_word(katakana: str) -> Form:
    letters = to_passport(katakana).lower()
    return Form(_KANA, (Sound(letters, japanese_of(letters), ""),))


@lru_cache(maxsize=_REMEMBERED)
def _bones(letters: str) -> str:
    return bones(letters)


def _run(words: tuple[Sound, ...]) -> str:
    together = words[0].japanese
    for word in words[1:]:
        together = _met(together, word.japanese)
    return together


def _met(one: str, other: str) -> str:
    """Two skeletons as one word: where they meet a vowel may become a long one, and two letters one."""
    together = one + other
    if one[-1:] in _VOWELS and other[:1] not in _VOWELS:
        return together
    return japanese_of(together)
