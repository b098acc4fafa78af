"""A criteria document as text: the same document, in the order of the format."""

import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.criteria.written import written_document
from tests.core.criteria.invented import invent_document


@given(seed=st.integers(0, 2**32), leaves=st.integers(1, 12))
def test_the_text_is_the_document(seed: int, leaves: int) -> None:
    document = invent_document(Random(seed), leaves)

    assert json.loads(written_document(document)) == document


def test_the_keys_stand_in_the_order_of_the_format() -> None:
    leaf = {"value": 1, "op": "gte", "id": "years", "fact": "service_years"}
    document = {"criteria": {"all": [leaf], "id": "root"}, "zeal": 1, "facts": {}, "schema": "appealdesk.criteria/1"}

    keys = [line.split('"')[1] for line in written_document(document).splitlines() if '":' in line]

    assert keys == ["schema", "facts", "criteria", "id", "all", "id", "fact", "op", "value", "zeal"]
