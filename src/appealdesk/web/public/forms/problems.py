"""What is wrong with a form: where, what, and what to do, in the visitor's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from pydantic import ValidationError

__all__ = ["MESSAGE_LIMIT", "Problem", "Problems", "problem_text"]

MESSAGE_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem; `field` is the name of the field, `anchor` the id of the element to go to."""

    field: str
    anchor: str
    sentence: str


# Sentences by the stable codes of what is called, so that each language has its own natural one. The context keeps
# them apart from those of the desk, which speaks to colleagues.
_BY_CODE: Mapping[str, Promise] = MappingProxyType(
    {
        "name.blank": pgettext_lazy("form", "Write your name as you usually write it."),
        "name.too_long": pgettext_lazy("form", "This name is longer than 200 characters. Shorten it."),
        "name.control_character": pgettext_lazy(
            "form", "There is an invisible character in this name. Type the name again instead of pasting it."
        ),
        "name.emoji": pgettext_lazy("form", "There is an emoji or a symbol in this name. Use letters only."),
        "name.no_letter": pgettext_lazy("form", "There is no letter in this name. Write it out."),
        "name.not_kana": pgettext_lazy("form", "Write the reading in kana only, for example アオキ ケイコ."),
        "name.not_latin": pgettext_lazy(
            "form", "Write this name in Latin letters as in your passport, for example AOKI KEIKO."
        ),
        "people.birth_date_early": pgettext_lazy("form", "This year of birth is too long ago. Check the year."),
        "mail.white_space": pgettext_lazy(
            "form", "There is a space or an invisible character in this e-mail address. Take it out."
        ),
        "mail.no_at": pgettext_lazy("form", "An e-mail address has an @ in it, as in name@example.org. Check it."),
        "mail.bad_domain": pgettext_lazy(
            "form", "What stands after the @ is no place that mail can reach. It looks like name@example.org."
        ),
        "mail.too_long": pgettext_lazy("form", "This e-mail address is too long. Check it."),
        "phone.too_long": pgettext_lazy("form", "This phone number is too long. Write one number only."),
        "phone.unreadable": pgettext_lazy(
            "form", "This is not a phone number that can be called. Write its digits, for example 090-1234-5678."
        ),
        "phone.wrong_length": pgettext_lazy(
            "form", "This phone number has too few or too many digits. Check it, for example 090-1234-5678."
        ),
        "people.text_characters": pgettext_lazy("form", "There are invisible characters in this text. Take them out."),
        "offer.contact_missing": pgettext_lazy(
            "form", "Give an e-mail address or a phone number, so that we can answer you."
        ),
        "offer.consent_missing": pgettext_lazy(
            "form", "Tick the box if you agree; without it we may not keep your offer."
        ),
        "offer.token": pgettext_lazy(
            "form",
            "This page was open for very long or came from elsewhere. "
            "Your answers are below: look at them and send them again.",
        ),
        "giving.closed": pgettext_lazy(
            "form",
            "This appeal has closed meanwhile, so that nothing was sent. What you wrote is still below, should you "
            "want to keep it.",
        ),
        "giving.no_cards": pgettext_lazy(
            "form",
            "Gifts by card are not taken any more, so that nothing was sent. What you wrote is still below, should "
            "you want to keep it.",
        ),
        "offer.message_characters": pgettext_lazy(
            "form", "There are invisible characters in your message. Take them out, or type the message again."
        ),
        "speaker.relation": pgettext_lazy("form", "Say for whom you speak."),
        "speaker.agreed": pgettext_lazy(
            "form", "Ask them first, and tick the box once they agree; without it we may not keep their offer."
        ),
        "speaker.their_name": pgettext_lazy("form", "Write the name of whoever offers help, as they usually write it."),
        "speaker.their_birth": pgettext_lazy(
            "form", "Write the date of birth of whoever offers help: this position has an age limit."
        ),
        "answer.choice": pgettext_lazy("form", "Choose one of the answers."),
        "answer.number": pgettext_lazy("form", "Write a number in digits, for example 3 or 2.5."),
        "answer.number_range": pgettext_lazy("form", "Write a number from 0 to 1,000,000."),
        "answer.date_incomplete": pgettext_lazy("form", "Write the year, the month and the day in digits."),
        "answer.date_impossible": pgettext_lazy(
            "form", "There is no such day in the calendar. Check the year, the month and the day."
        ),
        "answer.birth_future": pgettext_lazy(
            "form", "This day has not come yet. Write the day on which you were born."
        ),
        "answer.validity_order": pgettext_lazy("form", "The last day lies before the first day. Check both."),
        "answer.birth_missing": pgettext_lazy("form", "Write your date of birth: this position has an age limit."),
    }
)
_LENGTH_CODES = frozenset({"string_too_long", "too_long"})


def problem_text(code: str) -> str:
    """The sentence for a code; an unknown code still says what to do."""
    sentence = _BY_CODE.get(code)
    return str(sentence) if sentence else _("Check this answer: it could not be read.")


class Problems:
    """Collects problems in the order of the form, at most one a field."""

    def __init__(self) -> None:
        self._by_field: dict[str, Problem] = {}

    def add(self, field: str, code: str, *, anchor: str = "") -> None:
        """Note a problem by its code."""
        self.say(field, problem_text(code), anchor=anchor)

    def say(self, field: str, sentence: str, *, anchor: str = "") -> None:
        """Note a problem with its own sentence."""
        self._by_field.setdefault(field, Problem(field, anchor or field, sentence))

    def add_validation(self, error: ValidationError, anchors: Mapping[str, tuple[str, str]]) -> None:
        """Note what pydantic found; `anchors` maps its fields to those of the form."""
        for finding in error.errors(include_url=False, include_input=False, include_context=True):
            name = str(finding["loc"][0]) if finding["loc"] else ""
            field, anchor = anchors.get(name, (name, name))
            if finding["type"] in _LENGTH_CODES:
                limit = finding.get("ctx", {}).get("max_length", MESSAGE_LIMIT)
                sentence = pgettext("form", "This is longer than %(limit)d characters. Shorten it.") % {"limit": limit}
                self.say(field, sentence, anchor=anchor)
            else:
                self.add(field, finding["type"], anchor=anchor)

    def __bool__(self) -> bool:
        return bool(self._by_field)

    def __len__(self) -> int:
        return len(self._by_field)

    def ordered(self, fields: tuple[str, ...]) -> tuple[Problem, ...]:
        """The problems in the order of the form's fields; any other comes first."""
        place = {field: at for at, field in enumerate(fields)}
        return tuple(sorted(self._by_field.values(), key=lambda problem: place.get(problem.field, -1)))

    def of(self, field: str) -> str:
        """The sentence of a field, or an empty text."""
        problem = self._by_field.get(field)
        return problem.sentence if problem else ""
