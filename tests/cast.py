"""One fixed cast for the tests of every app, made by the public actions: an office, its staff, an appeal, an account.

Everybody here is invented.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test.utils import override_settings

from appealdesk.accounts.actions.create_staff import create_staff
from appealdesk.donations.actions.create import create_bank_account, create_fund
from appealdesk.donations.inputs import BankAccountInput, FundInput
from appealdesk.foundation.actor import Actor, ActorKind, Role, system_actor
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from tests.enquiries.cast import Stage, set_stage
from tests.people.cast import NOW

__all__ = ["NOW", "Cast", "set_cast", "work_off"]

_PASSWORD = "correct horse battery"
_STAFF = (
    (Role.ADMINISTRATOR, "admin"),
    (Role.DESK_OFFICER, "desk"),
    (Role.DUTY_OFFICER, "duty"),
    (Role.FINANCE_OFFICER, "finance"),
    (Role.PRESS_OFFICER, "press"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """What the tests refer to. The account's file key is `account_key`; its donations are for the appeal's fund."""

    stage: Stage
    staff: dict[Role, str]
    fund_ref: str
    account_ref: str
    account_key: str

    @property
    def organisation_id(self) -> int:
        return self.stage.organisation_id

    @property
    def appeal_id(self) -> int:
        return self.stage.appeal_id

    @property
    def system(self) -> Actor:
        return system_actor(self.organisation_id)

    def officer(self, role: Role) -> Actor:
        """The member of staff in a role."""
        return Actor(
            kind=ActorKind.STAFF,
            ref=self.staff[role],
            organisation_id=self.organisation_id,
            role=role,
            language="ja",
        )

    @property
    def finance(self) -> Actor:
        return self.officer(Role.FINANCE_OFFICER)


def set_cast(
    slug: str = "relief-office",
    *,
    account_key: str = "9999-001-1-1234567",
    currency: str = "JPY",
    every_credit_is_donation: bool = True,
) -> Cast:
    """Create everything; two casts with two slugs are strangers to each other."""
    before = NOW - timedelta(days=3)
    stage = set_stage(slug)
    actor = system_actor(stage.organisation_id)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        staff = {
            role: create_staff(
                actor=actor,
                now=before,
                login=f"{slug}-{login}",
                display_name=login.capitalize(),
                role=role,
                language="ja",
                password=_PASSWORD,
            ).ref
            for role, login in _STAFF
        }
    names = {"ja": "人道支援", "en": "Humanitarian aid", "uk": "Гуманітарна допомога"}
    fund = create_fund(
        actor=actor, now=before, entry=FundInput.model_validate({"names": names, "appeal_id": stage.appeal_id})
    )
    account = create_bank_account(
        actor=actor,
        now=before,
        entry=BankAccountInput(
            label="Test Bank, main branch",
            currency=currency,
            account_key=account_key,
            fund_ref=fund.ref,
            every_credit_is_donation=every_credit_is_donation,
        ),
    )
    return Cast(stage=stage, staff=staff, fund_ref=fund.ref, account_ref=account.ref, account_key=account_key)


def work_off(now: datetime = NOW) -> None:
    """Do what the worker does until nothing waits that is due."""
    while dispatch_events(now=now) + run_jobs(now=now):
        pass
