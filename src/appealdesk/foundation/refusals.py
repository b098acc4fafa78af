"""A foreseen failure: a code, perhaps a field, and a sentence that says what to do next."""

from collections.abc import Mapping

__all__ = ["Foreseen", "NotFound", "Refusal"]


class Foreseen(Exception):  # noqa: N818 - the glossary's word; it is an answer rather than an error
    """Raised by an action that does not do what was asked, as a `Refusal` or as `NotFound`.

    `code` is stable and lower-case with dots, such as `enquiry.appeal_closed`; `sentence` is English and whole; doors
    translate it by its code, with `values` for the places in the sentence.
    """

    def __init__(
        self, code: str, sentence: str, *, field: str = "", values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.field = field
        self.values = dict(values or {})


class Refusal(Foreseen):
    """The actor may be here, but not do this: a page comes back with the sentence, and with what was typed."""


class NotFound(Foreseen):
    """Nothing is there, or the actor may not see it: the two look alike on purpose, and there is no page to return."""

    def __init__(self, thing: str) -> None:
        super().__init__("not_found", f"There is no such {thing}, or you may not see it.", values={"thing": thing})
