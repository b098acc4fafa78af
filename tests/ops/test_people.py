"""`appealdesk people import`: a list is taken in once, or refused whole in one sentence with each row."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from appealdesk.enquiries.models import Enquiry
from appealdesk.enquiries.queries.enquiries import open_speaker
from appealdesk.foundation.db import acting
from tests.enquiries.actions.test_import_people import KEIKO, TARO, file
from tests.enquiries.cast import Stage, set_stage

MORI = ("--speaker-name", "森 真理", "--speaker-email", "mori@company.example", "--relation", "contact_of")


@pytest.fixture
def stage(db: None) -> Stage:
    return set_stage()


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes(file(KEIKO, TARO, encoding="cp932"))
    return path


def run(path: Path, *more: str, organisation: str = "relief-office", appeal: str = "relief-office-appeal") -> str:
    told = StringIO()
    call_command("people", "import", str(path), "--organisation", organisation, "--appeal", appeal, *more, stdout=told)
    return told.getvalue()


def test_a_list_is_taken_in_once(stage: Stage, people: Path) -> None:
    first, again = run(people, *MORI), run(people, *MORI, appeal=stage.appeal_ref)

    with acting(stage.system):
        speakers = [open_speaker(enquiry) for enquiry in Enquiry.objects.all()]
    assert first == "2 people taken in; 0 known from the same file.\n"
    assert again == "0 people taken in; 2 known from the same file.\n"
    assert [speaker.identity.written if speaker else "" for speaker in speakers] == ["森 真理"] * 2


def test_each_row_that_is_wrong_is_told(stage: Stage, people: Path) -> None:
    people.write_bytes(file(KEIKO.replace(",ja,", ",fr,").replace(",yes", ",perhaps"), TARO))

    with pytest.raises(CommandError) as refused:
        run(people)

    assert str(refused.value) == (
        f"{people}: The file was refused as a whole and nobody was taken in. Row 2, language: Write ja, en or uk.\n"
        "Row 2, specialised_training: Write yes or no."
    )
    with acting(stage.system):
        assert Enquiry.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "where", "said"),
    [
        ((), {"organisation": "nowhere"}, "There is no organisation nowhere"),
        (
            (),
            {"appeal": "nothing"},
            "There is no appeal nothing in this organisation; there are: relief-office-appeal.",
        ),
        (("--speaker-email", "mori@company.example"), {}, "Say with --speaker-name whose address or number it is."),
        (("--speaker-name", "森 真理", "--speaker-phone", "12"), {}, "--speaker-phone: "),
    ],
)
def test_what_an_operator_mistypes_is_one_sentence(
    stage: Stage, people: Path, more: tuple[str, ...], where: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(people, *more, **where)


def test_a_file_that_is_not_there_is_one_sentence(stage: Stage, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nothing.csv")
