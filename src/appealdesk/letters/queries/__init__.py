"""Reads of letters that return frozen pages."""

from appealdesk.letters.queries.outbox import (
    LetterPage,
    LetterRow,
    OutboxPage,
    letter_page,
    letters_about,
    outbox_page,
)

__all__ = ["LetterPage", "LetterRow", "OutboxPage", "letter_page", "letters_about", "outbox_page"]
