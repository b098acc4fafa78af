"""The files of four publishers, whole, broken and hostile."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.sanctions import (
    LISTS,
    Born,
    EntryKind,
    ListedName,
    SanctionsEntry,
    SanctionsRefused,
    material_digest,
    read_list,
)
from appealdesk.core.sanctions.document import each_element
from tests.core.sanctions.files import FILES, batch, list_bytes

ALL_FILES = [(code, name) for code, names in FILES.items() for name in names]
DAY = Born(date(1961, 5, 4), date(1961, 5, 4))
ABOUT = Born(date(1960, 1, 1), date(1964, 12, 31))


def test_ofac_says_weak_aliases_dates_and_nationalities_and_keeps_ships() -> None:
    read = batch("ofac_sdn_INVENTED.xml")

    assert (read.published_on, [entry.kind.value for entry in read.entries]) == (
        date(2026, 9, 21),
        ["person", "entity", "vessel"],
    )
    assert read.entries[0] == SanctionsEntry(
        uid="90001",
        kind=EntryKind.PERSON,
        names=(
            ListedName("Yevhraf VYMYSLENKO"),
            ListedName("Євграф ВИМИСЛЕНКО"),
            ListedName("THE INVENTOR", weak=True),
        ),
        births=(DAY, ABOUT),
        countries=("RU",),
        programmes=("TEST-EO14024",),
    )


def test_the_csv_of_ofac_has_no_header_and_says_nothing_as_minus_nought() -> None:
    read = batch("ofac_sdn_INVENTED.csv")

    assert read.entries == (
        SanctionsEntry(
            uid="90001",
            kind=EntryKind.PERSON,
            names=(ListedName("Yevhraf VYMYSLENKO"), ListedName("Yevhraf VYDUMKO")),
            births=(DAY, ABOUT),
            countries=("RU",),
            programmes=("TEST-EO14024", "TEST-CYBER"),
        ),
        SanctionsEntry(
            uid="90002",
            kind=EntryKind.ENTITY,
            names=(ListedName("NEISNUYUSHCHY TRADING HOUSE LLC"),),
            programmes=("TEST-EO14024",),
        ),
        SanctionsEntry(
            uid="90003", kind=EntryKind.VESSEL, names=(ListedName("INVENTED STAR"),), programmes=("TEST-SHIPS",)
        ),
    )


def test_the_united_nations_write_names_in_four_parts_and_spans_of_years() -> None:
    person, company = batch("un_consolidated_INVENTED.xml").entries

    assert [name.text for name in person.names] == [
        "Nemaye Hassan Mahmud Al Vyhadani",
        "نماي حسن",
        "Nemay Vyhadany",
        "Abu Vydumka",
    ]
    assert [name.weak for name in person.names] == [False, False, False, True]
    assert person.births == (
        Born(date(1966, 5, 4), date(1966, 5, 4)),
        Born(date(1964, 1, 1), date(1967, 12, 31)),
    )
    assert (person.countries, company.countries, company.kind) == (("KP",), ("SY",), EntryKind.ENTITY)


def test_the_united_kingdom_has_several_rows_for_one_entry_and_the_principal_name_in_any_of_them() -> None:
    read = batch("uk_sanctions_list_INVENTED.csv")

    assert read.published_on == date(2026, 9, 21)
    assert [(entry.uid, entry.kind.value, len(entry.names)) for entry in read.entries] == [
        ("TST0001", "person", 3),
        ("TST0002", "entity", 1),
        ("TST0003", "vessel", 1),
    ]
    person = read.entries[0]
    assert person.names[0] == ListedName("Prokhor Nemayevich VYMYSHLYAEV")
    assert person.births == (
        Born(date(1970, 1, 1), date(1970, 12, 31)),
        Born(date(1970, 5, 13), date(1970, 5, 13)),
    )
    assert person.countries == ("BY", "RU")


def test_both_files_of_the_european_union_say_the_same_of_a_person() -> None:
    from_xml, from_csv = batch("eu_fsf_INVENTED.xml").entries[0], batch("eu_fsf_INVENTED.csv").entries[0]

    assert from_csv.names == from_xml.names[:2]
    assert from_csv.births == from_xml.births[:1] == (DAY,)
    assert from_xml.names[2] == ListedName("Vydumshchik", weak=True)
    assert (from_csv.countries, from_xml.countries) == (("RU",), ("RU",))


def test_a_new_programme_leaves_the_digest_and_a_new_alias_does_not() -> None:
    entry = batch("eu_fsf_INVENTED.xml").entries[0]
    fields = {"uid": entry.uid, "kind": entry.kind, "births": entry.births, "countries": entry.countries}
    other_programme = SanctionsEntry(**fields, names=entry.names[::-1], programmes=("OTHER",))
    other_name = SanctionsEntry(**fields, names=(*entry.names, ListedName("Somebody Else")))

    assert material_digest(other_programme) == material_digest(entry)
    assert material_digest(other_name) != material_digest(entry)


@pytest.mark.parametrize(("code", "name"), ALL_FILES)
def test_a_file_that_was_cut_off_is_refused_or_reads_only_whole_entries(code: str, name: str) -> None:
    data = list_bytes(name)
    whole = {entry.uid for entry in read_list(code, data).entries}

    for cut in range(0, len(data), max(1, len(data) // 12)):
        try:
            read = read_list(code, data[:cut])
        except SanctionsRefused:
            continue
        # Only a CSV can be cut without being broken; its count then falls, which the load refuses.
        assert name.endswith(".csv")
        assert {entry.uid for entry in read.entries} <= whole


@pytest.mark.parametrize(
    ("code", "data", "sentence"),
    [
        ("un", b"", "The file is empty; fetch it from United Nations Security Council again."),
        (
            "ofac",
            b"<!DOCTYPE html><html></html>",
            "The file is a web page and not the list: fetch it from OFAC (United States) again.",
        ),
        (
            "ofac",
            b'<!DOCTYPE x [<!ENTITY a "b">]><sdnList><sdnEntry>&a;</sdnEntry></sdnList>',
            "The file declares a DOCTYPE, which OFAC never does; do not use it.",
        ),
        (
            "eu",
            b"<sdnList/>",
            "The file begins with <sdnList> and not <export>; it is not from the European Union.",
        ),
        (
            "un",
            b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>",
            "The file lists nobody, so it is not whole; fetch it from United Nations Security Council again.",
        ),
        (
            "uk",
            b"Report Date: 1-Jan-2026\nUnique ID,Name 6\n",
            "The file has no column 'Name 1'; it is not the UK sanctions list, or that has changed.",
        ),
        (
            "un",
            b"uid,name\n",
            (
                "The list of United Nations Security Council is read as XML: fetch it from "
                "https://scsanctions.un.org/resources/xml/en/consolidated.xml."
            ),
        ),
        (
            "ofac",
            b"<sdnList><sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Robot</sdnType></sdnEntry></sdnList>",
            "The entry \"1\" has the type 'robot'; the list has changed and its reader must be looked at.",
        ),
        ("eu", "<export/>".encode("utf-16"), "The file is not UTF-8 text; European Union (FSF) publishes no other."),
    ],
)
def test_what_is_not_the_list_is_refused_with_what_to_do(code: str, data: bytes, sentence: str) -> None:
    with pytest.raises(SanctionsRefused) as refused:
        read_list(code, data)

    assert str(refused.value) == sentence


def test_an_entry_that_stands_in_a_file_twice_refuses_it() -> None:
    one = "<sdnEntry><uid>1</uid><lastName>INVENTED</lastName><sdnType>Entity</sdnType></sdnEntry>"

    with pytest.raises(SanctionsRefused, match="stands in the file twice"):
        read_list("ofac", f"<sdnList>{one}{one}</sdnList>".encode())


def test_what_was_read_is_forgotten_at_once_so_that_memory_does_not_grow_with_the_file() -> None:
    entry = "<sdnEntry><uid>{n}</uid><akaList><aka><uid>1</uid></aka></akaList></sdnEntry>"
    data = ("<sdnList>" + "".join(entry.format(n=n) for n in range(500)) + "</sdnList>").encode()

    walk = each_element(data, root="sdnList", tags=frozenset({"sdnEntry"}), publisher="OFAC")
    root = next(walk)
    kept = [len(root) for _ in walk]

    # The parser reads a block ahead, so that the tree holds some entries, and no more towards the end.
    assert len(kept) == 500
    assert max(kept[-5:]) <= 6


@given(st.sampled_from(ALL_FILES), st.data())
def test_no_damage_to_a_file_does_more_than_refuse_it(file: tuple[str, str], data: st.DataObject) -> None:
    code, name = file
    whole = bytearray(list_bytes(name))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))

    try:
        read = read_list(code, bytes(whole))
    except SanctionsRefused:
        return

    assert all(entry.names and entry.uid for entry in read.entries)


def test_every_list_names_where_its_file_is_fetched() -> None:
    assert {code: known.address.startswith("https://") for code, known in LISTS.items()} == dict.fromkeys(FILES, True)
