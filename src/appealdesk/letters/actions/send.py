"""Sending an approved letter by e-mail, or keeping it for the printer where there is no address.

What cannot be decided now (no answer, "try later") raises, so that the worker tries again. Each letter has one
Message-ID for ever: should the process die between the server's "accepted" and our note, the second copy carries the
same one, and mail programs show it once.
"""

import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.core.mail import EmailMessage

from appealdesk.audit.actions.record import record_audit
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.letters.access import access_letter
from appealdesk.letters.models import Letter
from appealdesk.letters.queries.outbox import open_wording
from appealdesk.letters.queries.texts import AUTOMATIC
from appealdesk.people.actions.mark_failing import mark_failing
from appealdesk.people.queries.contacts import mail_target

__all__ = ["SentLetter", "send_letter"]


@dataclass(frozen=True, slots=True)
class SentLetter:
    """How the letter stands now, and by which channel it goes."""

    status: str
    channel: str


def send_letter(*, actor: Actor, now: datetime, letter_ref: str, sender: str) -> SentLetter:
    """Send one approved letter; a letter that has left or was cancelled is left alone."""
    with acting(actor):
        letter = access_letter(actor, letter_ref, lock=True)
        if letter.status != Letter.Status.APPROVED:
            return SentLetter(letter.status, letter.channel)
        target = mail_target(actor=actor, person_id=letter.person_id, point_id=letter.contact_point_id)
        if letter.sealed is None or (target is None and letter.kind == Letter.Kind.CONFIRM_ADDRESS):
            # A link that confirms an address means nothing on paper.
            _conclude(letter, Letter.Status.FAILED, actor=actor, now=now)
        elif target is None:
            letter.channel = Letter.Channel.PRINT
            letter.save(update_fields=["channel"])
        else:
            letter.channel = Letter.Channel.EMAIL
            letter.message_id = f"<{letter.ref}@{_domain(sender)}>"
            accepted = _deliver(letter, address=target.address, sender=sender, now=now)
            if not accepted:
                mark_failing(actor=actor, now=now, point_id=target.point_id)
            status = Letter.Status.SENT if accepted else Letter.Status.BOUNCED
            _conclude(letter, status, actor=actor, now=now)
    return SentLetter(letter.status, letter.channel)


def _conclude(letter: Letter, status: Letter.Status, *, actor: Actor, now: datetime) -> None:
    letter.status = status
    if status == Letter.Status.SENT:
        letter.sent_at = now
    letter.save(update_fields=["status", "sent_at", "channel", "message_id"])
    details = {"kind": letter.kind, "channel": letter.channel}
    record_audit(actor=actor, now=now, tag=f"letter.{status.value}", subject=letter.ref, details=details)


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _deliver(letter: Letter, *, address: str, sender: str, now: datetime) -> bool:
    """Hand the letter to the mail server: True if it took it, False if it refused the recipient for good."""
    wording = open_wording(letter)
    headers = {
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
        "Date": now.strftime("%a, %d %b %Y %H:%M:%S %z"),
    }
    if letter.kind in AUTOMATIC:
        headers["Auto-Submitted"] = "auto-replied"
    message = EmailMessage(subject=wording.subject, body=wording.body, from_email=sender, to=[address], headers=headers)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if not all(_is_final(code) for code in codes):
            raise
        return False
    except smtplib.SMTPDataError as error:
        if not _is_final(error.smtp_code):
            raise
        return False
    return True


def _is_final(code: int) -> bool:
    return 500 <= code < 600
