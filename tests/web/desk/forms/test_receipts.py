"""What an officer types about receipts."""

import pytest

from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.receipts import goods_minor


@pytest.mark.parametrize(
    ("typed", "minor"), [("", 0), (" ", 0), ("40", 4_000), ("40.00", 4_000), ("40,00", 4_000), ("1,234.50", 123_450)]
)
def test_a_value_is_read_as_each_culture_writes_it(typed: str, minor: int) -> None:
    assert goods_minor(typed, "USD") == minor


@pytest.mark.parametrize("typed", ["-40", "forty", "12.500"])
def test_what_is_no_clear_value_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        goods_minor(typed, "USD")

    assert refused.value.field == "goods_value"
