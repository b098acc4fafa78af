"""Where the facts of the dictionary are asked, and how much room the profiles have for others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from psycopg.types.range import TimestamptzRange

from appealdesk.appeals.models import CriteriaRevision
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.core.criteria.tree import MAX_CHOICES
from appealdesk.foundation.refusals import Refusal

__all__ = ["BIRTH_SLOT", "SLOTS", "check_choices", "fact_uses", "slots_taken"]

# How many facts of each type a profile has room for; the screening profile has exactly these columns.
SLOTS: Final[Mapping[str, Sequence[str]]] = {
    "choice": tuple(f"c{number:02}" for number in range(1, 13)),
    "number": tuple(f"n{number:02}" for number in range(1, 11)),
    "flag": tuple(f"b{number:02}" for number in range(1, 13)),
    "date": tuple(f"d{number:02}" for number in range(1, 5)),
    "set": tuple(f"s{number:02}" for number in range(1, 7)),
    "validity": tuple(f"v{number:02}" for number in range(1, 5)),
}
# The birth date is identity: the profile keeps it shifted by a secret, in a column of its own.
BIRTH_SLOT: Final = "birth_day"


def fact_uses(organisation_id: int, *, now: datetime) -> Mapping[str, tuple[int, ...]]:
    """By fact, the keys of the positions whose criteria in force, or to come, ask it. One query."""
    rows = CriteriaRevision.objects.filter(position__appeal__organisation_id=organisation_id).exclude(
        effective__fully_lt=TimestamptzRange(now, None)
    )
    uses: dict[str, dict[int, None]] = {}
    for position_id, facts in rows.order_by("position_id").values_list("position_id", "document__facts"):
        for key in facts or {}:
            uses.setdefault(key, {})[position_id] = None
    return {key: tuple(positions) for key, positions in uses.items()}


def slots_taken(facts: Iterable[FactPage]) -> Mapping[str, tuple[int, int]]:
    """By type, how many places are taken, and how many there are."""
    taken = {fact.slot for fact in facts}
    return {kind: (sum(slot in taken for slot in slots), len(slots)) for kind, slots in SLOTS.items()}


def check_choices(kind: str, keys: Sequence[str]) -> None:
    """Refuses a list of answers that does not fit the type, or that criteria could not declare."""
    listed = kind in {"choice", "set"}
    if listed and not keys:
        raise Refusal("appeals.fact_no_choices", "A fact of this type needs its possible answers.", field="choices")
    if not listed and keys:
        raise Refusal("appeals.fact_choices", "A fact of this type has no list of answers.", field="choices")
    if len(keys) != len(set(keys)):
        raise Refusal("appeals.fact_choice_twice", "An answer stands twice in the list.", field="choices")
    if len(keys) > MAX_CHOICES:
        sentence = f"A fact has at most {MAX_CHOICES} answers."
        raise Refusal("appeals.fact_many_choices", sentence, field="choices", values={"most": MAX_CHOICES})
