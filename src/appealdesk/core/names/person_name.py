"""A name as its three separate facts: the written form, the reading and the Latin form.

None is derived from another. A reading cannot be told from kanji, and the Latin form is what the passport says. The
order of family and given name is the person's own and is never changed.
"""

from dataclasses import dataclass
from typing import Final

from appealdesk.core.text.kana import is_kana, to_hiragana
from appealdesk.core.text.normalise import Script, control_characters, has_emoji, has_letter, scripts, tidy

__all__ = ["LONGEST_NAME", "NameProblem", "PersonName", "RubyPart", "check_form", "check_name"]

LONGEST_NAME: Final = 200
"""Characters per form; the longest names in registers of civil status stay well below."""

_SPOKEN = {"written": "name", "reading": "reading of the name", "latin": "name in Latin letters"}


@dataclass(frozen=True, slots=True)
class RubyPart:
    """A piece of the written form and the hiragana to set above it; `reading` is empty where none is due."""

    text: str
    reading: str


@dataclass(frozen=True, slots=True)
class PersonName:
    """Each form as the person wrote it: `reading` is kana, `latin` is as in the passport; both may be empty."""

    written: str
    reading: str = ""
    latin: str = ""

    def tidied(self) -> "PersonName":
        """The same name in NFC and with single spaces, which is the form to store."""
        return PersonName(tidy(self.written), tidy(self.reading), tidy(self.latin))

    def display(self, language: str) -> str:
        """The form for a reader of `language` (a tag such as "ja" or "uk-UA").

        Japanese readers get the written form. So does everybody whose script it is in; other readers get the Latin
        form where the person gave one. A name is never transliterated for display.
        """
        written = tidy(self.written)
        latin = tidy(self.latin)
        if not written or not latin:
            return written or latin or tidy(self.reading)
        own = _SCRIPTS_OF.get(language.lower().split("-")[0], frozenset({Script.LATIN}))
        return written if scripts(written) <= own else latin

    def ruby(self) -> tuple[RubyPart, ...]:
        """The written form in parts with their reading, word by word where both have the same number of words.

        Spaces between words are parts of their own. Words that are kana already take no reading.
        """
        words, readings = tidy(self.written).split(), tidy(self.reading).split()
        if not words:
            return ()
        if len(words) != len(readings):
            whole = tidy(self.written)
            return (RubyPart(whole, _ruby_over(whole, " ".join(readings))),)
        parts: list[RubyPart] = []
        for word, reading in zip(words, readings, strict=True):
            if parts:
                parts.append(RubyPart(" ", ""))
            parts.append(RubyPart(word, _ruby_over(word, reading)))
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class NameProblem:
    """Why a form of a name cannot be taken. `code` is stable; `field` is written, reading or latin."""

    code: str
    field: str
    sentence: str


_SCRIPTS_OF: Final = {
    "ja": frozenset({Script.KANJI, Script.KANA, Script.LATIN, Script.CYRILLIC, Script.OTHER}),
    "uk": frozenset({Script.CYRILLIC, Script.LATIN}),
    "ru": frozenset({Script.CYRILLIC, Script.LATIN}),
    "zh": frozenset({Script.KANJI, Script.LATIN}),
}


def check_name(name: PersonName) -> tuple[NameProblem, ...]:
    """Every problem of every form, at most one per form; an empty tuple means that the name can be taken.

    Codes: name.blank, name.too_long, name.control_character, name.emoji, name.no_letter, name.not_kana,
    name.not_latin. Only the written form must be there.
    """
    forms = (("written", name.written), ("reading", name.reading), ("latin", name.latin))
    return tuple(problem for field, text in forms if (problem := check_form(field, text)) is not None)


def check_form(field: str, text: str) -> NameProblem | None:
    """The problem of one form, which is `written`, `reading` or `latin`; None means that it can be taken."""
    what = _SPOKEN[field]
    if not text.strip():
        if field != "written":
            return None
        return NameProblem("name.blank", field, "The name is missing: please write it as you usually do.")
    if len(text) > LONGEST_NAME:
        sentence = f"The {what} has {len(text)} characters; please shorten it to {LONGEST_NAME} or fewer."
        return NameProblem("name.too_long", field, sentence)
    if has_emoji(text):
        return NameProblem("name.emoji", field, f"The {what} has an emoji or a symbol in it; please use letters.")
    strange = control_characters(text)
    if strange:
        place = strange[0]
        sentence = (
            f"The {what} has an invisible character ({place.code_point}) at place {place.index + 1}; "
            "please type it again instead of pasting it."
        )
        return NameProblem("name.control_character", field, sentence)
    if not has_letter(text):
        return NameProblem("name.no_letter", field, f"The {what} has no letter in it; please write it out.")
    return _wrong_script(field, text)


def _wrong_script(field: str, text: str) -> NameProblem | None:
    if field == "reading" and not is_kana(text):
        sentence = "The reading of the name must be in kana only, for example アオキ ケイコ."
        return NameProblem("name.not_kana", field, sentence)
    if field == "latin" and scripts(text) != {Script.LATIN}:
        sentence = "The name in Latin letters must be as in the passport, for example AOKI KEIKO."
        return NameProblem("name.not_latin", field, sentence)
    return None


def _ruby_over(text: str, reading: str) -> str:
    return "" if is_kana(text) or not is_kana(reading) else to_hiragana(reading)
