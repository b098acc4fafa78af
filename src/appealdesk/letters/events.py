"""What letters tell the worker."""

from dataclasses import dataclass

__all__ = ["LetterApproved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterApproved:
    """A letter may leave."""

    letter_ref: str
