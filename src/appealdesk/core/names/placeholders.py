"""What forms, imports and tired people write where a fact is missing. Such a value says nothing and matches nothing.

Without this list every "unknown" of an import would be one person.
"""

from datetime import date
from typing import Final

from appealdesk.core.text.normalise import fold_kanji, has_letter, without_spaces

__all__ = [
    "is_placeholder_birth_date",
    "is_placeholder_mail",
    "is_placeholder_name",
    "is_placeholder_phone",
    "stands_for_none",
]

_NAMES: Final = frozenset({
    "unknown", "anonymous", "anon", "none", "null", "nil", "na", "n/a", "noname", "notknown", "test", "tester",
    "testtest", "name", "yourname", "firstname", "lastname", "xxx", "xx", "asdf", "abc", "aaa", "不明", "匿名",
    "匿名希望", "無名", "名無し", "名無", "氏名", "名前", "なし", "ナシ", "テスト", "テストテスト",
    "フメイ", "トクメイ",
    "невідомо", "невідомий", "анонім", "анонімно", "тест", "неизвестно", "аноним",
})  # fmt: skip
_BIRTH_DATES: Final = frozenset({date(1, 1, 1), *(date(year, 1, 1) for year in (1900, 1901, 1970, 2000))})
_MAIL_LOCAL_PARTS: Final = frozenset({"noreply", "no-reply", "none", "unknown", "test", "example", "postmaster"})
_MAIL_DOMAINS: Final = frozenset({"example.com", "example.org", "example.net", "example.jp", "invalid", "test.com"})


def is_placeholder_name(text: str) -> bool:
    """Blank, without a letter, one letter over and over, or a word that stands for a missing name."""
    return stands_for_none(fold_kanji(text))


def stands_for_none(folded: str) -> bool:
    """The same of a text that is folded already, kanji included."""
    bare = without_spaces(folded).strip(".-_")
    if bare in _NAMES or not (bare.isalpha() or has_letter(bare)):
        return True
    return bare[0] == bare[-1] and len(bare) > 2 and bare.count(bare[0]) == len(bare)


def is_placeholder_birth_date(born_on: date) -> bool:
    """The dates that systems put in for an unknown one: the first of January of 1, 1900, 1901, 1970 and 2000.

    People are born on those days too: their date then neither joins nor parts them, which is the safe side.
    """
    return born_on in _BIRTH_DATES


def is_placeholder_phone(e164: str) -> bool:
    """Blank, too short to be somebody's, or a run of one digit after the country code (+81 90 0000 0000)."""
    digits = e164[1:]
    if not digits.isdigit() or e164[0] != "+":
        digits = "".join(filter(str.isdigit, e164))
    return len(digits) < 8 or digits[-7:] == 7 * digits[-1] or digits.endswith("12345678")


def is_placeholder_mail(mail: str) -> bool:
    """Blank, without a domain, at a domain reserved for examples (RFC 2606), or a mailbox that nobody owns."""
    local, _, domain = mail.casefold().rpartition("@")
    return not local or not domain or domain in _MAIL_DOMAINS or local in _MAIL_LOCAL_PARTS
