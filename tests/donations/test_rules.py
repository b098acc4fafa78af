"""Of a large file every line balances, the rules find nearly every pledge, and never a wrong one."""

import random

from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.inputs import PledgeInput
from appealdesk.donations.models import Donation, StatementLine
from appealdesk.foundation.db import acting
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput
from tests.cast import NOW, Cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import balances, reconciled, violations

FAMILIES = {
    "ｻﾄｳ": "サトウ",
    "ｽｽﾞｷ": "スズキ",
    "ﾀｶﾊｼ": "タカハシ",
    "ﾀﾅｶ": "タナカ",
    "ﾜﾀﾅﾍﾞ": "ワタナベ",
    "ｼﾖｳｼﾞ": "ショウジ",
    "ﾊﾂﾄﾘ": "ハットリ",
    "ｺﾊﾞﾔｼ": "コバヤシ",
}
GIVEN = {"ｹﾝｼﾞ": "ケンジ", "ﾕｳｺ": "ユウコ", "ｼﾞﾖﾝ": "ジョン", "ﾅｵﾐ": "ナオミ", "ﾊﾙｶ": "ハルカ"}
AMOUNTS = (3_000, 5_000, 10_000, 30_000)
STRANGERS = 1_200


def test_the_rules_find_nearly_every_pledge_and_never_a_wrong_one(cast: Cast) -> None:
    chance = random.Random(4)
    names = [(f"{a} {c}", f"{b} {d}") for a, b in FAMILIES.items() for c, d in GIVEN.items()]
    lines, theirs = [], {}
    for number, (written, reading) in enumerate(names):
        identity = IdentityInput(reading=reading, emails=(f"donor{number}@example.jp",), language="ja")
        donor = identify_person(
            actor=cast.system, now=NOW, identity=identity, source="donation", source_ref=f"p{number}"
        )
        amount = chance.choice(AMOUNTS)
        entry = PledgeInput(fund_ref=cast.fund_ref, currency="JPY", amount_minor=amount, person_id=donor.person_id)
        code = create_pledge(actor=cast.finance, now=NOW, entry=entry).code
        # Most keep their word, one in five gives more, and once somebody else pays another sum in the donor's place.
        paid = amount + 1_000 if number % 5 == 0 else amount
        payer = f"{code}{'ﾎｶﾉ ﾋﾄ' if number == 15 else written}"
        theirs[payer] = donor.person_id
        # A stranger's membership number that is by chance the same seven digits.
        lines += [gift(paid, payer), gift(700 + number, f"{code}ｶｲｲﾝ ﾀﾛｳ")]
    for number in range(STRANGERS):
        prefix = str(chance.randrange(10**6, 10**7)) if number % 10 == 0 else ""
        lines.append(gift(chance.choice(AMOUNTS), f"{prefix}{chance.choice(names)[0]}"))
    chance.shuffle(lines)

    result = reconciled(cast, bank_file(*lines))

    total = sum(line.amount_minor for line in lines)
    with acting(cast.system):
        found = dict(Donation.objects.filter(person_id__isnull=False).values_list("line__number", "person_id"))
        waiting = StatementLine.objects.filter(waits=True).count()
    wrong = [number for number, person in found.items() if theirs.get(lines[number - 1].payer) != person]
    assert (balances(cast), violations(cast)) == ({"bank": total, "fund": -total}, [])
    assert (wrong, result.donations, waiting) == ([], len(lines), len(lines) - len(found))
    assert (len(found), result.matched_by_rule) == (len(names) - 1, len(names) - 1)
    assert len(found) >= 0.95 * len(names)
