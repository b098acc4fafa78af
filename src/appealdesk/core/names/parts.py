"""Parts of names and of contacts by which the desk's search finds a person of whom only a little is remembered.

What is stored for a word is its beginning in three lengths and the whole of it, as it sounds and not as it is spelt, so
that "tak", たか and Така find 高橋 タカハシ. A kanji name without a space gives the parts in which it is likeliest cut.
Digits of a number are known from their end, and an address from what stands before the @. As everywhere, what is made
here is plain; the vault stores keyed hashes of it alone.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.placeholders import is_placeholder_mail, is_placeholder_phone
from appealdesk.core.names.readings import candidate_readings
from appealdesk.core.names.skeleton import european_of_letters, japanese, japanese_of
from appealdesk.core.names.sounds import Form, Sound, prepare
from appealdesk.core.text.kana import to_passport
from appealdesk.core.text.normalise import Script, fold

__all__ = ["FEWEST_DIGITS", "Part", "asked_parts", "mail_part", "name_parts", "phone_parts"]

FEWEST_DIGITS: Final = 4
"""Fewer digits are shared by so many numbers that they would find nobody in particular."""

_LENGTHS: Final = (3, 4, 5)
_LONGEST: Final = _LENGTHS[-1]
_MOST_READINGS: Final = 4
_FEWEST_KANJI: Final = 2
_NEVER_JAPANESE: Final = frozenset("lvqx")
_DIGITS_KEPT: Final = (4, 6, 8)

Part = str
"""A rule set and a value, such as `ja|taka` or `kanji|高橋`; parts of different rule sets never meet."""


def name_parts(name: PersonName) -> frozenset[Part]:
    """What is stored for the three forms of a name. A name in kanji alone also gives its likeliest readings, which
    only find, and never join."""
    forms = [form for text in dict.fromkeys((name.written, name.reading, name.latin)) if (form := prepare(text))]
    found: set[Part] = set()
    for form in forms:
        found.update(_kanji_parts(form) if form.script is Script.KANJI else _heard_parts(form, forms))
    if forms and all(form.script is Script.KANJI for form in forms):
        for reading in candidate_readings(forms[0].splits)[:_MOST_READINGS]:
            for part in (reading.family, reading.given):
                found.update(_beginnings("ja", japanese(to_passport(part).lower())))
    return frozenset(found)


def asked_parts(text: str) -> tuple[frozenset[Part], ...]:
    """For each word that was typed, the parts of which one must be stored: each word is looked for as it may sound."""
    form = prepare(text)
    if form is None:
        return ()
    if form.script is Script.KANJI:
        words = form.kanji_words
        if len(words) == 1 and form.splits and len(words[0]) > _FEWEST_KANJI:
            # One word is a family or given name by itself, or both without a space.
            return tuple(frozenset({f"kanji|{words[0]}", f"kanji|{part}"}) for part in form.splits[0])
        return tuple(frozenset({f"kanji|{word}"}) for word in words)
    return tuple(parts for word in form.words if (parts := _asked(word)))


def phone_parts(number: str) -> frozenset[Part]:
    """The last four, six and eight digits of a number."""
    digits = "".join(character for character in number if character.isdecimal())
    if is_placeholder_phone(number):
        return frozenset()
    return frozenset(digits[-length:] for length in _DIGITS_KEPT if len(digits) >= length)


def mail_part(mail: str) -> Part:
    """What stands before the @, without a tag; empty for an address that nobody owns."""
    return "" if is_placeholder_mail(mail) else fold(mail).rpartition("@")[0].partition("+")[0]


def _kanji_parts(form: Form) -> Iterable[Part]:
    words = set(form.kanji_words)
    if len(form.kanji_words) == 1:
        words.update(word for split in form.splits for word in split)
    for word in words:
        yield f"kanji|{word}"
        yield from (f"kanji|{word[:length]}" for length in range(_FEWEST_KANJI, len(word)))


def _heard_parts(form: Form, forms: Sequence[Form]) -> Iterable[Part]:
    """A Japanese name is not kept by European sounds as well, where its kana or kanji are there."""
    is_japanese = any(each.script in {Script.KANJI, Script.KANA} for each in forms)
    for word in form.words:
        yield from _beginnings("ja", word.japanese)
        if not is_japanese or not word.japanese:
            yield f"eu|{word.european}"
            yield from _beginnings("eu", european_of_letters(word.letters))


def _beginnings(rules: str, sound: str) -> Iterable[Part]:
    if sound:
        yield f"{rules}|{sound}"
        yield from (f"{rules}|{sound[:length]}" for length in _LENGTHS if length < len(sound))


def _asked(word: Sound) -> frozenset[Part]:
    """A word may be half typed: tak is no Japanese word, and yet one begins so."""
    as_japanese = word.japanese or ("" if _NEVER_JAPANESE.intersection(word.letters) else japanese_of(word.letters))
    sounds = (("ja", as_japanese), ("eu", european_of_letters(word.letters)), ("eu", word.european))
    return frozenset(f"{rules}|{value}" for rules, sound in sounds if sound for value in {sound, sound[:_LONGEST]})
