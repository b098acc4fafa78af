"""The keys by which a listed name and somebody's name find each other before they are compared.

Names of people have the keys of `core.names.keys`, which donors' records have too. Two kinds are added here, because a
list is short and a miss is dear: pairs of words of names that are longer than `core.names` splits (Arabic chains of
five), and the bare consonants of a foreign name, by which katakana and Latin letters meet.
"""

import re
from collections.abc import Iterable
from itertools import combinations
from typing import Final

from appealdesk.core.names.keys import DERIVED, KeyKind, name_keys
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.names.placeholders import is_placeholder_name
from appealdesk.core.names.skeleton import Rules, words
from appealdesk.core.sanctions.companies import company_words
from appealdesk.core.sanctions.entries import EntryKind, SanctionsEntry
from appealdesk.core.text.kana import to_passport
from appealdesk.core.text.normalise import Script, fold, scripts, tokens, without_marks
from appealdesk.core.text.translit import russian_to_latin

__all__ = ["BONES", "COMPANY", "BlockingKey", "entry_keys", "subject_keys", "vault_kinds"]

BlockingKey = tuple[str, str]
"""A kind and a value."""

BONES: Final = "bones"
COMPANY: Final = "company"

_VAULT: Final = (KeyKind.KANJI, KeyKind.JAPANESE, KeyKind.EUROPEAN)
_MOST_WORDS: Final = 7
_LEAST_BONES: Final = 4
_SAME_BONES: Final = str.maketrans(
    {
        "l": "",
        "r": "",
        "v": "b",
        "w": "b",
        "f": "b",
        "q": "k",
        "c": "k",
        "g": "k",
        "j": "d",
        "z": "d",
        "t": "d",
        "p": "b",
    }
)
_SOUNDS: Final = (
    ("tch", "t"),
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "t"),
    ("ts", "t"),
    ("zh", "d"),
    ("th", "s"),
    ("kh", "h"),
    ("x", "ks"),
)
_SILENT: Final = re.compile(r"[^bcdfghjklmnpqrstvwxz]")
_TWICE: Final = re.compile(r"(.)\1+")


def vault_kinds() -> frozenset[str]:
    """The kinds that a donor's stored keys have, so that a list can be asked for among them without opening anybody."""
    return frozenset(kind.value for kind in _VAULT)


def entry_keys(entry: SanctionsEntry) -> frozenset[BlockingKey]:
    """Every key of a person's or a company's names; ships and aircraft give none, because nobody is one."""
    if entry.kind not in (EntryKind.PERSON, EntryKind.ENTITY):
        return frozenset()
    keys: set[BlockingKey] = set()
    for name in entry.names:
        if is_placeholder_name(name.text):
            continue
        keys.update(_plain(PersonName(name.text)))
        keys.update(_long_pairs(name.text))
        if entry.kind is EntryKind.PERSON:
            keys.update(_bones(name.text))
        else:
            keys.update(_company(name.text))
    return frozenset(keys)


def subject_keys(names: Iterable[PersonName]) -> frozenset[BlockingKey]:
    """Every key of somebody's names, as a person's and as a company's."""
    keys: set[BlockingKey] = set()
    for name in names:
        keys.update(_plain(name))
        for text in (name.written, name.reading, name.latin):
            if not is_placeholder_name(text):
                keys.update(_company(text))
                if scripts(text) == {Script.KANA}:
                    keys.update(_bones(text))
    return frozenset(keys)


def _plain(name: PersonName) -> Iterable[BlockingKey]:
    # A reading that was worked out for kanji is worth a look as well: listed people from Japan stand in Latin letters.
    return ((key.kind.value, key.value) for key in name_keys(name) if key.kind in _VAULT and key.rank < DERIVED + 6)


def _long_pairs(text: str) -> Iterable[BlockingKey]:
    for rules, skeletons in words(text).items():
        if 4 < len(skeletons) <= _MOST_WORDS:
            kind = KeyKind.JAPANESE if rules is Rules.JAPANESE else KeyKind.EUROPEAN
            for pair in combinations(sorted(skeletons), 2):
                yield kind.value, " ".join(pair)


def _company(text: str) -> Iterable[BlockingKey]:
    bare = company_words(text)
    if bare:
        yield COMPANY, " ".join(sorted(bare))


def _bones(text: str) -> Iterable[BlockingKey]:
    """Pairs of words by their bare consonants; too few consonants are too common."""
    parts = [found for word in tokens(fold(text))[:_MOST_WORDS] if (found := _bare(word))]
    for pair in combinations(sorted(parts), 2):
        if sum(map(len, pair)) >= _LEAST_BONES:
            yield BONES, " ".join(pair)


def _bare(word: str) -> str:
    found = scripts(word)
    if found == {Script.KANA}:
        letters = to_passport(word).lower()
    elif found == {Script.CYRILLIC}:
        letters = russian_to_latin(word, signs=False)
    elif found == {Script.LATIN}:
        letters = without_marks(word)
    else:
        return ""
    for written, heard in _SOUNDS:
        letters = letters.replace(written, heard)
    return _TWICE.sub(r"\1", _SILENT.sub("", letters).translate(_SAME_BONES))
