"""How many persons bear a name: counted by the batch over keyed tokens, and read by whoever compares two records.

A count stands beside the token under which the name is stored anyway, and only for names that several persons bear, so
that it tells a thief nothing that the tokens do not. The counts of a search are frozen with it; its reference is their
version, and the newest finished search is in force for intake, desk and batch alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from appealdesk.core.names.frequency import FEWEST_BEARERS, Frequency, frequency_bits
from appealdesk.core.names.keys import KEYS_VERSION
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import token
from appealdesk.foundation.db import fetch_all
from appealdesk.people.models import KeyKind, Resolution

__all__ = ["count_names", "frequency_in_force", "frequency_of"]

_NAMES: Final = (KeyKind.KANJI, KeyKind.JAPANESE, KeyKind.EUROPEAN)
_MOST_COUNTED: Final = 10_000
_COUNT: Final = """
SELECT held.h, count(DISTINCT record.person_id) AS bearers
FROM people_identitykey AS held JOIN people_record AS record ON record.id = held.record_id
WHERE held.organisation_id = %(organisation)s AND record.organisation_id = %(organisation)s
  AND held.record_id <= %(last)s AND held.kind = ANY(%(kinds)s) AND held.rank = 0 AND held.key_version = %(version)s
GROUP BY held.kind, held.h HAVING count(DISTINCT record.person_id) >= %(least)s
ORDER BY bearers DESC, held.h LIMIT %(most)s
"""
_PEOPLE: Final = """
SELECT count(DISTINCT person_id) FROM people_record
WHERE organisation_id = %(organisation)s AND sealed IS NOT NULL AND id <= %(last)s
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    people: int
    others: int  # How many persons at most bear a name that is not among the counted ones.
    bearers: Mapping[str, int]

    def bits(self, kind: str, value: str) -> float:
        return frequency_bits(self.people, self.bearers.get(token(kind, value).hex(), self.others))


def count_names(*, actor: Actor, last: int) -> dict[str, Any]:
    """The commonest names of the organisation's persons, by their tokens, as a search keeps them. Two queries."""
    values = {
        "organisation": actor.own_organisation,
        "last": last,
        "kinds": [int(kind) for kind in _NAMES],
        "version": KEYS_VERSION,
        "least": FEWEST_BEARERS,
        "most": _MOST_COUNTED,
    }
    rows = fetch_all(_COUNT, values)
    ((people,),) = fetch_all(_PEOPLE, values)
    others = rows[-1][1] if len(rows) == _MOST_COUNTED else FEWEST_BEARERS - 1
    names = {bytes(held).hex(): bearers for held, bearers in rows}
    return {"keys": KEYS_VERSION, "people": people, "others": others, "names": names}


def frequency_in_force(actor: Actor) -> Frequency | None:
    """By the newest finished search; None where none has counted. One query, and one more for new counts."""
    newest = Resolution.objects.filter(
        organisation_id=actor.own_organisation, status=Resolution.Status.FINISHED, frequencies__isnull=False
    )
    return frequency_of(newest.order_by("-pk").values_list("ref", flat=True).first())


def frequency_of(version: str | None) -> Frequency | None:
    """By the counts of the search with this reference."""
    counted = _read(version) if version else None
    return counted.bits if counted else None


# What a finished search has counted never changes.
@lru_cache(maxsize=8)
def _read(version: str) -> _Counted | None:
    told = Resolution.objects.values_list("frequencies", flat=True).get(ref=version)
    if told is None or told["keys"] != KEYS_VERSION:
        return None  # Tokens of other rules are not those of today; the next search counts anew.
    return _Counted(told["people"], told["others"], told["names"])
