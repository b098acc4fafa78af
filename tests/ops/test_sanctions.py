"""`appealdesk sanctions`: load a list, and say how fresh each is."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from appealdesk.sanctions.models import ListVersion

FILES = Path(__file__).parents[1] / "data" / "sanctions"
LISTS = {
    "ofac": "ofac_sdn_INVENTED.xml",
    "un": "un_consolidated_INVENTED.xml",
    "uk": "uk_sanctions_list_INVENTED.csv",
    "eu": "eu_fsf_INVENTED.xml",
}


def sanctions(*arguments: str) -> str:
    told = StringIO()
    call_command("sanctions", *arguments, stdout=told)
    return told.getvalue()


def test_each_list_is_loaded_by_command_and_then_all_are_fresh(db: None) -> None:
    for code, name in LISTS.items():
        assert sanctions("load", "--list", code, str(FILES / name)).startswith("Entries read: ")
        assert "the list counts as fresh" in sanctions("load", "--list", code, str(FILES / name))

    assert [line.split()[0] for line in sanctions("status").splitlines()] == list(LISTS)
    assert ListVersion.objects.count() == 4


def test_an_old_list_a_missing_one_and_a_refused_file_end_with_exit_code_1(db: None, tmp_path: Path) -> None:
    sanctions("load", "--list", "uk", str(FILES / LISTS["uk"]))
    ListVersion.objects.update(seen_at="2022-03-02T00:00Z")
    # A download that was cut off, and one in another encoding.
    for code, data in (("un", (FILES / LISTS["un"]).read_bytes()[:900]), ("eu", "制裁".encode("utf-16"))):
        torn = tmp_path / code
        torn.write_bytes(data)
        with pytest.raises(CommandError, match="refused"):
            sanctions("load", "--list", code, str(torn))

    told = StringIO()
    with pytest.raises(CommandError, match=r"Not known to be the latest: ofac, un, uk, eu\."):
        call_command("sanctions", "status", stdout=told)

    assert [line.split("  ")[-2] for line in told.getvalue().splitlines()] == [
        "never loaded",
        "refused, never loaded",
        "3 entries, published on 2026-09-21, fetched 2022-03-02; more than 7 days ago",
        "refused, never loaded",
    ]


def test_a_file_that_is_not_there_is_one_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        sanctions("load", "--list", "uk", "nowhere.csv")
