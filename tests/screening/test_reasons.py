"""The library of reasons."""

import pytest

from appealdesk.foundation.languages import LANGUAGES
from appealdesk.screening.models import Decision
from appealdesk.screening.reasons import REASONS, Reason, reason_sentences, reasons_for


@pytest.mark.parametrize("reason", REASONS.values(), ids=lambda reason: reason.code)
def test_a_reason_is_whole_in_every_language(reason: Reason) -> None:
    assert set(reason.texts) == set(LANGUAGES)
    assert all(text.endswith((".", "。")) for text in reason.texts.values())
    assert len(set(reason.texts.values())) == len(LANGUAGES)
    assert reason.outcomes <= set(Decision.Outcome.values)


@pytest.mark.parametrize("outcome", sorted(set(Decision.Outcome.values) - {"undecided"}))
def test_every_decision_has_reasons(outcome: str) -> None:
    assert reasons_for(outcome)


def test_sentences_come_in_the_order_given() -> None:
    sentences = reason_sentences(["position_filled", "no_such_reason", "lacks_licence"], "en")

    assert sentences == ("Enough people have been found for this role.", "This role needs a licence that is valid now.")
