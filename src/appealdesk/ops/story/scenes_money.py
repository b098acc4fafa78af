"""The scenes with money: pledges with codes, the bank's file of 60,000 transfers, and the exchange rates."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from appealdesk.appeals.actions.load import load_rates
from appealdesk.donations.actions.confirm import confirm_statement
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.inputs import PledgeInput
from appealdesk.foundation.actor import Role
from appealdesk.ops.story.bank_file import PledgedTransfer, write_story_file
from appealdesk.ops.story.cast import TOKYO, readings
from appealdesk.ops.story.stage import Stage, Tell, read_bytes, work_off
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput

__all__ = ["STORY_TRANSFERS", "load_the_rates", "reconcile_the_file", "write_the_file"]

STORY_TRANSFERS = 60_000
_STORY_TOTAL = 1_960_412_500
_PLEDGES = 60
_STUDENT = 100_000


def write_the_file(stage: Stage, tell: Tell, folder: Path) -> Path:
    """People promise with a code for their transfer, one of them a student; the bank writes its file of five days."""
    chance = random.Random(stage.seed)  # noqa: S311 - a story, not a secret
    pledged = [_pledge(stage, number, chance) for number in range(_PLEDGES)]
    tell(1, 2)
    data = write_story_file(
        readings=readings(), pledged=pledged, count=STORY_TRANSFERS, total=_STORY_TOTAL, seed=stage.seed
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "zengin_01_2022-03-02.txt"
    path.write_bytes(data)
    tell(2, 2)
    return path


def reconcile_the_file(stage: Stage, tell: Tell, path: Path) -> None:
    """2 March: the finance officer uploads the file; it is stored, posted and reconciled like any other."""
    now = datetime(2022, 3, 2, 10, 0, tzinfo=TOKYO)
    finance = stage.officer(Role.FINANCE_OFFICER)
    received = receive_statement(actor=finance, now=now, data=path.read_bytes(), file_name=path.name)
    confirm_statement(actor=finance, now=now, statement_ref=received.ref)
    import_statement(actor=stage.system, now=now, statement_ref=received.ref, on_progress=tell)
    reconcile_statement(actor=stage.system, now=now, statement_ref=received.ref)
    work_off(now + timedelta(seconds=20))


def load_the_rates(stage: Stage, tell: Tell) -> None:
    """2 March: the reference rates of the European Central Bank."""
    now = datetime(2022, 3, 2, 17, 0, tzinfo=TOKYO)
    load_rates(actor=stage.system, now=now, data=read_bytes("ecb_2022.csv"), format="ecb-csv")


def _pledge(stage: Stage, number: int, chance: random.Random) -> PledgedTransfer:
    """A donor promises an amount; the first is the student with 100,000 yen."""
    names = readings()
    family, given = names[number % len(names)][0], names[(number * 7 + 3) % len(names)][1]
    reading = f"{family} {given}"
    now = datetime(2022, 2, 25, 12, 0, tzinfo=TOKYO) + timedelta(minutes=number)
    identity = IdentityInput(reading=reading, emails=(f"donor{number:03}@example.jp",), language="ja")
    donor = identify_person(
        actor=stage.system, now=now, identity=identity, source="donation", source_ref=f"story-{number:03}"
    )
    amount = _STUDENT if number == 0 else chance.choice((3_000, 5_000, 10_000, 30_000))
    pledge = create_pledge(
        actor=stage.system,
        now=now,
        entry=PledgeInput(fund_ref=stage.fund_ref, currency="JPY", amount_minor=amount, person_id=donor.person_id),
    )
    day = date(2022, 2, 28) if number == 0 else date(2022, 2, 25) + timedelta(days=chance.randrange(5))
    return PledgedTransfer(code=pledge.code, payer=reading, amount_minor=amount, day=day)
