"""The life of an appeal: from which state it may go to which, and what an appeal needs before it takes offers."""

from collections.abc import Mapping
from types import MappingProxyType

from appealdesk.appeals.models import Appeal

__all__ = ["LISTED", "TRANSITIONS", "WITH_REASON", "fixed_of_appeal", "fixed_of_position", "may_become"]

_S = Appeal.Status

# The one table of the allowed transitions. A closed appeal may open again, so that a mistake can be undone; what was
# withdrawn or superseded stays so, because people were told to go elsewhere.
TRANSITIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        _S.DRAFT: (_S.OPEN,),
        _S.OPEN: (_S.PAUSED, _S.CLOSED, _S.SUPERSEDED, _S.WITHDRAWN),
        _S.PAUSED: (_S.OPEN, _S.CLOSED, _S.SUPERSEDED, _S.WITHDRAWN),
        _S.CLOSED: (_S.OPEN, _S.SUPERSEDED, _S.WITHDRAWN, _S.ARCHIVED),
        _S.WITHDRAWN: (_S.ARCHIVED,),
        _S.SUPERSEDED: (_S.ARCHIVED,),
        _S.ARCHIVED: (),
    }
)
# Whoever is turned back at the door is told why.
WITH_REASON = frozenset({_S.PAUSED, _S.CLOSED, _S.WITHDRAWN, _S.SUPERSEDED})
# What stands in the public list. A draft has no address; an archived appeal has one, and is not listed any more.
LISTED = (_S.OPEN, _S.PAUSED, _S.CLOSED, _S.SUPERSEDED, _S.WITHDRAWN)

_READ_OF_APPEAL = frozenset({"slug", "titles", "summaries", "crisis_names"})
_READ_OF_POSITION = frozenset({"slug", "titles", "summaries", "kind", "place_kind", "country"})
_REST_OF_APPEAL = frozenset({"glide", "donation_details", "advisory_issuers", "mastodon_limit"})
_REST_OF_POSITION = frozenset({"wanted", "starts_on", "ends_on", "rank", "second_decision"})


def fixed_of_appeal(status: str) -> frozenset[str]:
    """The fields that stay as the public has read them; an archived appeal stays as it is."""
    if status == _S.DRAFT:
        return frozenset()
    return _READ_OF_APPEAL | (_REST_OF_APPEAL if status == _S.ARCHIVED else frozenset())


def fixed_of_position(status: str, *, has_criteria: bool) -> frozenset[str]:
    """The same of a position, by the state of its appeal; its kind stays once criteria are published under it."""
    if status == _S.DRAFT:
        return frozenset({"slug", "kind"}) if has_criteria else frozenset()
    return _READ_OF_POSITION | (_REST_OF_POSITION if status == _S.ARCHIVED else frozenset())


def may_become(status: str, to: str) -> bool:
    """True if an appeal in the one state may go over to the other."""
    return to in TRANSITIONS[status]
