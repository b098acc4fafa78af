"""A letter to somebody, and a mail server that listens."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from appealdesk.letters.actions.draft import DraftedLetter, draft_letter
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.inputs import IdentityInput
from tests.people.cast import NOW, SYSTEM

__all__ = ["SENDER", "Postbox", "drafted", "listening", "somebody", "values"]

SENDER = "支援窓口 <desk@relief.example>"


def values(**more: str) -> dict[str, str]:
    """What the texts of the letters name."""
    return {
        "organisation": "東京支援室",
        "appeal": "ウクライナへの支援",
        "link": "https://desk.example/ja/confirm/V-7K3M9Q2XC/x/",
        "goods": "毛布、新品",
        "successor": "ウクライナへの新しい支援",
        "position": "防衛経験者",
        "reference": "A-7K3M9Q2XC",
        "status_link": "https://desk.example/ja/status/E-7K3M9Q2XC/secret/",
        "reason": "勤務経験が1年以上必要です。",
        "ways": "在宅での翻訳\n寄付\n3月5日の集い",
        "result": "条件を満たしていません",
        "next": "担当者が判断し、お知らせいたします。",
        "answer": "勤務経験を示す書類がまだ届いていません。",
        "amount": "100,000円",
        "received_on": "2022年3月2日",
        "purpose": "人道支援",
    } | more


def somebody(who: IdentityInput, source_ref: str = "E-1") -> Identified:
    """A person known from an enquiry."""
    return identify_person(actor=SYSTEM, now=NOW, identity=who, source="enquiry", source_ref=source_ref)


def drafted(
    who: IdentityInput, kind: str = "decision_declined", *, language: str = "ja", approve: bool = False
) -> DraftedLetter:
    """A letter to a person who is known from an enquiry."""
    person = somebody(who)
    return draft_letter(
        actor=SYSTEM,
        now=NOW,
        person_id=person.person_id,
        about_ref="A-7K3M9Q2XC",
        kind=kind,
        language=language,
        values=values(),
        approve=approve,
    )


@dataclass
class Postbox:
    """What the server took, and how it answers instead of taking."""

    answer: str = ""
    refuse_recipient: str = ""
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer:
            return self.answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"


class _AnyFreePort(Controller):
    """The system chooses the port, so that two test runs never want the same one."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # The library has no types.


@contextmanager
def listening(postbox: Postbox) -> Iterator[int]:
    """A real SMTP server on a free port of the loopback."""
    controller = _AnyFreePort(postbox, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
