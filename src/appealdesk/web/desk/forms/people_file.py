"""What is said beside a file of people: for which appeal it is, and who sends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.foundation.languages import LANGUAGES
from appealdesk.people.inputs import SpeakerInput
from appealdesk.web.desk.forms.phone import Caller, identity_of

__all__ = ["SENDER", "PeopleFileForm", "read_people_form"]

SENDER: Final = "sender-"
# What the sender is to everybody on the list.
_RELATIONS: Final = ("contact_of", "on_behalf")
_NAMES: Final = ("written", "reading", "latin", "phone", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFileForm:
    """The form with what was typed."""

    appeal: str = ""
    sender: Caller = field(default_factory=Caller)
    relation: str = _RELATIONS[0]
    agreed: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)
    relations: tuple[str, ...] = _RELATIONS
    languages: tuple[str, ...] = LANGUAGES

    @property
    def sender_problems(self) -> Mapping[str, str]:
        """What is wrong with the fields about the sender, by their names."""
        return {name.removeprefix(SENDER): text for name, text in self.problems.items() if name.startswith(SENDER)}

    @property
    def sender_typed(self) -> bool:
        """True where something is typed about the sender."""
        return any(getattr(self.sender, name) for name in _NAMES) or self.agreed


def read_people_form(data: QueryDict) -> tuple[SpeakerInput | None, PeopleFileForm]:
    """Who sends the file, if anybody is named, and the form to show again."""
    problems: dict[str, str] = {}
    language, relation = data.get(f"{SENDER}language", ""), data.get("relation", "")
    form = PeopleFileForm(
        appeal=data.get("appeal", ""),
        sender=Caller(
            **{name: data.get(f"{SENDER}{name}", "").strip() for name in _NAMES},
            language=language if language in LANGUAGES else "ja",
        ),
        relation=relation if relation in _RELATIONS else _RELATIONS[0],
        agreed=data.get("agreed") == "yes",
        problems=problems,
    )
    if not form.sender_typed:
        return None, form
    identity = identity_of(form.sender, problems, SENDER)
    if identity is None:
        return None, form
    if not identity.has_name:
        problems[f"{SENDER}written"] = _("Write the sender's name as well, or leave these fields empty.")
        return None, form
    said = {"identity": identity, "relation": form.relation, "agreed": form.agreed}
    return SpeakerInput.model_validate(said), form
