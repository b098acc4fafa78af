"""`appealdesk sanctions`: load a list, and say how fresh each is."""

import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from appealdesk.foundation.db import acting
from appealdesk.sanctions.actions.check import check_donors
from appealdesk.sanctions.actions.settle import settle_hit
from appealdesk.sanctions.inputs import SettleInput
from appealdesk.sanctions.models import ListEntry, ListVersion
from appealdesk.sanctions.queries.hits import hits_page
from tests.cast import set_cast, work_off
from tests.people.cast import identity
from tests.sanctions.lists import NIGHT, donor, entry, sdn

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


def test_the_sample_of_the_united_kingdom_holds_by_command_and_a_new_list_of_the_same_person_asks_nobody_again(
    db: None, tmp_path: Path
) -> None:
    cast, sample = set_cast(), FILES / "uk_sanctions_list_RECONSTRUCTED.csv"
    told = sanctions("load", "--list", "uk", str(sample))
    people = [donor(cast, identity(written=name, latin=""), name) for name in ("Тест Персона", "Test Persona", "青木")]
    held = check_donors(actor=cast.system, now=NIGHT, person_ids=people)
    with acting(cast.finance):
        hits = hits_page(actor=cast.finance, state="waiting").hits
    for hit in hits:
        answer = SettleInput(hit_ref=hit.ref, verdict="not_same", reason="Born in another year.")
        settle_hit(actor=cast.finance, now=NIGHT, entry=answer)
    newer = sample.read_text().replace("21-Sep-2026", "22-Sep-2026").replace("Test Regulations", "Other Regulations")
    (tmp_path / "gone.csv").write_text(newer.replace("TST0001", "TST0002").replace("PERSONA", "VYDUMKO"))
    (tmp_path / "newer.csv").write_text(newer)

    said = [sanctions("load", "--list", "uk", str(tmp_path / name)) for name in ("gone.csv", "newer.csv")]
    work_off(NIGHT)

    assert (told, held) == ("Entries read: 1; new: 1; changed: 0; gone: 0.\n", frozenset(people[:2]))
    assert said == ["Entries read: 1; new: 1; changed: 0; gone: 1.\n"] * 2
    with acting(cast.finance):
        assert hits_page(actor=cast.finance, state="waiting").counts == {"waiting": 0, "confirmed": 0, "not_same": 2}


def test_a_part_of_a_list_and_a_file_made_to_hurt_leave_the_last_one_in_force(db: None, tmp_path: Path) -> None:
    people = [entry(number, "Nemaye", f"VYDUMKO{number}") for number in range(5)]
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE l [<!ENTITY e0 "ha">{bomb}]><sdnList>&e9;</sdnList>'
    files = {"whole": sdn(*people), "part": sdn(*people[:3]), "bomb": bomb.encode()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    sanctions("load", "--list", "ofac", str(tmp_path / "whole"))

    said = []
    began = time.process_time()
    for name in ("part", "bomb"):
        with pytest.raises(CommandError) as refused:
            sanctions("load", "--list", "ofac", str(tmp_path / name))
        said.append(str(refused.value).partition("stays in force. ")[2])

    assert [sentence.partition(", so")[0] for sentence in said] == [
        "It has 3 entries and the last one had 5",
        "The file declares a DOCTYPE, which OFAC never does; do not use it.",
    ]
    assert time.process_time() - began < 2
    assert sorted(ListEntry.objects.filter(until__isnull=True).values_list("uid", flat=True)) == list("01234")
    assert sanctions("load", "--list", "ofac", "--accept-fewer", str(tmp_path / "part")).endswith("gone: 2.\n")


def test_a_file_that_is_not_there_is_one_sentence(db: None) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        sanctions("load", "--list", "uk", "nowhere.csv")
