"""The text of a public update, cut to what X, Bluesky and Mastodon let through, always with the link at its end.

How each of them counts:

- X: a weighted length of at most 280 (developer.x.com, "Counting characters", configuration 3). Letters of four light
  ranges, which hold Latin and Cyrillic, weigh 1; everything else, such as kana and kanji, weighs 2; an emoji weighs 2
  as a whole, and a web address 23 whatever its length.
- Bluesky: at most 300 graphemes and 3,000 bytes of UTF-8, with the address in full
  (lexicon `app.bsky.feed.post`).
- Mastodon: as many graphemes as the instance allows, 500 by default, with an address counting as 23.

A text that is too long ends at a sentence if that keeps enough of it, else at a word; Japanese has no spaces, so that a
line-breaking rule says where it may end: never before a closing bracket or a small kana, never inside a number. What
readers call one character is never taken apart, and neither is a web address.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import regex

__all__ = ["LIMITS", "NETWORKS", "Post", "count_for", "posts_of"]

NETWORKS: Final = ("x", "bluesky", "mastodon")
LIMITS: Final = {"x": 280, "bluesky": 300, "mastodon": 500}
_BLUESKY_BYTES: Final = 3000
_ADDRESS_COUNTS: Final = 23
_ELLIPSIS: Final = "…"
# A sentence that keeps this share of what there is room for is better than a few words more.
_ENOUGH: Final = 0.6
_ADDRESS = regex.compile(r"https?://[!-~]+")
# What X takes for an address, with or without its scheme: a name with a dot and a last part of letters.
_ADDRESS_ON_X = regex.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#][!-~]*)?", regex.IGNORECASE)
_LIGHT_ON_X: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3")
_PIECES = regex.compile(r"https?://[!-~]+|\X")
_SENTENCE = regex.compile(r"""[.!?…]["»”’)]*(?=\s)|[。！？][」』）]*|\n""")
# Japanese line-breaking (JIS X 4051): what may not begin a line, and what may not end one.
_NO_START: Final = frozenset(
    "、。，．・：；？！）」』】〉》〕］｝ー々ゝゞヽヾ〜…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％℃"
)
_NO_END: Final = frozenset("（「『【〈《〔［｛¥$＄￥")


@dataclass(frozen=True, slots=True)
class Post:
    """A text for one network: `count` of `limit` as that network counts, and whether it had to be cut."""

    network: str
    text: str
    count: int
    limit: int
    cut: bool


def posts_of(text: str, link: str, *, mastodon_limit: int = LIMITS["mastodon"]) -> tuple[Post, ...]:
    """The update as a post on each network, with its address on a line of its own.

    The link has to fit by itself; none of ours comes near a limit.
    """
    return tuple(
        _post(network, text, link, mastodon_limit if network == "mastodon" else LIMITS[network]) for network in NETWORKS
    )


def count_for(network: str, text: str) -> int:
    """How long the text is for a network."""
    return _COUNTS[network](text)


def _post(network: str, text: str, link: str, limit: int) -> Post:
    whole = unicodedata.normalize("NFC", text).strip()

    def fits(candidate: str) -> bool:
        if network == "bluesky" and len(candidate.encode()) > _BLUESKY_BYTES:
            return False
        return _COUNTS[network](candidate) <= limit

    full = f"{whole}\n{link}" if whole else link
    if fits(full):
        return Post(network, full, count_for(network, full), limit, cut=False)
    short = _shortened(whole, lambda start: fits(f"{start}\n{link}"))
    post = f"{short}\n{link}"
    return Post(network, post, count_for(network, post), limit, cut=True)


def _shortened(whole: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning that fits with its ellipsis, ended where a reader would end it."""
    pieces = _PIECES.findall(whole)
    most = _most(pieces, fits)
    end = _end_of_sentence(pieces, most)
    if end < most * _ENOUGH:
        end = _end_of_word(pieces, most) or max(end, most)
    # Whatever a network counts in a way that a part of a text does not foretell: shorter until it fits.
    while end and not fits(_ended(pieces[:end])):
        end -= 1
    return _ended(pieces[:end])


def _ended(pieces: list[str]) -> str:
    start = "".join(pieces).rstrip()
    return (
        f"{start} {_ELLIPSIS}"
        if start.endswith((".", "!", "?")) or _ADDRESS.search(start[-200:])
        else start + _ELLIPSIS
    )


def _most(pieces: list[str], fits: Callable[[str], bool]) -> int:
    """How many pieces fit at most, by halving."""
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(_ended(pieces[:middle])):
            low = middle
        else:
            high = middle - 1
    return low


def _end_of_sentence(pieces: list[str], most: int) -> int:
    ends = [match.end() for match in _SENTENCE.finditer("".join(pieces[: most + 1]))]
    length, best = 0, 0
    for place, piece in enumerate(pieces[:most], start=1):
        length += len(piece)
        if length in ends:
            best = place
    return best


def _end_of_word(pieces: list[str], most: int) -> int:
    for place in range(most, 0, -1):
        if place == len(pieces) or _may_end(pieces[place - 1], pieces[place]):
            return place
    return 0


def _may_end(before: str, after: str) -> bool:
    if after.isspace() or before.isspace():
        return True
    if after in _NO_START or before in _NO_END:
        return False
    # Between two letters of an alphabet, or two digits, a word or a number would be torn.
    return not (_is_of_a_word(before) and _is_of_a_word(after))


def _is_of_a_word(piece: str) -> bool:
    first = piece[0]
    return first.isalnum() and not regex.match(r"[\p{Han}\p{Hiragana}\p{Katakana}]", first)


def _weight(text: str) -> int:
    plain = unicodedata.normalize("NFC", text)
    addresses = _ADDRESS_ON_X.findall(plain)
    rest = _ADDRESS_ON_X.sub("", plain)
    return _ADDRESS_COUNTS * len(addresses) + sum(map(_weight_of_grapheme, regex.findall(r"\X", rest)))


def _weight_of_grapheme(grapheme: str) -> int:
    if _EMOJI.search(grapheme):
        return 2
    return sum(1 if any(low <= ord(letter) <= high for low, high in _LIGHT_ON_X) else 2 for letter in grapheme)


def _graphemes(text: str) -> int:
    return len(regex.findall(r"\X", text))


def _graphemes_with_short_addresses(text: str) -> int:
    return _graphemes(_ADDRESS.sub("x" * _ADDRESS_COUNTS, text))


_COUNTS: Final[dict[str, Callable[[str], int]]] = {
    "x": _weight,
    "bluesky": _graphemes,
    "mastodon": _graphemes_with_short_addresses,
}
