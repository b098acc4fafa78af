"""Where two spellings differ, letter by letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.text.differences import Piece, mark_differences


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("髙橋", "高橋", ("[髙]橋", "[高]橋")),
        ("keiko@posteo.example", "keiko@post.example", ("keiko@post[eo].example", "keiko@post.example")),
        ("Keiko AOKI", "keiko aoki", ("Keiko AOKI", "keiko aoki")),
        ("Keiko", "Полтава", ("[Keiko]", "[Полтава]")),
        ("", "Keiko", ("", "Keiko")),
        ("İpek", "ipek", ("[İ]pek", "[i]pek")),
    ],
)
def test_the_letters_that_differ_are_marked(one: str, other: str, marked: tuple[str, str]) -> None:
    mine, theirs = mark_differences(one, other)

    assert (shown(mine), shown(theirs)) == marked


def test_of_dates_whole_words_are_marked() -> None:
    mine, theirs = mark_differences("14 July 1982", "17 April 1982", whole_words=True)

    assert (shown(mine), shown(theirs)) == ("[14] [July] 1982", "[17] [April] 1982")


@given(st.text(max_size=30), st.text(max_size=30), st.booleans())
def test_the_pieces_are_the_texts_again_and_equal_texts_have_no_mark(one: str, other: str, whole_words: bool) -> None:
    mine, theirs = mark_differences(one, other, whole_words=whole_words)
    same, _ = mark_differences(one, one, whole_words=whole_words)

    assert ("".join(piece.text for piece in mine), "".join(piece.text for piece in theirs)) == (one, other)
    assert not any(piece.differs for piece in same)
