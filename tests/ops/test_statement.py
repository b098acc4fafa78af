"""`appealdesk statement read`: every sample says what its documentation says, and a profile reads a bank's own CSV."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from appealdesk.core.banking.profile_document import document_of

BANK = Path(__file__).parents[1] / "data" / "bank"
CSV = {
    "jp_smbc_style_RECONSTRUCTED_cp932.csv": ("smbc", "JPY"),
    "jp_corporate_ANSER_style_RECONSTRUCTED_cp932.csv": ("anser", "JPY"),
    "uk_generic_RECONSTRUCTED.csv": ("uk-generic", "GBP"),
    "us_generic_RECONSTRUCTED.csv": ("us-generic", "USD"),
}
SAMPLES = sorted(path.name for path in BANK.glob("*RECONSTRUCTED*"))
# A bank of nobody's: lines before the headings, German dates and amounts, and a column that says the direction.
OWN = "Konto;12\r\nUmsatz;Tag;Von;Zweck;S/H\r\n1.250,50;2.3.22;Олена;DON-7F3K-2;H\r\n20,00;3.3.22;Bank;Gebühr;S\r\n"
OWN_PROFILE: dict[str, Any] = {
    "currency": "EUR",
    "encoding": "cp1251",
    "delimiter": ";",
    "skip": 1,
    "headed": True,
    "headings": ["Umsatz", "Tag", "Von", "Zweck", "S/H"],
    "date_format": "DD.MM.YY",
    "decimal_mark": ",",
    "group_mark": ".",
    "out_words": ["S"],
    "columns": {"booked": "Tag", "amount": "Umsatz", "direction": "S/H", "payer": "Von", "reference": "Zweck"},
}


def read(path: Path, *options: str | Path) -> dict[str, Any]:
    shown = io.StringIO()
    call_command("statement", "read", str(path), "--json", *map(str, options), stdout=shown)
    found: dict[str, Any] = json.loads(shown.getvalue())
    return found


def golden(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((BANK / "golden" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def saved(folder: Path, document: object) -> Path:
    path = folder / "profile.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_every_sample_has_its_documentation() -> None:
    assert sorted(path.stem for path in (BANK / "golden").iterdir()) == SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_says_what_its_documentation_says(name: str) -> None:
    options = ("--as", CSV[name][0]) if name in CSV else ()

    assert read(BANK / name, *options) == golden(name)


@pytest.mark.parametrize("name", CSV)
def test_a_profile_as_the_desk_saves_it_reads_the_same(name: str, tmp_path: Path) -> None:
    known_as, currency = CSV[name]
    profile = saved(tmp_path, document_of(known_as) | {"currency": currency})

    assert read(BANK / name, "--profile", profile) == golden(name)


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    path.write_bytes(OWN.replace("ü", "u").encode("cp1251"))

    found = read(path, "--profile", saved(tmp_path, OWN_PROFILE))

    assert [
        (line["booked"], line["amount_minor"], line["currency"], line["payer"], line["reference"])
        for line in found["lines"]
    ] == [("2022-03-02", 125_050, "EUR", "Олена", "DON-7F3K-2"), ("2022-03-03", -2_000, "EUR", "", "Gebuhr")]
    assert (found["opening"], found["closing"], found["total_minor"]) == (None, None, 123_050)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "is no profile: document: A profile is one JSON object."),
        (OWN_PROFILE | {"currency": "EURO"}, "is no profile: currency: 'EURO' is no currency of ISO 4217."),
        (OWN_PROFILE | {"date_format": "DD.MM"}, "is no profile: date_format: Write the date with YYYY"),
        (OWN_PROFILE | {"encoding": "cp932"}, "bank.csv: "),
        (OWN_PROFILE | {"skip": 0}, "bank.csv: "),
    ],
)
def test_a_profile_that_does_not_fit_is_one_sentence(document: object, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    path.write_bytes(OWN.replace("ü", "u").encode("cp1251"))

    with pytest.raises(CommandError) as refused:
        read(path, "--profile", saved(tmp_path, document))

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_profile_that_is_no_json_or_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    said = []
    for content in (None, b"{", b"\xff"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(CommandError) as refused:
            read(BANK / "uk_generic_RECONSTRUCTED.csv", "--profile", path)
        said.append(str(refused.value))

    assert [sentence.startswith(str(path)) for sentence in said] == [True] * 3
    assert "cannot be read" in said[0]
    assert all("is no profile" in sentence for sentence in said[1:])
