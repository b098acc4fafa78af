"""The first scenes: the embassy sets up its desk, opens an account, and publishes the appeal."""

from datetime import datetime

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.appeals.actions.add import add_position
from appealdesk.appeals.actions.create import create_organisation
from appealdesk.appeals.actions.draft import draft_appeal
from appealdesk.appeals.actions.install import install_facts
from appealdesk.appeals.actions.open import open_appeal
from appealdesk.appeals.actions.permit import permit_position
from appealdesk.appeals.actions.publish import publish_criteria, publish_update
from appealdesk.appeals.inputs import AppealInput, LegalBasisInput, OrganisationInput, PositionInput
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.inputs import BankAccountInput, FundInput
from appealdesk.foundation.actor import Role, system_actor
from appealdesk.ops.story.bank_file import ACCOUNT_KEY
from appealdesk.ops.story.cast import TOKYO
from appealdesk.ops.story.stage import Stage, Tell, read_json, work_off
from appealdesk.placements.actions.add_way import add_way_to_help
from appealdesk.placements.inputs import WayToHelpInput

__all__ = ["DEMO_PASSWORD", "open_account", "open_the_appeal", "publish_document", "publish_proviso", "set_up_the_desk"]

# Only for the demonstration: it listens on this machine alone, and its people are invented.
DEMO_PASSWORD = "tokyo-march-2022"  # noqa: S105

_STAFF = (
    (Role.ADMINISTRATOR, "admin", "Administrator", "en"),
    (Role.DESK_OFFICER, "officer", "Desk officer", "ja"),
    (Role.DUTY_OFFICER, "duty", "Duty officer", "en"),
    (Role.FINANCE_OFFICER, "finance", "Finance officer", "ja"),
    (Role.PRESS_OFFICER, "press", "Press officer", "uk"),
)
_SECOND_DUTY = (Role.DUTY_OFFICER, "duty-2", "Second duty officer", "ja")


def set_up_the_desk(stage: Stage, tell: Tell) -> None:
    """24 February: the organisation, its fact dictionary and its staff."""
    now = datetime(2022, 2, 24, 18, 0, tzinfo=TOKYO)
    entry = OrganisationInput.model_validate(read_json("texts.json")["organisation"])
    stage.organisation_id = create_organisation(actor=system_actor(None), now=now, entry=entry).id
    install_facts(actor=stage.system, now=now)
    for role, login, name, language in (*_STAFF, _SECOND_DUTY):
        page = create_staff(
            actor=stage.system,
            now=now,
            login=login,
            display_name=name,
            role=role,
            language=language,
            password=DEMO_PASSWORD,
        )
        stage.staff.setdefault(role, page)


def open_account(stage: Stage, tell: Tell) -> None:
    """25 February: the draft of the appeal, its fund, and a bank account for humanitarian donations."""
    now = datetime(2022, 2, 25, 9, 0, tzinfo=TOKYO)
    texts = read_json("texts.json")
    admin = stage.officer(Role.ADMINISTRATOR)
    drafted = draft_appeal(actor=admin, now=now, entry=AppealInput.model_validate(texts["appeal"]))
    stage.appeal_id, stage.appeal_ref = drafted.id, drafted.ref
    fund = create_fund(actor=admin, now=now, entry=FundInput(names=texts["fund"], appeal_id=drafted.id))
    stage.fund_ref = fund.ref
    create_bank_account(
        actor=admin,
        now=now,
        entry=BankAccountInput(
            label="Test Bank, main branch, 1234567",
            currency="JPY",
            account_key=ACCOUNT_KEY,
            fund_ref=fund.ref,
            every_credit_is_donation=True,
        ),
    )


def open_the_appeal(stage: Stage, tell: Tell) -> None:
    """27 February: positions, their first criteria, ways to help, and the call to the public."""
    now = datetime(2022, 2, 27, 12, 0, tzinfo=TOKYO)
    texts = read_json("texts.json")
    admin = stage.officer(Role.ADMINISTRATOR)
    for number, position in enumerate(texts["positions"], start=1):
        entry = PositionInput.model_validate(position)
        added = add_position(actor=admin, now=now, appeal_ref=stage.appeal_ref, entry=entry)
        stage.positions[entry.slug], stage.position_ids[entry.slug] = added.ref, added.id
        if entry.kind == "combat":
            # Without it neither the criteria nor the appeal could be published.
            basis = LegalBasisInput.model_validate(texts["legal_basis"])
            permit_position(actor=admin, now=now, position_ref=added.ref, entry=basis)
        publish_document(stage, f"{entry.slug}-1", now)
        tell(number, len(texts["positions"]) + 1)
    for way in texts["ways"]:
        add_way_to_help(
            actor=admin,
            now=now,
            entry=WayToHelpInput.model_validate({**way, "appeal_id": stage.appeal_id}),
        )
    open_appeal(actor=admin, now=now, ref=stage.appeal_ref)
    publish_update(actor=admin, now=now, appeal_ref=stage.appeal_ref, texts=texts["updates"]["call"])
    work_off(now)


def publish_proviso(stage: Stage, tell: Tell) -> None:
    """28 February, 9:00: experience is needed now; everybody who wrote the day before is screened again."""
    now = datetime(2022, 2, 28, 9, 0, tzinfo=TOKYO)
    admin = stage.officer(Role.ADMINISTRATOR)
    publish_update(
        actor=admin, now=now, appeal_ref=stage.appeal_ref, texts=read_json("texts.json")["updates"]["proviso"]
    )
    publish_document(stage, "defence-2", now)
    work_off(now)


def publish_document(stage: Stage, name: str, now: datetime) -> None:
    """Publish one of the story's criteria files, approved by the duty officer."""
    document = read_json(f"criteria/{name}.json")
    publish_criteria(
        actor=stage.officer(Role.ADMINISTRATOR),
        now=now,
        position_ref=stage.positions[document["position"]],
        document=document,
        approved_by=stage.staff[Role.DUTY_OFFICER].ref,
    )
