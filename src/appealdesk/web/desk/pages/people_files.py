"""The pages about files of people: the columns that an appeal asks for, a sample of them, and whom a file brought."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import AppealCard, FactPage, PositionPage
from appealdesk.appeals.queries.positions import positions_of_appeal
from appealdesk.core.names.person_name import PersonName
from appealdesk.core.people_list import comparable
from appealdesk.enquiries.inputs import EnquiryInput
from appealdesk.enquiries.queries.people_files import PeopleFileDetail, PeopleFilePage, people_file_rows
from appealdesk.enquiries.queries.people_rows import COLUMN_NAMES, NEEDED, list_headings
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.languages import LANGUAGES, Localised, pick
from appealdesk.people.actions.note import note_reading
from appealdesk.people.queries.identities import identities_of
from appealdesk.web.desk.forms.people_file import PeopleFileForm

__all__ = [
    "Broughts",
    "ColumnsView",
    "FileView",
    "FilesView",
    "ProgressView",
    "brought",
    "columns_view",
    "preview_rows",
    "sample_csv",
]

_REMARK: Final = "# "


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column: its heading, whether a file must have it, and what is written in it."""

    heading: str
    needed: bool
    hint: str


@dataclass(frozen=True, slots=True)
class ColumnsView:
    """The columns of an appeal's list; None where no appeal is open."""

    appeal: AppealCard | None
    rows: tuple[ColumnRow, ...] = ()
    languages: tuple[str, ...] = LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesView:
    """The list, the form, and why the last file was refused."""

    files: tuple[PeopleFilePage, ...]
    staff: Mapping[str, str]
    appeals: tuple[AppealCard, ...]
    form: PeopleFileForm
    columns: ColumnsView
    problem: str = ""
    problems: tuple[str, ...] = ()
    more_problems: int = 0


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far the worker is, and whether it stands still for want of room."""

    file: PeopleFilePage
    seconds_left: float | None
    disk_full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """A row as it was read."""

    number: int
    names: PersonName
    entry: EnquiryInput
    position_titles: Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtRow:
    """A person whom a file brought; `person_ref` is empty until the worker has found out who it is."""

    number: int
    names: PersonName
    person_ref: str
    application_ref: str
    enquiry_ref: str


@dataclass(frozen=True, slots=True)
class Broughts:
    """A page of those whom a file brought."""

    rows: tuple[BroughtRow, ...] = ()
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """One file: what it would do, how far it is, what is wrong with it, or whom it brought."""

    file: PeopleFilePage
    detail: PeopleFileDetail
    progress: ProgressView
    preview: tuple[PreviewRow, ...]
    problems: tuple[str, ...]
    brought: Broughts
    by: str

    @property
    def more_rows(self) -> int:
        """Rows that the preview does not show."""
        return self.file.rows - len(self.preview)

    @property
    def more_problems(self) -> int:
        """Problems that are not listed."""
        return max(0, self.file.problems - len(self.problems))


def columns_view(*, now: datetime, appeal: AppealCard | None, language: str) -> ColumnsView:
    """The columns in the words of a language: the product's own, then the facts that the positions ask."""
    if appeal is None:
        return ColumnsView(None)
    positions = positions_of_appeal(appeal.id, now=now)
    dictionary = fact_dictionary(appeal.organisation_id)
    means = list_headings(dictionary)
    with override(language):
        rows = [
            ColumnRow(pick(names, language), key in NEEDED, _hint(key, positions, language))
            for key, names in COLUMN_NAMES.items()
        ]
        asked = {fact.key: fact for position in positions for fact in position.facts if fact.key not in COLUMN_NAMES}
        for key, fact in asked.items():
            label = pick(fact.labels, language)
            rows.append(
                ColumnRow(label if means.get(comparable(label)) == key else key, False, _answers(fact, language))
            )
    return ColumnsView(appeal, tuple(rows))


def sample_csv(view: ColumnsView) -> bytes:
    """The headings, and a row that says what to write and is left out when the file is read; spreadsheets open it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(row.heading for row in view.rows)
    writer.writerow(f"{'' if place else _REMARK}{row.hint}" for place, row in enumerate(view.rows))
    return out.getvalue().encode("utf-8-sig")


def brought(*, actor: Actor, now: datetime, file: PeopleFilePage, page: int, size: int) -> Broughts:
    """A page of the people; whose names were shown is noted."""
    pages = max(1, -(-file.rows // size))
    rows = people_file_rows(actor=actor, ref=file.ref, page=min(page, pages))
    known = identities_of(actor=actor, person_ids={row.person_id for row in rows if row.person_id is not None})
    note_reading(
        actor=actor,
        now=now,
        person_refs=[identity.ref for identity in known.values()],
        page="people_file",
        about_ref=file.ref,
    )
    nobody = PersonName("")
    made = []
    for row in rows:
        identity = known.get(row.person_id) if row.person_id is not None else None
        made.append(
            BroughtRow(
                number=row.number,
                names=identity.names if identity else nobody,
                person_ref=identity.ref if identity else "",
                application_ref=row.application_ref,
                enquiry_ref=row.enquiry_ref,
            )
        )
    return Broughts(tuple(made), min(page, pages), pages)


def preview_rows(detail: PeopleFileDetail, titles: Mapping[str, Localised], none: Localised) -> tuple[PreviewRow, ...]:
    """The first rows with the titles of their positions."""
    return tuple(
        PreviewRow(
            number=number,
            names=entry.identity.names,
            entry=entry,
            position_titles=titles.get(entry.position_ref or "", none),
        )
        for number, entry in detail.preview
    )


def _hint(key: str, positions: tuple[PositionPage, ...], language: str) -> str:
    return {
        "position": " | ".join(pick(position.titles, language) for position in positions),
        "written": _("as they write it, such as 青木 恵子; a reading or a Latin form will do as well"),
        "reading": _("in kana, such as アオキ ケイコ"),
        "latin": _("as in the passport, such as AOKI KEIKO"),
        "birth_date": _("such as 1983-04-09"),
        "email": _("such as name@example.org"),
        "phone": _("such as 03-1234-5678; from abroad with + and the country's number"),
        "language": _("of our letters to them: ja, en or uk"),
        "message": _("whatever they wish to tell us"),
    }[key]


def _answers(fact: FactPage, language: str) -> str:
    labels = " | ".join(pick(choice.labels, language) for choice in fact.choices)
    return {
        "flag": _("yes or no"),
        "number": _("a number, such as 3 or 2.5"),
        "date": _("such as 1983-04-09"),
        "validity": _("first and last day, such as 2021-04-01/2026-03-31"),
        "choice": _("one of: %(answers)s") % {"answers": labels},
        "set": _("one or more, with ; between them: %(answers)s") % {"answers": labels},
    }[fact.type]
