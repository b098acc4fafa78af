"""Kana: half and full width, hiragana and katakana, and the ways to write them in Latin letters.

Three romanisations are in use: Hepburn with macrons, for display; the form of the passport
(Hepburn without long vowels, appended table of the Passport Act Enforcement Regulations); and Kunrei (Cabinet
notice no. 1 of 1954), which people learn at school and type. Kana alone cannot tell a long vowel from two
vowels that meet between two words (こうの, いのうえ): the passport form of a person is a suggestion, and
only what the person writes is stored.
"""

import re
import unicodedata
from typing import Final

__all__ = [
    "bank_form",
    "is_kana",
    "to_full_width",
    "to_half_width",
    "to_hepburn",
    "to_hiragana",
    "to_katakana",
    "to_kunrei",
    "to_large",
    "to_passport",
    "without_long_vowels",
]

_HIRAGANA = "".join(chr(code) for code in (*range(0x3041, 0x3097), 0x309D, 0x309E))
_KATAKANA = "".join(chr(code) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE))
_TO_KATAKANA = str.maketrans(_HIRAGANA, _KATAKANA)
_TO_HIRAGANA = str.maketrans(_KATAKANA, _HIRAGANA)
_TO_LARGE = str.maketrans(
    "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ", "アイウエオツヤユヨワカケあいうえおつやゆよわかけ"
)
_PLAIN = re.compile("[ぁ-ゖァ-ヺー]*")
# With an entry for every plain kana, since a character that a table lacks costs it most.
_PLAIN_TO_KATAKANA = {ord(kana): kana for kana in map(chr, range(0x30A1, 0x30FD))} | _TO_KATAKANA
_KANA_BESIDE = frozenset("ー・゛゜ 　゠")
_DASHES = frozenset("ー-‐‑–—―−ｰ~〜")
_WITHOUT_DASHES = dict.fromkeys(map(ord, _DASHES))
_PLAIN_TO_BANK_FORM = {
    code: chr(kana).translate(_TO_LARGE) if isinstance(kana, int) else kana.translate(_TO_LARGE)
    for code, kana in _PLAIN_TO_KATAKANA.items()
} | {ord("ー"): ""}
_HALF_WIDTH = range(0xFF61, 0xFFA0)
_SOME_HALF_WIDTH = re.compile("[\uff61-\uff9f]")

_ROWS: Final = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
_VOWELS: Final = "aiueo"
_VOWEL_KANA: Final = "アイウエオ"
_KUNREI: dict[str, str] = {
    kana: consonant + vowel for consonant, row in _ROWS.items() for kana, vowel in zip(row, _VOWELS, strict=True)
} | {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ヴ": "vu", "ン": "n"}
_KUNREI |= {"ヂ": "zi", "ヅ": "zu"}
_HEPBURN: dict[str, str] = _KUNREI | {
    "シ": "shi",
    "チ": "chi",
    "ツ": "tsu",
    "フ": "fu",
    "ジ": "ji",
    "ヂ": "ji",
    "ヅ": "zu",
}
_GLIDES: Final = {"ャ": "a", "ュ": "u", "ョ": "o"}
_FOREIGN: Final = {
    "シェ": "she", "ジェ": "je", "チェ": "che", "ツァ": "tsa", "ツィ": "tsi", "ツェ": "tse",
    "ツォ": "tso", "ティ": "ti", "ディ": "di", "デュ": "dyu", "テュ": "tyu", "トゥ": "tu",
    "ドゥ": "du", "ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "フュ": "fyu",
    "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo", "ヴュ": "vyu", "ウィ": "wi",
    "ウェ": "we", "ウォ": "wo", "イェ": "ye", "クァ": "kwa", "クォ": "kwo", "グァ": "gwa",
    "スィ": "si", "ズィ": "zi", "クィ": "kwi", "クェ": "kwe",
}  # fmt: skip


def _glided(system: dict[str, str], *, keeps_y: bool) -> dict[str, str]:
    """The syllables with a small ャュョ: きゃ → kya, and しゃ → sha where the system writes し as shi."""
    pairs: dict[str, str] = {}
    for kana in "キシチニヒミリギジヂビピ":
        stem = system[kana][:-1]
        glide = "" if not keeps_y and stem in {"sh", "ch", "j"} else "y"
        pairs |= {kana + small: stem + glide + vowel for small, vowel in _GLIDES.items()}
    return pairs


_HEPBURN_SYLLABLES = _HEPBURN | _glided(_HEPBURN, keeps_y=False) | _FOREIGN
_KUNREI_SYLLABLES = _KUNREI | _glided(_KUNREI, keeps_y=True) | _FOREIGN
_MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
_PLAIN_HALF_WIDTH = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFF9E)}
_TO_HALF_WIDTH = {
    unicodedata.normalize("NFC", full + mark): half + half_mark
    for full, half in _PLAIN_HALF_WIDTH.items()
    for mark, half_mark in {"": "", **_MARKS}.items()
    if len(unicodedata.normalize("NFC", full + mark)) == 1
}
_MACRONS = str.maketrans("aiueo", "āīūēō")
_CIRCUMFLEXES = str.maketrans("aiueo", "âîûêô")


def to_full_width(text: str) -> str:
    """Half-width katakana in full width, voiced marks joined (ﾀﾞ → ダ); everything else is left as it is."""
    if _SOME_HALF_WIDTH.search(text) is None:
        return text
    parts: list[str] = []
    run = ""
    for character in text:
        if ord(character) in _HALF_WIDTH:
            run += character
        else:
            parts += [unicodedata.normalize("NFKC", run), character]
            run = ""
    return "".join([*parts, unicodedata.normalize("NFKC", run)])


def to_half_width(text: str) -> str:
    """Kana as half-width katakana, a voiced mark as its own character (だ → ﾀﾞ); everything else is left as it is."""
    return "".join(_TO_HALF_WIDTH.get(character, character) for character in to_katakana(text))


def to_katakana(text: str) -> str:
    """Hiragana and half-width katakana as full-width katakana; other characters are left as they are."""
    return to_full_width(text).translate(_TO_KATAKANA)


def to_hiragana(text: str) -> str:
    """Katakana of either width as hiragana; ー, ヷ to ヺ and other characters are left as they are."""
    return to_full_width(text).translate(_TO_HIRAGANA)


def to_large(text: str) -> str:
    """Small kana as large ones (ッャ → ツヤ), as the banks' networks write them."""
    return text.translate(_TO_LARGE)


def is_kana(text: str) -> bool:
    """Whether the text is a reading: at least one kana, and beside kana only spaces, ー and ・."""
    full = unicodedata.normalize("NFC", to_full_width(text))
    letters = [character for character in full if character not in _KANA_BESIDE]
    return bool(letters) and all(
        "ぁ" <= character <= "ゖ" or "ァ" <= character <= "ヺ" or character in "ゝゞヽヾ" for character in letters
    )


def bank_form(text: str) -> str:
    """The form in which two banks' spellings of a name are compared: full-width large katakana without dashes
    and spaces.

    Domestic transfers carry no small kana, and ー arrives as a hyphen or not at all.
    """
    if _PLAIN.fullmatch(text) is not None:
        return text.translate(_PLAIN_TO_BANK_FORM)
    large = to_large(to_katakana(unicodedata.normalize("NFKC", text)))
    return "".join(large.translate(_WITHOUT_DASHES).split())


def without_long_vowels(text: str) -> str:
    """Katakana with every long vowel as a short one: オオノ → オノ, コウノ → コノ, ユーコ → ユコ."""
    return _shorten(to_katakana(text))


def to_hepburn(text: str) -> str:
    """Hepburn with macrons (ōno, shōji), lower case; ei and ii are left. What is no kana is kept."""
    return _romanise(text, _HEPBURN_SYLLABLES, long=_MACRONS, labial_m=False)


def to_kunrei(text: str) -> str:
    """Kunrei with circumflexes (Ôno, Syôzi), lower case."""
    return _romanise(text, _KUNREI_SYLLABLES, long=_CIRCUMFLEXES, labial_m=False)


def to_passport(text: str) -> str:
    """The passport's form in capitals: long o and u not written, m before b, m and p, tch for っち.

    A suggestion only: see the note at the head of this module.
    """
    return _romanise(text, _HEPBURN_SYLLABLES, long=None, labial_m=True).upper()


def _shorten(katakana: str) -> str:
    """Drops ー, a vowel after itself, and ウ after a syllable of the o row."""
    kept = ""
    for character in katakana:
        if character == "ー" or (kept and _lengthens(_vowel_of(kept[-1]), character)):
            continue
        kept += character
    return kept


def _lengthens(vowel: str, character: str) -> bool:
    return character in {"o": "オウ", "u": "ウ", "a": "ア", "e": "エ", "i": "イ"}.get(vowel, "")


def _vowel_of(character: str) -> str:
    large = character.translate(_TO_LARGE)
    return _KUNREI[large][-1] if large in _KUNREI and large != "ン" else ""


def _romanise(text: str, syllables: dict[str, str], *, long: dict[int, int] | None, labial_m: bool) -> str:
    """Walks the katakana once; `long` maps a vowel to its long letter, and None leaves the length out."""
    if _PLAIN.fullmatch(text) is not None:
        katakana = text.translate(_PLAIN_TO_KATAKANA)
    else:
        katakana = to_katakana(unicodedata.normalize("NFKC", text))
    out = ""
    doubled = False
    index = 0
    while index < len(katakana):
        character = katakana[index]
        if character == "ッ":
            doubled, index = True, index + 1
            continue
        if out and (character == "ー" or _marks_length(out, katakana, index)):
            out, index = _lengthened(out, long), index + 1
            continue
        piece = syllables.get(katakana[index : index + 2])
        width = 2 if piece else 1
        sound = piece or syllables.get(character) or syllables.get(character.translate(_TO_LARGE), character)
        out = _joined(out, sound, doubled=doubled, labial_m=labial_m, is_kana_piece=sound != character)
        doubled = False
        index += width
    return out


def _marks_length(out: str, katakana: str, index: int) -> bool:
    """ウ after o or u, オ after o: the vowels that Japanese writes out where Latin letters take a macron.

    The ウ of ノウエ is left alone unless イ follows, because 井上 and 野上 are by far its commonest sources.
    """
    if katakana[index - 1 : index + 2] == "ノウエ" and katakana[index + 2 : index + 3] != "イ":
        return False
    return katakana[index] in {"o": "ウオ", "u": "ウ"}.get(out[-1], "")


def _lengthened(out: str, long: dict[int, int] | None) -> str:
    if long is None or out[-1] not in _VOWELS:
        return out
    return out[:-1] + out[-1].translate(long)


def _joined(out: str, sound: str, *, doubled: bool, labial_m: bool, is_kana_piece: bool) -> str:
    """Appends one syllable: っ before it doubles its consonant, ん before it is m or takes an apostrophe.

    An n at the end of what is written so far is always ん, because every other syllable ends in a vowel.
    """
    if doubled and is_kana_piece and sound[0] not in _VOWELS + "n":
        sound = ("t" if sound.startswith("ch") else sound[0]) + sound
    if out.endswith("n") and is_kana_piece:
        if labial_m and sound[0] in "bmp":
            out = out[:-1] + "m"
        elif not labial_m and sound[0] in _VOWELS + "y":
            out += "'"
    return out + sound
