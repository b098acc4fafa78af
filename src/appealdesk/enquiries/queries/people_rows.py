"""From the rows of a list of people to enquiries: what its headings mean, and what is wrong with which row."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from appealdesk.appeals.queries.facts import fact_dictionary
from appealdesk.appeals.queries.pages import FactPage
from appealdesk.appeals.queries.positions import position_names
from appealdesk.core.criteria.tree import FactKind
from appealdesk.core.names.person_name import LONGEST_NAME
from appealdesk.core.people_list import (
    MOST_PROBLEMS,
    CellRefused,
    ListProblem,
    ListRefused,
    ListRow,
    PeopleList,
    comparable,
    read_cell,
    read_day,
    read_list,
)
from appealdesk.core.sentences import Sentence, told
from appealdesk.enquiries.inputs import LONGEST_MESSAGE, EnquiryInput
from appealdesk.foundation.crypto import derive_key
from appealdesk.foundation.languages import Localised, pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.people.inputs import IdentityInput, SpeakerInput

__all__ = [
    "COLUMN_NAMES",
    "NEEDED",
    "CheckedRows",
    "Progress",
    "RowReader",
    "check_rows",
    "file_fingerprint",
    "list_headings",
    "list_refusal",
    "open_list",
    "positions_by_name",
    "refused_rows",
    "submission_of",
]

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done."""

NEEDED: Final = ("position", "language")
COLUMN_NAMES: Final[Mapping[str, Localised]] = {
    "position": {"ja": "応募先", "en": "Position", "uk": "Позиція"},
    "written": {"ja": "氏名", "en": "Name", "uk": "Ім’я та прізвище"},
    "reading": {"ja": "フリガナ", "en": "Reading", "uk": "Читання каною"},
    "latin": {"ja": "ローマ字氏名", "en": "Latin form", "uk": "Латинський запис"},
    "birth_date": {"ja": "生年月日", "en": "Date of birth", "uk": "Дата народження"},
    "email": {"ja": "メールアドレス", "en": "E-mail", "uk": "Електронна пошта"},
    "phone": {"ja": "電話番号", "en": "Phone", "uk": "Телефон"},
    "language": {"ja": "言語", "en": "Language", "uk": "Мова"},
    "message": {"ja": "備考", "en": "Message", "uk": "Повідомлення"},
}
"""The columns that are no facts; a heading is the word of the code or one of these, and for a fact its key or label."""

_LANGUAGES: Final = {
    word: code
    for code, words in {
        "ja": ("ja", "日本語", "japanese", "японська"),
        "en": ("en", "英語", "english", "англійська"),
        "uk": ("uk", "ウクライナ語", "ukrainian", "українська"),
    }.items()
    for word in words
}
_FIELDS: Final = {"emails": "email", "phones": "phone"}
_WORDS: Final[Mapping[str, Sentence]] = {
    "enquiries.name_missing": told("The name is missing."),
    "enquiries.message_characters": told("There is an invisible character in it. Type it again."),
    "name.control_character": told("There is an invisible character in it. Type it again."),
    "name.emoji": told("There is an emoji or a symbol in this name. Use letters only."),
    "name.no_letter": told("There is no letter in this name. Write it out."),
    "name.too_long": told("This is longer than %(limit)s characters. Shorten it.", limit=LONGEST_NAME),
    "name.not_kana": told("Write the reading in kana only, such as アオキ ケイコ."),
    "name.not_latin": told("Write this name in Latin letters, such as AOKI KEIKO."),
    "people.birth_date_early": told("This year of birth is too long ago. Check it."),
    "mail": told("Mail cannot reach this address. It looks like name@example.org."),
    "phone": told("This number cannot be called. A number has 7 to 16 digits."),
}
_WHOLE: Final = "The file was refused as a whole and nobody was taken in."
_SENTENCES: Final = {
    "enquiries.people_file_columns": _WHOLE,
    "enquiries.people_file_csv": _WHOLE,
    "enquiries.people_file_empty": "The file has headings but nobody below them.",
    "enquiries.people_file_encoding": "The file's letters cannot be read: it is neither UTF-8 nor Shift_JIS (cp932). "
    "Save it as “CSV UTF-8” and choose it again.",
    "enquiries.people_file_long": "The file has more than 100,000 rows or 32 MB. Split it.",
    "enquiries.people_file_row": _WHOLE,
}
_TOLD_EVERY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """What a row is read by: the list, the appeal with its positions by every name, the facts that can be asked."""

    organisation_id: int
    appeal_id: int
    today: date
    people: PeopleList
    positions: Mapping[str, str]
    offered: tuple[str, ...]
    dictionary: Mapping[str, FactPage]
    choices: Mapping[str, Mapping[str, str]]
    fingerprint: bytes
    speaker: SpeakerInput | None

    def entries(self, start: int, count: int) -> Iterator[tuple[ListRow, EnquiryInput | tuple[ListProblem, ...]]]:
        """Each row from a place on with its enquiry, or with everything that is wrong with it."""
        for place, row in enumerate(self.people.rows(start), start=start):
            if place == start + count:
                return
            yield row, self._read(place, row)

    def _read(self, place: int, row: ListRow) -> EnquiryInput | tuple[ListProblem, ...]:
        problems: dict[str, Sentence] = {}
        values = {
            "appeal_id": self.appeal_id,
            "organisation_id": self.organisation_id,
            "position_ref": self._position(row.cells.get("position", ""), problems),
            "kind": "offer",
            "channel": "import",
            "language": _language(row.cells.get("language", ""), problems),
            "identity": _identity(row.cells, self.today, problems),
            "facts": self._facts(row.cells, problems),
            "message": row.cells.get("message", "").replace("\r\n", "\n"),
            "submission": submission_of(self.fingerprint, self.appeal_id, place),
            "speaker": self.speaker,
        }
        if not problems:
            try:
                return EnquiryInput.model_validate(values)
            except ValidationError as error:
                _note(error, problems)
        return tuple(
            ListProblem(row.number, self.people.heading_of(column), sentence) for column, sentence in problems.items()
        )

    def _position(self, cell: str, problems: dict[str, Sentence]) -> str | None:
        ref = self.positions.get(comparable(cell))
        if ref is None and (cell or self.positions):
            problems["position"] = told(
                "The appeal has no such position. Write one of these: %(choices)s.", choices=", ".join(self.offered)
            )
        return ref

    def _facts(self, cells: Mapping[str, str], problems: dict[str, Sentence]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for key, cell in cells.items():
            if key in COLUMN_NAMES:
                continue
            try:
                facts[key] = read_cell(FactKind(self.dictionary[key].type), self.choices[key], cell)
            except CellRefused as refused:
                problems[key] = refused.sentence
        return facts


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """How many rows were looked at, which problems were found first, and how many there are."""

    rows: int
    problems: tuple[ListProblem, ...]
    count: int


def open_list(
    *,
    organisation_id: int,
    appeal_id: int,
    today: date,
    data: bytes,
    positions: Mapping[str, str],
    speaker: SpeakerInput | None,
    known: PeopleList | None = None,
) -> RowReader:
    """Look through a file; one that was looked through before is `known`. Raises Refusal where it is no list."""
    dictionary = fact_dictionary(organisation_id)
    try:
        people = known or read_list(data, list_headings(dictionary), NEEDED)
    except ListRefused as refused:
        raise list_refusal(refused) from refused
    return RowReader(
        organisation_id=organisation_id,
        appeal_id=appeal_id,
        today=today,
        people=people,
        positions={comparable(name): ref for name, ref in positions.items()},
        offered=tuple({ref: name for name, ref in reversed(list(positions.items()))}.values())[::-1],
        dictionary=dictionary,
        choices={key: _answers(fact) for key, fact in dictionary.items()},
        fingerprint=file_fingerprint(data),
        speaker=speaker,
    )


def check_rows(reader: RowReader, start: int, count: int, on_progress: Progress | None = None) -> CheckedRows:
    """Read rows from a place on and keep nothing but their problems."""
    rows, problems, wrong = 0, list[ListProblem](), 0
    for _row, read in reader.entries(start, count):
        rows += 1
        if isinstance(read, tuple):
            wrong += len(read)
            problems.extend(read[: MOST_PROBLEMS - len(problems)])
        if on_progress is not None and (rows % _TOLD_EVERY == 0 or rows == count):
            on_progress(rows, count)
    return CheckedRows(rows, tuple(problems), wrong)


def refused_rows(problems: Iterable[ListProblem], count: int) -> Refusal:
    """The refusal of a whole file for what stands in its rows."""
    told_ones = list(problems)
    return Refusal(
        "enquiries.people_file_refused",
        f"{_WHOLE} {told_ones[0]}",
        field="file",
        values={"problems": told_ones, "count": count},
    )


def list_refusal(refused: ListRefused) -> Refusal:
    """The refusal of what is no list at all."""
    code = f"enquiries.people_file_{refused.code}"
    sentence = " ".join([_SENTENCES[code], *map(str, refused.problems[:1])])
    values = {"problems": list(refused.problems), "count": refused.count}
    return Refusal(code, sentence, field="file", values=values)


def file_fingerprint(data: bytes) -> bytes:
    """Equal for equal files, and of no use without the site's key."""
    return hmac.digest(derive_key("people-file/1"), hashlib.sha256(data).digest(), "sha256")


def submission_of(fingerprint: bytes, appeal_id: int, place: int) -> bytes:
    """The submission of one person of a file, so that the same file for the same appeal brings nobody twice."""
    return hashlib.sha256(fingerprint + appeal_id.to_bytes(8, "big") + place.to_bytes(4, "big")).digest()[:16]


def list_headings(dictionary: Mapping[str, FactPage]) -> Mapping[str, str]:
    """The column of each heading as it is compared; the product's own columns go before facts of the same name."""
    labels = [
        *((key, names) for key, names in COLUMN_NAMES.items()),
        *((key, fact.labels) for key, fact in dictionary.items() if key not in COLUMN_NAMES),
    ]
    keys = {key: key for key, _names in labels}
    for key, names in labels:
        for name in names.values():
            keys.setdefault(comparable(name), key)
    return keys


def positions_by_name(organisation_id: int, appeal_id: int, language: str) -> Mapping[str, str]:
    """The references of an appeal's positions by title, the reader's language first, short name and reference."""
    names: dict[str, str] = {}
    for position in position_names(organisation_id).values():
        if position.appeal_id == appeal_id:
            for name in (pick(position.titles, language), *position.titles.values(), position.slug, position.ref):
                names.setdefault(name, position.ref)
    return names


def _answers(fact: FactPage) -> Mapping[str, str]:
    """The keys of a fact's answers by key and by label in each language."""
    answers = {comparable(choice.key): choice.key for choice in fact.choices}
    for choice in fact.choices:
        for label in choice.labels.values():
            answers.setdefault(comparable(label), choice.key)
    return answers


def _language(cell: str, problems: dict[str, Sentence]) -> str:
    language = _LANGUAGES.get(comparable(cell))
    if language is None:
        problems["language"] = told("Write ja, en or uk.")
    return language or "en"


def _identity(cells: Mapping[str, str], today: date, problems: dict[str, Sentence]) -> IdentityInput | None:
    try:
        birth = read_day(cells["birth_date"]) if "birth_date" in cells else None
    except CellRefused as refused:
        birth, problems["birth_date"] = None, refused.sentence
    if birth is not None and birth > today:
        problems["birth_date"] = told("The date of birth lies in the future. Check the year.")
    forms = {name: cells[name] for name in ("written", "reading", "latin") if name in cells}
    if not forms:
        problems["written"] = _WORDS["enquiries.name_missing"]
    try:
        return IdentityInput.model_validate(
            {
                **forms,
                "birth_date": birth,
                "emails": [cells["email"]] if "email" in cells else [],
                "phones": [cells["phone"]] if "phone" in cells else [],
                "language": _LANGUAGES.get(comparable(cells.get("language", "")), "en"),
            }
        )
    except ValidationError as error:
        _note(error, problems)
        return None


def _note(error: ValidationError, problems: dict[str, Sentence]) -> None:
    for finding in error.errors(include_url=False, include_input=False):
        place, code = finding["loc"], str(finding["type"])
        name = str(place[0]) if place else "written"
        key = code.partition(".")[0] if code.startswith(("mail.", "phone.")) else code
        if code == "string_too_long":
            limit = finding.get("ctx", {}).get("max_length", LONGEST_MESSAGE)
            sentence = told("This is longer than %(limit)s characters. Shorten it.", limit=limit)
        else:
            sentence = _WORDS.get(key) or told("This cannot be read. Write it as the sample shows.")
        problems.setdefault(_FIELDS.get(name, name), sentence)
