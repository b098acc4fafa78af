"""The scenes with people: they write, telephone and are brought by a file; officers decide."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from appealdesk.enquiries.actions.import_people import import_people
from appealdesk.enquiries.actions.receive import receive_enquiry
from appealdesk.enquiries.inputs import EnquiryInput, FactAnswer
from appealdesk.foundation.actor import Actor, Role, public_actor
from appealdesk.ops.story.cast import TOKYO, Member, make_cast
from appealdesk.ops.story.stage import Stage, Tell, work_off
from appealdesk.people.inputs import IdentityInput

__all__ = ["first_afternoon", "people_file", "second_day", "the_file_of_a_company", "third_day"]

_BATCH = 20
_CONSENT = "2022-02"


def first_afternoon(stage: Stage, tell: Tell) -> None:
    """27 February: the first offers, judged by the first criteria."""
    _receive(stage, tell, _others(stage, date(2022, 2, 27)))


def second_day(stage: Stage, tell: Tell) -> None:
    """28 February: the telephone rings, and more people write."""
    _receive(stage, tell, _others(stage, date(2022, 2, 28)))


def third_day(stage: Stage, tell: Tell) -> None:
    """1 March: people go on offering help."""
    _receive(stage, tell, _others(stage, date(2022, 3, 1)))


def the_file_of_a_company(stage: Stage, tell: Tell) -> None:
    """1 March, 11:00: a company in Tokyo sends the people on its list as a file, in the encoding of its office."""
    now = datetime(2022, 3, 1, 11, 0, tzinfo=TOKYO)
    members = [member for member in make_cast(seed=stage.seed) if member.channel == "import"]
    result = import_people(
        actor=stage.officer(Role.DESK_OFFICER),
        now=now,
        appeal_id=stage.appeal_id,
        positions=stage.positions,
        data=people_file(members),
        on_progress=tell,
    )
    stage.enquiries.update({member.phone: ref for member, ref in zip(members, result.refs, strict=True)})
    work_off(now + timedelta(seconds=2))


def people_file(members: Sequence[Member]) -> bytes:
    """The members as the CSV file that `appealdesk people import` reads, in the cp932 of Japanese offices."""
    out = io.StringIO(newline="")
    facts = sorted({key for member in members for key in member.facts})
    writer = csv.writer(out)
    writer.writerow(
        ["position", "written", "reading", "latin", "birth_date", "email", "phone", "language", "message", *facts]
    )
    for member in members:
        writer.writerow(
            [
                member.position,
                member.written,
                member.reading,
                member.latin,
                member.birth_date.isoformat(),
                member.email,
                member.phone,
                member.language,
                member.message,
                *(_cell(member.facts.get(key)) for key in facts),
            ]
        )
    return out.getvalue().encode("cp932")


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case {"absent": reason}:
            return f"({reason})"
        case {"from": start, "until": until}:
            return f"{start}/{until}"
        case list():
            return " ".join(value)
    return str(value)


def _others(stage: Stage, day: date) -> list[Member]:
    """Those who came by themselves on a day."""
    return [member for member in make_cast(seed=stage.seed) if member.channel != "import" and member.at.date() == day]


def _receive(stage: Stage, tell: Tell, members: Sequence[Member]) -> None:
    for number, member in enumerate(members, start=1):
        actor: Actor = (
            stage.officer(Role.DESK_OFFICER)
            if member.channel == "phone"
            else public_actor(stage.organisation_id, language=member.language)
        )
        received = receive_enquiry(actor=actor, now=member.at, entry=_entry(stage, member))
        stage.enquiries[member.phone] = received.ref
        if number % _BATCH == 0 or number == len(members):
            work_off(member.at + timedelta(seconds=2))
            tell(number, len(members))


def _entry(stage: Stage, member: Member) -> EnquiryInput:
    return EnquiryInput(
        appeal_id=stage.appeal_id,
        organisation_id=stage.organisation_id,
        position_ref=stage.positions[member.position],
        kind="offer",
        channel=member.channel,
        language=member.language,
        identity=IdentityInput(
            written=member.written,
            reading=member.reading,
            latin=member.latin,
            birth_date=member.birth_date,
            emails=(member.email,) if member.email else (),
            phones=(member.phone,),
            language=member.language,
        ),
        facts={key: _answer(value) for key, value in member.facts.items()},
        message=member.message,
        consent_version=_CONSENT,
        submission=hashlib.sha256(f"{stage.seed} {member.phone}".encode()).digest()[:16],
        disposition="completed" if member.channel == "phone" else "",
    )


def _answer(value: Any) -> FactAnswer:
    if isinstance(value, dict) and "absent" in value:
        return FactAnswer(absent=value["absent"])
    return FactAnswer(value=value)
