"""A bucket gives its tokens, fills again, and forgets whom it counted."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from appealdesk.foundation.db import fetch_value
from appealdesk.foundation.limits import Limit, forget_full_buckets, spend
from appealdesk.foundation.models import Bucket
from appealdesk.foundation.refusals import Refusal
from tests.cast import NOW

THREE = Limit(name="test", burst=3, every=timedelta(seconds=10))


def waits(seconds: float, *, who: str = "192.0.2.1", limit: Limit = THREE) -> int:
    """The seconds to wait for a token at this moment; 0 where one was given."""
    try:
        spend(limit, who=who, now=NOW + timedelta(seconds=seconds))
    except Refusal as refusal:
        return int(str(refusal.values["seconds"]))
    return 0


@pytest.mark.django_db
def test_a_burst_is_given_and_then_one_for_each_interval() -> None:
    assert [waits(at) for at in (0, 0, 1, 2, 9.9, 10, 10, 20, 61, 61, 61, 61)] == [0, 0, 0, 8, 1, 0, 10, 0, 0, 0, 0, 10]


@pytest.mark.django_db
def test_networks_and_doors_have_buckets_of_their_own() -> None:
    other = Limit(name="other", burst=1, every=timedelta(seconds=10))

    first = [waits(0), waits(0), waits(0), waits(0)]
    others = [waits(0, who="192.0.2.2"), waits(0, limit=other), waits(0, limit=other)]

    assert (first, others) == ([0, 0, 0, 10], [0, 0, 10])


@pytest.mark.django_db
def test_this_machine_is_not_counted() -> None:
    assert ([waits(0, who="") for _turn in range(9)], Bucket.objects.count()) == ([0] * 9, 0)


@pytest.mark.django_db
def test_no_address_is_stored_and_a_full_bucket_is_forgotten() -> None:
    waits(0)
    waits(0, who="192.0.2.2")
    waits(0, who="192.0.2.2")
    keys = [bytes(key) for key in Bucket.objects.values_list("key", flat=True)]

    gone = forget_full_buckets(now=NOW + timedelta(seconds=11))

    assert ([len(key) for key in keys], any(b"192.0.2" in key for key in keys)) == ([16, 16], False)
    assert (gone, Bucket.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_same_network_has_another_key_tomorrow() -> None:
    waits(0)
    waits(86_400)

    assert Bucket.objects.count() == 2


@pytest.mark.django_db
def test_the_table_is_in_no_log_and_so_in_no_replica() -> None:
    assert fetch_value("SELECT relpersistence FROM pg_class WHERE relname = 'foundation_bucket'") == "u"


class AnyPace(TestCase):
    """Hypothesis runs each example in a transaction of its own."""

    @given(st.lists(st.integers(min_value=0, max_value=30), max_size=30))
    def test_no_window_gives_more_than_its_burst_and_its_intervals(self, pauses: list[int]) -> None:
        at, given_at = 0, []
        for pause in pauses:
            at += pause
            if waits(at) == 0:
                given_at.append(at)

        for start, first in enumerate(given_at):
            for count, last in enumerate(given_at[start:], start=1):
                assert count <= THREE.burst + (last - first) / 10
