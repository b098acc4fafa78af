"""What the letters' actions take."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

__all__ = ["LetterDraft", "LetterEdit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """One letter to be drafted; `values` fill the places of its text, except the greeting.

    `adverse` says that it tells something worse than the recipient was told before; `contact_point_id` is the one
    address to which it goes, where it must be that one.
    """

    person_id: int
    about_ref: str
    kind: str
    language: str
    values: Mapping[str, str]
    adverse: bool = False
    contact_point_id: int | None = None


def _one_line(text: str) -> str:
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in text):
        raise PydanticCustomError("letters.subject_line", "A subject is one line of text.")
    return text


class LetterEdit(BaseModel):
    """An officer's wording of a draft."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    letter_ref: str
    subject: Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_line)]
    body: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
