"""The figures as open data: what other programs read."""

import csv
import hashlib
import io
import json

import pytest

from appealdesk.appeals.queries.appeals import appeal_by_id
from appealdesk.figures.queries.open_data import datapackage, figures_csv, figures_csvw
from tests.cast import Cast
from tests.figures.cast import TODAY, donations, released, roster

ADDRESS = "https://desk.example/en/appeals/relief-office-appeal/figures/"


@pytest.fixture
def refs(cast: Cast) -> tuple[str, ...]:
    """A release with a full figure, a suppressed one and a sum of money."""
    roster(cast, "jsdf", 50)
    roster(cast, "ffl", 2)
    roster(cast, "other", 18)
    donations(cast, 40, 4_000_000)
    return released(cast).refs


def rows(cast: Cast) -> list[list[str]]:
    return list(csv.reader(io.StringIO(figures_csv(cast.appeal_id).decode("utf-8"), newline="")))


def test_the_csv_has_names_tags_and_a_line_for_each_figure(cast: Cast, refs: tuple[str, ...]) -> None:
    table = rows(cast)

    assert table[0] == ["figure", "cell", "as_of", "value", "unit", "release"]
    assert table[1] == ["#indicator+code", "#indicator+type", "#date", "#value", "#value+unit", "#meta+id"]
    assert table[2:] == [
        ["volunteers", "", "2022-03-02", "70", "people", refs[0]],
        ["volunteers-by-service", "jsdf", "2022-03-02", "50", "people", refs[1]],
        ["volunteers-by-service", "ffl", "2022-03-02", "[c]", "people", refs[2]],
        ["offers", "", "2022-03-02", "70", "people", refs[3]],
        ["donations", "", "2022-03-02", "40", "records", refs[4]],
        ["raised", "JPY", "2022-03-02", "4000000", "JPY", refs[5]],
    ]


def test_the_csv_never_tells_a_small_count(cast: Cast, refs: tuple[str, ...]) -> None:
    assert all(row[3] != "2" for row in rows(cast))


def test_lines_end_as_the_standard_for_csv_says(cast: Cast, refs: tuple[str, ...]) -> None:
    data = figures_csv(cast.appeal_id)

    assert data.count(b"\r\n") == data.count(b"\n") == 8


def test_the_data_package_describes_exactly_this_file(cast: Cast, refs: tuple[str, ...]) -> None:
    data = figures_csv(cast.appeal_id)

    package = json.loads(datapackage(appeal_by_id(cast.appeal_id, now=TODAY), address=ADDRESS))

    (resource,) = package["resources"]
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["name"], package["homepage"]) == ("relief-office-appeal-figures", ADDRESS)
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert package["created"] == "2022-03-02T09:00:00Z"
    assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    assert [field["name"] for field in resource["schema"]["fields"]] == rows(cast)[0]
    assert (resource["schema"]["primaryKey"], resource["schema"]["missingValues"]) == (["release"], ["", "[c]"])
    assert resource["dialect"] == {"headerRows": [1], "commentRows": [2]}


def test_csv_on_the_web_describes_the_same_columns(cast: Cast, refs: tuple[str, ...]) -> None:
    described = json.loads(figures_csvw(appeal_by_id(cast.appeal_id, now=TODAY)))

    columns = described["tableSchema"]["columns"]
    assert described["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert (described["url"], described["tableSchema"]["primaryKey"]) == ("figures.csv", "release")
    assert [column["titles"] for column in columns] == rows(cast)[0]
    assert {column["name"]: column["datatype"] for column in columns} == {
        "figure": "string",
        "cell": "string",
        "as_of": "date",
        "value": "integer",
        "unit": "string",
        "release": "string",
    }
    assert columns[3]["null"] == ["", "[c]"]


def test_before_the_first_release_there_is_a_table_without_lines(cast: Cast) -> None:
    package = json.loads(datapackage(appeal_by_id(cast.appeal_id, now=TODAY), address=ADDRESS))

    assert len(rows(cast)) == 2
    assert "created" not in package
