"""Groups of records that are one person: the surest links first, and never across two that are different.

Following every link joins strangers through a third record. So a link is taken only where no record of the one group
was found different from a record of the other; what is refused stays a pair of its own, for a person to look at.
"""

from collections import defaultdict
from collections.abc import Iterable

__all__ = ["group_records"]

Pair = tuple[int, int]


def group_records(links: Iterable[Pair], different: Iterable[Pair]) -> dict[int, int]:
    """The leader, which is the lowest number of its group, of each record that a link names.

    `links` come in the order in which they are taken. A record that no link names is a group by itself, and absent.
    """
    leaders: dict[int, int] = {}
    strangers: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in different:
        strangers[one].add(other)
        strangers[other].add(one)
    for one, other in links:
        leaders.setdefault(one, one)
        leaders.setdefault(other, other)
        kept, joined = sorted((_lead(leaders, one), _lead(leaders, other)))
        if kept == joined or joined in strangers.get(kept, ()):
            continue
        leaders[joined] = kept
        _inherit(strangers, kept, joined)
    return {record: _lead(leaders, record) for record in leaders}


def _lead(leaders: dict[int, int], record: int) -> int:
    while (leader := leaders[record]) != record:
        leaders[record] = record = leaders[leader]
    return record


def _inherit(strangers: defaultdict[int, set[int]], kept: int, joined: int) -> None:
    """Whoever was different from the joined group is different from the kept one."""
    for stranger in strangers.pop(joined, ()):
        strangers[stranger].discard(joined)
        strangers[stranger].add(kept)
        strangers[kept].add(stranger)
