"""A sentence that remembers what was put into it, so that a door can say it in another language.

A reader of files knows what is wrong and says it in English, which the command line and the log show as it is. The desk
looks the words up in its catalogue and puts the same values in.
"""

from collections.abc import Mapping

__all__ = ["Sentence", "told"]


class Sentence(str):
    """The English sentence; `words` holds it with its places, `values` what stands in them, perhaps sentences again."""

    words: str
    values: Mapping[str, object]


def told(words: str, **values: object) -> Sentence:
    """The words with their places, such as `%(count)s`, filled in."""
    sentence = Sentence(words % values)
    sentence.words, sentence.values = words, values
    return sentence
