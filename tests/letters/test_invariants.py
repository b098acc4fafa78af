"""Each invariant is silent on sound rows and names the row that is not."""

from datetime import timedelta

import pytest

from appealdesk.foundation.db import acting
from appealdesk.letters.invariants import INVARIANTS
from appealdesk.letters.models import Letter
from tests.letters.cast import drafted
from tests.people.cast import KEIKO, NOW, SYSTEM

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    with acting(SYSTEM):
        return [violation.name for check in INVARIANTS for violation in check()]


def test_sound_letters_violate_nothing() -> None:
    drafted(KEIKO)

    assert found() == []


def test_a_letter_that_left_before_it_was_approved_is_found() -> None:
    drafted(KEIKO, approve=True)
    with acting(SYSTEM):
        Letter.objects.update(status="sent", sent_at=NOW - timedelta(seconds=1))

    assert found() == ["letters.approved_first"]
