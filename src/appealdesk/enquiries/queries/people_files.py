"""Files of people as the desk shows them: how far each is, what its first rows say, and whom it brought."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from appealdesk.core.people_list import ListProblem, PeopleList, comparable, decode_list
from appealdesk.core.sentences import told
from appealdesk.enquiries.access import access_people_file, visible_enquiries, visible_people_files
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.models import Application, PeopleFile
from appealdesk.enquiries.queries.people_rows import RowReader, open_list, submission_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.crypto import DataKey, open_json, open_sealed, seal_json, unwrap_key
from appealdesk.foundation.languages import Localised
from appealdesk.people.inputs import IdentityInput, SpeakerInput

__all__ = [
    "PAGE",
    "FileTold",
    "PeopleFileDetail",
    "PeopleFilePage",
    "TakenRow",
    "count_known",
    "file_context",
    "file_names",
    "needles_of",
    "open_told",
    "people_file_detail",
    "people_file_page",
    "people_file_rows",
    "people_files_page",
    "reader_of",
    "seal_told",
]

PAGE: Final = 50
_PREVIEW: Final = 20
_NEWEST: Final = 50
_DIGITS: Final = 8  # The end of a number, whichever way its beginning is written.


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTold:
    """What is sealed beside a file; `people` is the file as it was looked through, without its text."""

    file_name: str
    speaker: SpeakerInput | None
    people: PeopleList
    positions: Mapping[str, str]
    problems: tuple[ListProblem, ...] = ()

    def with_problems(self, problems: tuple[ListProblem, ...]) -> "FileTold":
        """The same with what was found in the rows."""
        return replace(self, problems=problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilePage:
    """One file in a list; `done` counts the rows that the present pass has seen. A file that is gone has no name."""

    ref: str
    appeal_id: int
    appeal_ref: str
    appeal_titles: Localised
    status: str
    file_name: str
    rows: int
    done: int
    known: int
    new: int
    problems: int
    received_at: datetime
    received_by: str
    confirmed_at: datetime | None
    finished_at: datetime | None

    @property
    def runs(self) -> bool:
        """True while the worker goes through its rows."""
        return self.status in {"checking", "importing"}

    @property
    def chip(self) -> str:
        """The name of its state's chip."""
        return f"people_file_{self.status}"

    @property
    def fresh(self) -> int:
        """How many people of a file that waits were not brought before."""
        return self.rows - self.known


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFileDetail:
    """A file that waits or was refused: who sends it, its first rows as they were read, or what is wrong with it."""

    page: PeopleFilePage
    speaker: SpeakerInput | None
    preview: tuple[tuple[int, EnquiryInput], ...]
    problems: tuple[ListProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRow:
    """A person whom a file brought; without an application until the worker has made one."""

    number: int
    enquiry_ref: str
    application_ref: str
    person_id: int | None


def people_files_page(*, actor: Actor) -> tuple[PeopleFilePage, ...]:
    """The newest files. One query."""
    files = visible_people_files(actor).select_related("appeal").order_by("-received_at", "-pk")
    return tuple(map(_page, files[:_NEWEST]))


def people_file_page(*, actor: Actor, ref: str) -> PeopleFilePage:
    """How far one file is."""
    return _page(access_people_file(actor, ref))


def people_file_detail(*, actor: Actor, ref: str) -> PeopleFileDetail:
    """One file with what can be looked at before it is taken in; the door notes the reading."""
    file = access_people_file(actor, ref)
    said = open_told(file)
    preview: tuple[tuple[int, EnquiryInput], ...] = ()
    if file.status == PeopleFile.Status.WAITING:
        read = reader_of(file, file.received_at.date()).entries(0, _PREVIEW)
        preview = tuple((row.number, entry) for row, entry in read if isinstance(entry, EnquiryInput))
    return PeopleFileDetail(
        page=_page(file),
        speaker=said.speaker if said else None,
        preview=preview,
        problems=said.problems if said else (),
    )


def people_file_rows(*, actor: Actor, ref: str, page: int) -> tuple[TakenRow, ...]:
    """A page of the people whom a file brought, in the order of its rows. Three queries."""
    file = access_people_file(actor, ref)
    first = (page - 1) * PAGE
    places = range(first, min(first + PAGE, file.row_count))
    submissions = {submission_of(bytes(file.fingerprint), file.appeal_id, place): place for place in places}
    enquiries = {
        submissions[bytes(submission)]: (pk, enquiry_ref)
        for pk, enquiry_ref, submission in visible_enquiries(actor)
        .filter(submission__in=list(submissions))
        .values_list("pk", "ref", "submission")
    }
    made = {
        row.enquiry_id: row
        for row in Application.objects.filter(
            enquiry_id__in=[pk for pk, _ref in enquiries.values()], appeal_id=file.appeal_id
        ).only("ref", "enquiry_id", "person_id")
    }
    return tuple(
        TakenRow(
            number=place + 1,
            enquiry_ref=enquiry_ref,
            application_ref=made[pk].ref if pk in made else "",
            person_id=made[pk].person_id if pk in made else None,
        )
        for place, (pk, enquiry_ref) in sorted(enquiries.items())
    )


def count_known(actor: Actor, file: PeopleFile, start: int, count: int) -> int:
    """How many people among these rows the same file has brought before."""
    places = iter(range(start, min(start + count, file.row_count)))
    known = 0
    while part := list(islice(places, 10_000)):
        submissions = [submission_of(bytes(file.fingerprint), file.appeal_id, place) for place in part]
        known += visible_enquiries(actor).filter(submission__in=submissions).count()
    return known


def needles_of(identity: IdentityInput) -> frozenset[str]:
    """What would give somebody away in a text that `file_names` looks through: names, addresses, ends of numbers."""
    forms = (identity.written, identity.reading, identity.latin, *identity.emails)
    numbers = ("".join(filter(str.isdigit, _squeezed(phone)))[-_DIGITS:] for phone in identity.phones)
    return frozenset(filter(None, (*map(_squeezed, forms), *(number for number in numbers if len(number) == _DIGITS))))


def file_names(file: PeopleFile, needles: Collection[str]) -> bool:
    """Whether a file, or what was said beside it, names somebody, however it is spaced and wide."""
    said = open_told(file)
    if said is None or file.wrapped_key is None:
        return False
    texts = [said.file_name, *said.people.headings, said.speaker.model_dump_json() if said.speaker else ""]
    if file.sealed is not None:
        key = unwrap_key(file.wrapped_key)
        texts.append(decode_list(open_sealed(key, context=file_context(file.ref), sealed=file.sealed)))
    whole = _squeezed("\n".join(texts))
    digits = "".join(filter(str.isdigit, whole))
    return any(needle in (digits if needle.isdigit() else whole) for needle in needles)


def _squeezed(text: str) -> str:
    return "".join(comparable(text).split())


def reader_of(file: PeopleFile, today: date) -> RowReader:
    """The rows of a stored file, read as they were when it came."""
    said = open_told(file)
    if said is None or file.wrapped_key is None or file.sealed is None:
        raise ValueError("The file was destroyed.")
    data = open_sealed(unwrap_key(file.wrapped_key), context=file_context(file.ref), sealed=file.sealed)
    people = PeopleList(
        text=decode_list(data),
        separator=said.people.separator,
        columns=said.people.columns,
        headings=said.people.headings,
        count=said.people.count,
    )
    return open_list(
        organisation_id=file.organisation_id,
        appeal_id=file.appeal_id,
        today=today,
        data=data,
        positions=said.positions,
        speaker=said.speaker,
        known=people,
    )


def seal_told(key: DataKey, ref: str, said: FileTold) -> bytes:
    """Seal what was said beside a file."""
    value = {
        "file_name": said.file_name,
        "speaker": said.speaker.model_dump(mode="json") if said.speaker else None,
        "separator": said.people.separator,
        "columns": said.people.columns,
        "headings": said.people.headings,
        "count": said.people.count,
        "positions": dict(said.positions),
        "problems": [
            [problem.row, problem.column, problem.sentence.words, dict(problem.sentence.values)]
            for problem in said.problems
        ],
    }
    return seal_json(key, context=_told_context(ref), value=value)


def open_told(file: PeopleFile) -> FileTold | None:
    """What was said beside a file; None once it is destroyed."""
    if file.wrapped_key is None or file.told is None:
        return None
    value = open_json(unwrap_key(file.wrapped_key), context=_told_context(file.ref), sealed=file.told)
    return FileTold(
        file_name=value["file_name"],
        speaker=SpeakerInput.model_validate(value["speaker"]) if value["speaker"] else None,
        people=PeopleList(
            text="",
            separator=value["separator"],
            columns=tuple(value["columns"]),
            headings=tuple(value["headings"]),
            count=value["count"],
        ),
        positions=value["positions"],
        problems=_problems(value["problems"]),
    )


def file_context(ref: str) -> str:
    """What the bytes of a file are sealed for."""
    return f"enquiries.peoplefile:{ref}"


def _told_context(ref: str) -> str:
    return f"enquiries.peoplefile:{ref}:told"


def _problems(stored: Sequence[Any]) -> tuple[ListProblem, ...]:
    return tuple(ListProblem(row, column, told(words, **values)) for row, column, words, values in stored)


def _page(file: PeopleFile) -> PeopleFilePage:
    said = open_told(file)
    return PeopleFilePage(
        ref=file.ref,
        appeal_id=file.appeal_id,
        appeal_ref=file.appeal.ref,
        appeal_titles=file.appeal.titles,
        status=file.status,
        file_name=said.file_name if said else "",
        rows=file.row_count,
        done=file.done_count,
        known=file.known_count,
        new=file.new_count,
        problems=file.problem_count,
        received_at=file.received_at,
        received_by=file.received_by,
        confirmed_at=file.confirmed_at,
        finished_at=file.finished_at,
    )
