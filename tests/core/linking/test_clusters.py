"""Groups are made of the surest links, and never join two records that were found different."""

from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.linking.clusters import group_records

pairs = st.tuples(st.integers(0, 8), st.integers(1, 4)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def test_links_make_groups_and_the_oldest_record_leads() -> None:
    assert group_records([(5, 7), (2, 5), (8, 9)], []) == {2: 2, 5: 2, 7: 2, 8: 8, 9: 8}


def test_a_third_record_does_not_join_two_that_are_different() -> None:
    assert group_records([(1, 3), (2, 3)], [(1, 2)]) == {1: 1, 2: 2, 3: 1}


def test_who_joins_a_group_brings_those_they_differ_from() -> None:
    assert group_records([(1, 2), (3, 4), (1, 3)], [(2, 4)]) == {1: 1, 2: 1, 3: 3, 4: 3}


@given(st.lists(pairs, max_size=25), st.lists(pairs, max_size=12))
def test_no_group_holds_two_that_are_different(links: list[tuple[int, int]], different: list[tuple[int, int]]) -> None:
    groups = group_records(links, different)

    assert [pair for pair in different if pair[0] in groups and groups[pair[0]] == groups.get(pair[1])] == []
    assert all(groups[leader] == leader <= record for record, leader in groups.items())


@given(st.lists(pairs, max_size=25))
def test_without_differences_the_groups_are_what_links_connect(links: list[tuple[int, int]]) -> None:
    groups = group_records(links, [])

    assert all(groups[one] == groups[other] for one, other in links)
    assert len(set(groups.values())) >= len(groups) - len(links)
