"""Names of companies without the words that only say what a company is in law."""

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from appealdesk.core.names.placeholders import is_placeholder_name
from appealdesk.core.names.skeleton import european
from appealdesk.core.text.kana import to_passport
from appealdesk.core.text.normalise import Script, fold_kanji, scripts, tokens

__all__ = ["company_likeness", "company_words"]

# Of the law, and words so common in names of companies that they tell nobody apart when they stand alone.
_FORMS: Final = frozenset({
    "llc", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company", "plc", "gmbh", "ag", "kg",
    "sa", "sarl", "sas", "srl", "spa", "bv", "nv", "oy", "ab", "as", "aps", "ooo", "oao", "zao", "pao", "ao", "jsc",
    "pjsc", "ojsc", "cjsc", "fze", "fzco", "fzc", "dmcc", "pte", "pty", "kk", "gk", "joint", "stock", "public",
    "private", "the", "of", "and", "for",
    "tov", "pat", "prat", "ооо", "оао", "зао", "пао", "ао", "тов", "пат", "прат", "ат",
})  # fmt: skip
_KANJI_FORMS: Final = (
    "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "一般社団法人", "公益社団法人", "一般財団法人",
    "公益財団法人", "特定非営利活動法人", "(株)", "(有)",
)  # fmt: skip
_LEAST_ALIKE: Final = 0.88


@lru_cache(maxsize=16_384)
def company_words(text: str) -> tuple[str, ...]:
    """The telling words by their sound, in the order of the text; empty for a blank or where nothing is left."""
    folded = fold_kanji(text)
    if is_placeholder_name(text):
        return ()
    for form in _KANJI_FORMS:
        folded = folded.replace(form, " ")
    parts = [part for part in tokens(folded) if part.strip(".") not in _FORMS]
    return tuple(heard for part in parts if (heard := _heard(part)))


def company_likeness(one: str, other: str) -> float:
    """From 0 to 1: how much of the words of the longer name has its like in the other."""
    mine, theirs = company_words(one), company_words(other)
    if not mine or not theirs:
        return 0.0
    left = list(theirs)
    total = 0.0
    for word in mine:
        best = max(left, key=lambda item: OSA.normalized_similarity(word, item), default="")
        alike = OSA.normalized_similarity(word, best) if best else 0.0
        if alike >= _LEAST_ALIKE or word == best:
            left.remove(best)
            total += alike * len(word)
    longer = max(sum(map(len, mine)), sum(map(len, theirs)))
    return total / longer


def _heard(part: str) -> str:
    found = scripts(part)
    if found == {Script.KANA}:
        return european(to_passport(part).lower())
    if found <= {Script.LATIN, Script.CYRILLIC} and found:
        return european(part)
    return part
