"""A stolen dump against a dictionary: names, numbers and addresses that a thief can list are hashed in every plausible
way, and not one hash stands in the dump. With the site's key the same dictionary finds everybody, so the test can fail.
"""

import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest
from django.test import override_settings

from appealdesk.core.names.frequency import FEWEST_BEARERS
from appealdesk.foundation.crypto import token
from appealdesk.people.actions.identify import identify_person
from appealdesk.people.actions.resolve import resolve_records
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.linkage.duck import DuckEngine
from appealdesk.people.queries.keys import stored_plainly
from tests.enquiries.test_dump import PEOPLE, dumped
from tests.people.cast import NOW, SYSTEM, TARO, identity
from tests.postgres_plugin import Database

# A thief knows how the product works, and so which words stand before a value; the list holds those sought and others.
NOBODY = (
    identity(written="山田 花子", reading="ヤマダ ハナコ", latin="Hanako Yamada", phones=("090-1111-2345",)),
    identity(latin="Ivan Petrenko", emails=("ivan@petrenko.example.ua",), language="uk"),
)
# As many as a search needs to count their name, which then stands among its frequencies as well.
NAMESAKES = tuple(
    identity(written="鈴木 一郎", birth_date=date(1950, 1, 2) + timedelta(days=400 * number))
    for number in range(FEWEST_BEARERS)
)
KNOWN = (*PEOPLE, TARO, *NAMESAKES)
PLAIN = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
GUESSED_KEYS = (b"", b"\x00" * 32, b"appealdesk", b"token/1", b"appealdesk/token/1", b"secret", b"changeme")
LENGTH = 16  # Hexadecimal digits of a stored token.


@pytest.fixture
def dump(committed_db: Database) -> str:
    for number, person in enumerate(KNOWN):
        identify_person(actor=SYSTEM, now=NOW, identity=person, source="enquiry", source_ref=f"E-{number}")
    with closing(DuckEngine()) as engine:
        resolve_records(actor=SYSTEM, now=NOW, engine=engine)
    return dumped(committed_db)


def searches_in(dump: str) -> str:
    """The rows of the searches for persons recorded twice, where the counted names stand."""
    return dump.partition("COPY public.people_resolution (")[2].partition("\n\\.\n")[0]


def plain_keys(*people: IdentityInput) -> set[tuple[str, str]]:
    """What is hashed for these people: the word for the kind, and the value."""
    return {key for person in people for key in stored_plainly(person)}


def guesses(kind: str, value: str) -> Iterator[bytes]:
    """The texts that a program could have hashed."""
    for text in {value, value.lower(), value.upper(), value.replace(" ", ""), value.rpartition("|")[2]}:
        for whole in (text, *(f"{kind}{between}{text}" for between in ("\x00", ":", "|", " ", ""))):
            yield whole.encode()
        yield text.encode("utf-16-le")


def unkeyed(text: bytes) -> Iterator[bytes]:
    for name in PLAIN:
        yield hashlib.new(name, text).digest()
    for key in GUESSED_KEYS:
        yield hmac.digest(key, text, "sha256")


def found_in(dump: str, hashes: Iterator[bytes]) -> set[str]:
    """The hashes of which the first or the last eight bytes stand anywhere in the dump."""
    held = {run[place : place + LENGTH] for run in _runs(dump) for place in range(0, len(run) - LENGTH + 1, 2)}
    ends = {end for each in hashes for end in (each.hex()[:LENGTH], each.hex()[-LENGTH:])}
    return held & ends


def _runs(dump: str) -> set[str]:
    """Every run of hexadecimal digits that is as long as a token or longer; ciphertext is looked through as well."""
    return set(re.findall(rf"[0-9a-f]{{{LENGTH},}}", dump))


def dictionary(hashed: Callable[[bytes], Iterator[bytes]]) -> Iterator[bytes]:
    for kind, value in plain_keys(*KNOWN, *NOBODY):
        for text in guesses(kind, value):
            yield from hashed(text)


def test_no_hash_that_a_thief_can_make_stands_in_a_dump(dump: str) -> None:
    assert found_in(dump, dictionary(unkeyed)) == set()


def test_another_sites_key_finds_nobody(dump: str) -> None:
    with override_settings(APPEALDESK_MASTER_KEY=os.urandom(32)):
        assert found_in(dump, (token(kind, value) for kind, value in plain_keys(*KNOWN))) == set()


def test_with_the_key_everybody_is_found_and_nobody_else(dump: str) -> None:
    """The same dump and the same dictionary: what the tests above look for is really there."""
    sought = {token(kind, value).hex() for kind, value in plain_keys(*KNOWN)}
    others = {token(kind, value).hex() for kind, value in plain_keys(*NOBODY) - plain_keys(*KNOWN)}

    assert found_in(dump, map(bytes.fromhex, sought)) == sought
    assert found_in(dump, map(bytes.fromhex, others)) == set()


def test_the_counted_names_of_a_search_stand_under_keyed_tokens_alone(dump: str) -> None:
    searches = searches_in(dump)
    counted = token("name.kanji", "鈴木一郎").hex()
    everybody = {token(kind, value) for kind, value in plain_keys(*KNOWN)}

    assert found_in(searches, iter(everybody)) == {counted}
    assert found_in(searches, dictionary(unkeyed)) == set()
    with override_settings(APPEALDESK_MASTER_KEY=os.urandom(32)):
        assert found_in(searches, (token(kind, value) for kind, value in plain_keys(*KNOWN))) == set()
