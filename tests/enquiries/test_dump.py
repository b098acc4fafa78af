"""A stolen database names nobody: pg_dump's text holds no name, address, number or birth date, however it is written.

The people are invented, in kanji, kana, Latin and Cyrillic. What the dump may hold (references, public texts, keyed
tokens, ciphertext) is looked for as well, so that an empty dump would fail.
"""

import base64
import csv
import hashlib
import io
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from appealdesk.enquiries.actions.add_evidence import add_evidence
from appealdesk.enquiries.actions.check_evidence import check_evidence
from appealdesk.enquiries.actions.correct_facts import correct_facts
from appealdesk.enquiries.actions.read import read_page
from appealdesk.enquiries.actions.take_people_file import take_people_file
from appealdesk.enquiries.inputs import EvidenceCheckInput, EvidenceInput, FactCorrection
from appealdesk.foundation.jobs import dispatch_events, run_jobs
from appealdesk.foundation.postgres_binaries import find_programs
from appealdesk.letters.actions.draft import draft_letter
from appealdesk.letters.actions.edit import edit_letter
from appealdesk.letters.inputs import LetterEdit
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.inputs import IdentityInput, SpeakerInput
from tests.core.documents.papers import photograph
from tests.enquiries.cast import Stage, processed, set_stage
from tests.letters.cast import values
from tests.people.cast import KEIKO, NOW, OKSANA, identity
from tests.postgres_plugin import Database

PEOPLE = (
    KEIKO,
    identity(
        written="東海林 さやか",
        reading="しょうじ さやか",
        birth_date=date(1975, 11, 30),
        emails=("sayaka.shoji@softbank.example",),
        phones=("080-9876-5431",),
        address="大阪府堺市中区深井沢町",
        notes="留守番電話に伝言",
    ),
    identity(reading="ﾊｾｶﾞﾜ ﾋﾛｼ", phones=("０３−５５４４−３３２１",), emails=("HIROSHI.Hasegawa@docomo.example",)),
    identity(latin="Jean-François Lefèvre", phones=("+33 6 12 34 56 98",), emails=("jf.lefevre@laposte.example",)),
    OKSANA,
)
SHORTEST = 5


def needles(person: IdentityInput) -> set[str]:
    """Everything that would give a person away: each form and part of the name, each address, number and date."""
    names = (person.written, person.reading, person.latin)
    parts = {part for name in names for part in (name, name.replace(" ", ""), *name.split())}
    mails = {half for mail in person.emails for half in (mail, mail.partition("@")[0])}
    numbers = {
        form
        for phone in person.phones
        for form in (phone, _digits(phone), _digits(phone).lstrip("0"), f"+81{_digits(phone).lstrip('0')}")
    }
    born = {person.birth_date.isoformat(), f"{person.birth_date:%Y%m%d}"} if person.birth_date else set()
    return {needle for needle in {*parts, *mails, *numbers, *born, person.address, person.notes} if needle}


def spellings(needle: str) -> Iterator[str]:
    """A text as a dump may show it: itself, JSON's escapes, and hexadecimal and base64 of its bytes."""
    for text in {needle, needle.lower(), needle.upper()}:
        yield text
        escaped = text.encode("ascii", "backslashreplace").decode()
        if escaped != text:
            yield escaped
        for encoded in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            if len(encoded) >= SHORTEST:
                yield encoded.hex()
                yield from _base64(encoded)


def _digits(phone: str) -> str:
    return "".join(str(int(letter)) for letter in phone if letter.isdecimal())


def _base64(raw: bytes) -> Iterator[str]:
    """The part of the base64 that does not depend on what stands before and after, for each of its three places."""
    for place in range(3):
        coded = base64.b64encode(bytes(place) + raw).decode()
        first, last = (0, 2, 3)[place], len(coded) - (0, 3, 2)[(place + len(raw)) % 3]
        if last - first >= SHORTEST:
            yield coded[first:last]


def given_away(dump: str, people: Iterable[IdentityInput]) -> set[str]:
    """The spellings that stand in the dump."""
    lowered = dump.lower()
    return {
        spelling
        for person in people
        for needle in needles(person)
        for spelling in spellings(needle)
        if spelling in dump or (spelling.isascii() and len(spelling) >= SHORTEST and spelling.lower() in lowered)
    }


def dumped(database: Database) -> str:
    """The whole database as pg_dump writes it."""
    database.let_owner_dump()
    programme = find_programs().path("pg_dump")
    told = subprocess.run([str(programme), "--dbname", database.owner_url], capture_output=True, text=True, check=True)
    return told.stdout


def live_through(stage: Stage) -> str:
    """Everybody writes, an officer corrects and rewords, the worker does its work; returns one reference."""
    references = []
    for number, person in enumerate(PEOPLE):
        made = processed(
            stage,
            submission=bytes([number]) * 16,
            identity=person,
            language=person.language,
            message=f"{person.written or person.latin or person.reading} {person.phones[0]}",
        )
        references.append(made.application_ref or "")
    entry = FactCorrection.model_validate(
        {"application_ref": references[0], "facts": {"service_years": {"value": 2}}, "source": "staff"}
    )
    correct_facts(actor=stage.staff(), now=NOW, entry=entry)
    household = KEIKO.model_copy(update={"written": "青木 一郎", "reading": "", "latin": ""})
    met = identify_person(actor=stage.system, now=NOW, identity=household, source="donation", source_ref="G-1")
    letter = draft_letter(
        actor=stage.system,
        now=NOW,
        person_id=met.person_id,
        about_ref=references[0],
        kind="decision_declined",
        language="ja",
        values=values(),
    )
    body = f"青木 恵子 様\n\n{KEIKO.phones[0]} にお電話いたします。"
    edit_letter(
        actor=stage.staff(), now=NOW, entry=LetterEdit(letter_ref=letter.ref, subject="青木 恵子 様へ", body=body)
    )
    send_list(stage)
    for _ in range(6):
        dispatch_events(now=NOW)
        run_jobs(now=NOW)
    return references[0]


def send_list(stage: Stage) -> None:
    """A list of the same people waits for somebody who confirms it; the first of them sends it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["position", "language", "written", "reading", "latin", "email", "phone"])
    for person in PEOPLE:
        forms = (person.written, person.reading, person.latin)
        writer.writerow(["defence", person.language, *forms, *(person.emails or ("",)), person.phones[0]])
    take_people_file(
        actor=stage.staff(),
        now=NOW,
        appeal_ref=stage.appeal_ref,
        data=out.getvalue().encode(),
        file_name="青木 恵子.csv",
        speaker=SpeakerInput(identity=KEIKO, relation="contact_of"),
    )


def test_a_dump_names_nobody(committed_db: Database) -> None:
    reference = live_through(set_stage())

    dump = dumped(committed_db)

    assert given_away(dump, PEOPLE) == set()
    assert reference in dump
    assert "東京支援室" in dump


def test_a_dump_holds_no_part_of_a_document(committed_db: Database) -> None:
    stage = set_stage()
    application = processed(stage).application_ref or ""
    came = photograph((900, 700), text="AOKI KEIKO 1982-07-14")
    entry = EvidenceInput(application_ref=application, fact_keys=("service_years",), data=came)
    added = add_evidence(actor=stage.staff(), now=NOW, entry=entry, most_bytes=10_000_000, most_documents=5)
    note = EvidenceCheckInput(
        evidence_ref=added.ref, verdict="verified", fact_keys=("service_years",), note="青木 恵子の証明書"
    )
    check_evidence(actor=stage.staff(), now=NOW, entry=note)
    kept = read_page(actor=stage.staff(), now=NOW, ref=added.ref, number=1)

    dump = dumped(committed_db)

    found = [data[at : at + 16].hex() in dump for data in (came, kept) for at in range(0, len(data) - 16, 97)]
    assert (len(found) > 100, any(found), "証明書".encode().hex() in dump) == (True, False, False)
    assert (added.ref in dump, hashlib.sha256(came).hexdigest() in dump) == (True, False)


@pytest.mark.parametrize(
    "leak",
    [
        "name = 青木 恵子;",
        "しょうじ",
        r"{\u9752\u6728}",
        "x" + "Оксана Коваленко".encode().hex(),
        "5" + "lefèvre".encode().hex(),
        base64.b64encode("a 長い Jean-François".encode()).decode(),
        "KEIKO.AOKI@POSTEO.EXAMPLE",
        "tel:+819023456781",
        "1982-07-14",
    ],
)
def test_the_search_would_find_a_leak(leak: str) -> None:
    assert given_away(f"COPY t FROM stdin;\n1\t{leak}\n\\.", PEOPLE) != set()
