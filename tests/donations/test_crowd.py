"""A crowd pays with codes: each line is balanced, nearly each code finds its pledge by rule, and none finds another's.

APPEALDESK_CROWD says how many lines the file has; the story has 60,000.
"""

import os
import random
from datetime import date

from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.inputs import PledgeInput
from appealdesk.donations.models import Donation, Statement, StatementLine
from appealdesk.foundation.db import acting
from appealdesk.ops.story.bank_file import PledgedTransfer, write_story_file
from appealdesk.ops.story.cast import readings
from tests.cast import Cast
from tests.donations.money import LATER, balances, reconciled, violations

_LINES = int(os.environ.get("APPEALDESK_CROWD", "3000"))
_TOTAL = _LINES * 32_674
_FIRST = date(2022, 2, 25)
# One payer in twenty writes a code; of fifty who do, one mistypes a digit. For as many a stranger has that number, too.
_CODED = _LINES // 20
_ONE_IN = 50
_STRANGERS_SUM = 777


def _crowd(cast: Cast) -> tuple[list[PledgedTransfer], dict[str, str]]:
    """The transfers that begin with a number, and whose pledge a donor means with it: a reference, or nobody's."""
    chance = random.Random(2022)
    gifts, meant = [], {}
    for number in range(_CODED):
        amount = chance.choice((3_000, 5_000, 10_000, 30_000))
        entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=amount)
        pledge = create_pledge(actor=cast.finance, now=LATER, entry=entry)
        code, payer = pledge.code, " ".join(chance.choice(readings()))
        if number % _ONE_IN == 1:
            gifts.append(PledgedTransfer(code=code, payer="タニ ナオ", amount_minor=_STRANGERS_SUM, day=_FIRST))
        if number % _ONE_IN == 0:
            at = chance.randrange(len(code))
            code = f"{code[:at]}{(int(code[at]) + chance.randrange(1, 10)) % 10}{code[at + 1 :]}"
        gifts.append(PledgedTransfer(code=code, payer=payer, amount_minor=amount, day=_FIRST))
        meant[code] = pledge.ref if code == pledge.code else ""
    return gifts, meant


def test_a_crowd_with_codes_is_matched_by_rule_and_never_wrongly(cast: Cast) -> None:
    gifts, meant = _crowd(cast)
    data = write_story_file(readings=readings(), pledged=gifts, count=_LINES, total=_TOTAL, seed=7)

    result = reconciled(cast, data)

    with acting(cast.system):
        statement = Statement.objects.get()
        written = StatementLine.objects.exclude(pledge_code="").exclude(amount_minor=_STRANGERS_SUM)
        codes = dict(written.values_list("pk", "pledge_code"))
        found = dict(Donation.objects.exclude(pledge=None).values_list("line_id", "pledge__ref"))
        given = Donation.objects.count()
    assert found == {line: meant.get(codes.get(line, "")) for line in found}
    assert len(found) == result.matched_by_rule >= 0.95 * _CODED
    assert (given, statement.new_count, statement.total_minor) == (_LINES, _LINES, _TOTAL)
    assert balances(cast) == {"bank": _TOTAL, "fund": -_TOTAL}
    assert violations(cast) == []
