"""What a payer field says: a pledge's code, the form of a company, and a name that can be compared.

Japanese banks write payers in half-width katakana without small kana, with voiced marks apart and ー as a hyphen;
donors put their pledge's code in front of the name. Source: Japanese Bankers Association, AP-I-12 supplement, and
its list of abbreviations for legal forms. クロキ and クロギ stay different: a person decides about those.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from appealdesk.core.text.kana import to_half_width

__all__ = [
    "LONGEST_CODE",
    "SHORTEST_CODE",
    "Payer",
    "bank_spellings",
    "name_keys",
    "payer_names",
    "pledge_code",
    "read_payer",
]

SHORTEST_CODE: Final = 5
LONGEST_CODE: Final = 10
_SHORTEST_NAME: Final = 3

_LARGE_KANA: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_HIRAGANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_FORMS: Final = {
    "カ": "株式会社",
    "ユ": "有限会社",
    "ド": "合同会社",
    "シ": "合資会社",
    "メ": "合名会社",
    "イ": "医療法人",
    "ザイ": "財団法人",
    "シヤ": "社団法人",
    "シユウ": "宗教法人",
    "ガク": "学校法人",
    "フク": "社会福祉法人",
    "トクヒ": "特定非営利活動法人",
    "ドク": "独立行政法人",
    "ソ": "相互会社",
}
_MARK: Final = "|".join(sorted(_FORMS, key=len, reverse=True))
_COMPANY: Final = re.compile(rf"^({_MARK})\)|\(({_MARK})\)|\(({_MARK})$")
_CODE: Final = re.compile(rf"([0-9]{{1,{LONGEST_CODE}}})(?![0-9])")
_GLIDE: Final = re.compile("([キシチニヒミリギジヂビピ])([ヤユヨ])")
_STOP: Final = re.compile("(?<=[ァ-ヺ])ツ(?=[カ-コサ-ソタ-トパピプペポ])")
_SMALL: Final = {"ヤ": "ャ", "ユ": "ュ", "ヨ": "ョ"}
_DASHES: Final = re.compile("[ー‐‑‒–—―−-]")
_WORD: Final = re.compile(r"[^\W_]+")
_SAYS_NOTHING: Final = frozenset(
    {"フリコミ", "ギエンキン", "キフ", "キフキン", "トクメイ", "ナナシ"}
    | {"ANONYMOUS", "DONATION", "NOTPROVIDED", "UNKNOWN", "NA"}
)


@dataclass(frozen=True, slots=True)
class Payer:
    """A payer field taken apart.

    `code` is the digits in front of the name (at most ten, else empty), `form` the company's legal form in full or
    empty, `keys` the name's keys as in `name_keys`.
    """

    code: str
    form: str
    keys: frozenset[str]


def read_payer(text: str) -> Payer:
    """Take a payer field apart, as 12345ﾍﾞ-ｶ- ｼﾞﾖﾝ or ｶ)ｻｸﾗｼﾖｳｼﾞ; a blank field has no code, form or key."""
    folded = _folded(text)
    found = _CODE.match(folded)
    code = found.group(1) if found else ""
    rest = folded[len(code) :].strip()
    company = _COMPANY.search(rest)
    form = ""
    if company:
        form = _FORMS[next(group for group in company.groups() if group)]
        rest = f"{rest[: company.start()]} {rest[company.end() :]}"
    return Payer(code=code, form=form, keys=_keys(rest))


def payer_names(text: str) -> tuple[str, ...]:
    """The readings that a payer field may stand for, without a code in front and without a company's mark.

    Banks write ショウジ as シヨウジ and ハットリ as ハツトリ, so that a name comes as it stands, with small ャュョ, and
    with small ッ too. None where it names nobody, as blank fields and words such as ﾌﾘｺﾐ do.
    """
    folded = _folded(text)
    found = _CODE.match(folded)
    rest = folded[found.end() :] if found else folded
    plain = " ".join(_COMPANY.sub(" ", rest.strip()).split())
    if not _keys(plain):
        return ()
    glided = _GLIDE.sub(lambda found: found[1] + _SMALL[found[2]], plain)
    return tuple(dict.fromkeys((plain, glided, _STOP.sub("ッ", glided))))


def pledge_code(payer: str, payer_code: str = "") -> str:
    """The pledge's code of five to ten digits: in front of the payer's name, else in the bank's payer code column.

    The column is filled with zeros on the left, which are no part of the code. Empty if neither holds a code.
    """
    # Only the first columns can hold the code, and this runs for every line of a large file.
    found = _CODE.match(unicodedata.normalize("NFKC", payer[: LONGEST_CODE + 1]).lstrip())
    leading = found.group(1) if found else ""
    column = unicodedata.normalize("NFKC", payer_code).strip().lstrip("0")
    for code in (leading, column):
        if SHORTEST_CODE <= len(code) <= LONGEST_CODE and code.isascii() and code.isdigit() and code.strip("0"):
            return code
    return ""


def name_keys(name: str) -> frozenset[str]:
    """Texts that are equal for two spellings of one name: all words together, and all words in alphabetical order.

    Width, case, small kana, long marks, hyphens, spaces and accents of Latin letters make no difference. A name of
    fewer than three letters, or a word such as ﾌﾘｺﾐ that names nobody, has no key and so equals nothing.
    """
    return _keys(_folded(name))


def bank_spellings(name: str) -> frozenset[str]:
    """How a bank may have written the name in a payer field, letter by letter; none for what names nobody.

    In both widths and orders, with and without the space, with ー as it is and as a hyphen.
    """
    wide = unicodedata.normalize("NFKC", name).upper().translate(_HIRAGANA).translate(_LARGE_KANA)
    words = wide.split()
    if not _keys(_folded(name)):
        return frozenset()
    orders = {" ".join(words), "".join(words), " ".join(reversed(words))}
    written = {text for order in orders for text in (order, order.replace("ー", "-"))}
    return frozenset({" ".join(name.split()), *written, *map(to_half_width, written)})


def _folded(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", text).upper()
    kana = compatible.translate(_HIRAGANA).translate(_LARGE_KANA)
    plain = "".join(_without_accent(letter) for letter in kana)
    return " ".join(_DASHES.sub("", plain).split())


def _without_accent(letter: str) -> str:
    """A Latin letter without its accent; kana keep their voiced marks and Cyrillic letters their breves."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def _keys(folded: str) -> frozenset[str]:
    words = _WORD.findall(folded)
    joined = "".join(words)
    if len(joined) < _SHORTEST_NAME or joined.isdecimal() or joined in _SAYS_NOTHING:
        return frozenset()
    return frozenset({joined, "".join(sorted(words))})
