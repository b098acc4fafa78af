"""What an officer fills in about a document: what it shows, what was checked and until when it holds, or why not."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.http import QueryDict
from pydantic import ValidationError

from appealdesk.enquiries.inputs import LONGEST_NOTE, EvidenceCheckInput
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.shared.refusals import refusal_sentence

__all__ = ["CheckForm", "read_check"]

_VERDICTS: Final = ("verified", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckForm:
    """What the forms hold; `problem` belongs to the form of `verdict`."""

    verdict: str = ""
    fact_keys: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""
    valid_until: str = ""
    seen: str = ""
    problem: str = ""
    problem_field: str = ""

    def refused(self, refusal: Refusal) -> "CheckForm":
        """The same form with what is wrong with it."""
        return replace(self, problem=refusal_sentence(refusal), problem_field=refusal.field)

    def to_input(self, ref: str) -> EvidenceCheckInput:
        """The input of the action. Raises Refusal for a day that there is not, and for what no form sends."""
        until = None
        if self.valid_until:
            try:
                until = date.fromisoformat(self.valid_until)
            except ValueError:
                sentence = "There is no such day. Write year, month and day, for example 2023-04-09."
                raise Refusal("desk.no_such_day", sentence, field="valid_until") from None
        try:
            return EvidenceCheckInput.model_validate(
                {
                    "evidence_ref": ref,
                    "verdict": self.verdict,
                    "fact_keys": self.fact_keys,
                    "reason": self.reason,
                    "note": self.note,
                    "valid_until": until,
                    "seen": self.seen,
                }
            )
        except ValidationError:
            sentence = f"The note has more than {LONGEST_NOTE} characters, or invisible ones. Shorten it."
            raise Refusal("desk.note_long", sentence, field="note", values={"limit": LONGEST_NOTE}) from None


def read_check(data: QueryDict) -> CheckForm | None:
    """The form as it was sent; None where it names no verdict."""
    verdict = data.get("verdict", "")
    if verdict not in _VERDICTS:
        return None
    return CheckForm(
        verdict=verdict,
        fact_keys=tuple(data.getlist("fact")),
        reason=data.get("reason", ""),
        note=data.get("note", "").replace("\r\n", "\n"),
        valid_until=data.get("valid_until", "").strip(),
        seen=data.get("seen", ""),
    )
