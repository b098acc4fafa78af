"""Posts: never above a limit, never inside what readers call a character, always with the link at the end."""

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.text.social import NETWORKS, Post, count_for, posts_of

LINK = "https://desk.example/ja/appeals/help-for-ukraine/updates/X-7K3M9Q2XC/"
_FAMILY = "👨‍👩‍👧‍👦"
_pieces = st.sampled_from(
    [
        "a",
        "Z",
        " ",
        ". ",
        "! ",
        "あ",
        "漢",
        "っ",
        "。",
        "」",
        "「",
        "ї",
        "Щ",
        "é",
        _FAMILY,
        "🇺🇦",
        "👍🏽",
        "\n",
        "が",
        "が",
        "https://example.org/a/very/long/path ",
        "3",
        "千",
        "ﾊﾟ",
        "\u200b",
        "क्षि",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    ]
)
_texts = st.lists(_pieces, max_size=500).map("".join) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=700
)


def post(network: str, text: str, mastodon_limit: int = 500) -> Post:
    return posts_of(text, LINK, mastodon_limit=mastodon_limit)[NETWORKS.index(network)]


@given(text=_texts, mastodon_limit=st.integers(100, 1200))
@settings(max_examples=150, deadline=None)
def test_no_post_is_too_long_or_torn_and_each_ends_with_the_link(text: str, mastodon_limit: int) -> None:
    whole = unicodedata.normalize("NFC", text).strip()
    graphemes = regex.findall(r"\X", whole)

    for one in posts_of(text, LINK, mastodon_limit=mastodon_limit):
        start, _, link = one.text.rpartition("\n")
        assert link == LINK
        assert one.count == count_for(one.network, one.text) <= one.limit
        if one.network == "bluesky":
            assert len(one.text.encode()) <= 3000
        if one.cut:
            assert start.endswith("…")
            kept = regex.findall(r"\X", start.removesuffix("…").rstrip())
            assert kept == graphemes[: len(kept)]
            assert count_for(one.network, f"{whole}\n{LINK}") > one.limit or len(f"{whole}\n{LINK}".encode()) > 3000
        else:
            assert start == whole


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("abc", 3),
        ("漢字かなﾊﾟ", 12),
        ("слово", 5),
        # A composed letter counts once, however it was typed.
        ("e\u0301", 1),
        ("“quoted”", 8),
        ("👍", 2),
        (_FAMILY, 2),
        ("🇺🇦", 2),
        ("©", 1),
        ("©\ufe0f", 2),
        (LINK, 23),
        (f"а {LINK}", 25),
        ("see example.org now", 23 + 8),
        ("http://localhost:8000/", 22),
        ("あ" * 140, 280),
    ],
)
def test_x_weighs_letters_emoji_and_addresses(text: str, weight: int) -> None:
    assert count_for("x", text) == weight


def test_an_address_counts_in_full_on_bluesky_and_as_23_on_mastodon() -> None:
    assert (count_for("bluesky", LINK), count_for("mastodon", f"{_FAMILY} {LINK}")) == (len(LINK), 25)


def test_a_short_text_is_not_touched() -> None:
    assert post("x", "Thank you.").text == f"Thank you.\n{LINK}"


def test_a_long_text_ends_with_a_sentence_where_that_keeps_most_of_it() -> None:
    text = "Candidates must have experience. " * 12

    assert post("x", text).text == f"{('Candidates must have experience. ' * 7).strip()} …\n{LINK}"


def test_else_it_ends_with_a_word() -> None:
    text = "word " * 200

    assert post("bluesky", text).text.split("…")[0].endswith("word")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        # 127 full-width characters fit beside the link; the cut goes back to the end of the sentence.
        ("お問い合わせをありがとうございます。" * 10, "お問い合わせをありがとうございます。" * 7),
        # Without a sentence the cut may fall between kana, but not before the small one.
        ("あ" * 127 + "っ" + "た" * 100, "あ" * 126),
    ],
)
def test_japanese_ends_where_a_line_may_end(text: str, start: str) -> None:
    assert post("x", text).text == f"{start}…\n{LINK}"


def test_a_family_stays_together_and_bytes_count_on_bluesky() -> None:
    one = post("bluesky", _FAMILY * 290)

    assert (one.cut, one.text.count("\u200d") % 3, len(one.text.encode()) <= 3000, one.count < 250) == (
        True,
        0,
        True,
        True,
    )


def test_a_number_and_an_address_are_not_torn() -> None:
    address = "https://example.org/" + "a" * 200
    number = post("x", "あ" * 120 + "1234567890" * 3).text
    torn = post("bluesky", "word " * 30 + address + " more words").text

    assert (number, torn.startswith("word " * 30 + "https"), LINK in torn) == (f"{'あ' * 120}…\n{LINK}", False, True)
