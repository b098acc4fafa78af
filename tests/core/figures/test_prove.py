"""Proofs of a release: each reader can verify with what they hold, and nothing small can be guessed from them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.chain.heads import public_key_of
from appealdesk.core.figures.protect import protect_people
from appealdesk.core.figures.prove import (
    AsOf,
    Definition,
    ProofError,
    ReleaseRecord,
    commit,
    count_records,
    prove_record,
    record_salt,
    release_bytes,
    sign_release,
    tree_size_for,
    value_salt,
    verify_commitment,
    verify_record,
    verify_recount,
    verify_release,
)

SECRET = bytes(range(32))
SEED = bytes(range(32, 64))
IDS = [f"A-{number:09d}" for number in range(70)]
UPPER = protect_people(len(IDS)).upper


def release(**changes: str) -> ReleaseRecord:
    counted = count_records(IDS, secret=SECRET, upper=UPPER)
    record = ReleaseRecord(
        ref="F-7K3M9Q2XC",
        definition=Definition(id="volunteers", version=1, query_sha256="ab" * 32),
        as_of=AsOf(at=datetime(2022, 3, 7, 9, 0, tzinfo=UTC), log_size=1234, log_root="cd" * 32),
        dimensions=(("position", "defence"),),
        value=protect_people(len(IDS)),
        commitment=commit(len(IDS), value_salt(SECRET)).hex(),
        records_root=counted.root.hex(),
        records_tree_size=counted.tree_size,
    )
    return replace(record, **changes)


def test_the_release_as_published() -> None:
    published = json.loads(release_bytes(release()))

    assert published["value"] == {
        "wording": "about",
        "shown": "70",
        "unit": "people",
        "lower": "68",
        "upper": "72",
        "rule": "people/1",
        "reason": "",
    }
    assert published["as_of"] == {"at": "2022-03-07T09:00:00+00:00", "log_size": 1234, "log_root": "cd" * 32}
    assert published["dimensions"] == {"position": "defence"}


def test_a_journalist_verifies_the_signature() -> None:
    released = release_bytes(release())
    signature = sign_release(SEED, released)

    assert verify_release(public_key_of(SEED), released, signature)
    assert not verify_release(public_key_of(SEED), released.replace(b'"70"', b'"75"'), signature)
    assert not verify_release(public_key_of(SECRET), released, signature)


def test_a_correction_says_why() -> None:
    corrected = release(supersedes="F-000000001", correction="Two people were counted twice.")

    assert json.loads(release_bytes(corrected))["correction"] == "Two people were counted twice."
    with pytest.raises(ProofError, match="says why"):
        release_bytes(release(supersedes="F-000000001"))
    with pytest.raises(ProofError, match="says why"):
        release_bytes(release(correction="Two people were counted twice."))


def test_an_auditor_opens_the_commitment_and_recounts() -> None:
    published = release()
    commitment, root = bytes.fromhex(published.commitment), bytes.fromhex(published.records_root)

    assert verify_commitment(commitment, exact=70, salt=value_salt(SECRET))
    assert verify_recount(reversed(IDS), secret=SECRET, upper=UPPER, records_root=root)
    assert not verify_commitment(commitment, exact=71, salt=value_salt(SECRET))
    assert not verify_recount(IDS[1:], secret=SECRET, upper=UPPER, records_root=root)
    assert not verify_recount([*IDS, "A-999999999"], secret=SECRET, upper=UPPER, records_root=root)


@pytest.mark.parametrize("record_id", [IDS[0], IDS[33], IDS[69]])
def test_a_data_subject_verifies_the_own_record(record_id: str) -> None:
    root = bytes.fromhex(release().records_root)

    proof = prove_record(record_id, IDS, secret=SECRET, upper=UPPER)

    assert verify_record(proof, records_root=root)
    assert not verify_record(replace(proof, record_id="A-999999999"), records_root=root)
    assert not verify_record(replace(proof, salt=bytes(32)), records_root=root)
    assert not verify_record(replace(proof, path=proof.path[1:]), records_root=root)


def test_who_is_not_counted_gets_no_proof() -> None:
    with pytest.raises(ProofError, match="A-999999999 is not among those counted"):
        prove_record("A-999999999", IDS, secret=SECRET, upper=UPPER)


def test_a_record_counts_once() -> None:
    with pytest.raises(ProofError, match="counted twice"):
        count_records(["A-1", "A-1"], secret=SECRET, upper=9)


def test_the_count_and_its_bound_must_agree() -> None:
    with pytest.raises(ProofError, match="more than the published bound of 68"):
        count_records(IDS, secret=SECRET, upper=68)


@given(st.integers(0, 5000))
def test_the_size_of_the_tree_tells_no_more_than_the_published_value(count: int) -> None:
    value = protect_people(count)
    assert value.upper is not None

    sizes = {tree_size_for(value.upper, possible) for possible in range(value.lower, value.upper + 1)}

    assert len(sizes) == 1
    assert sizes.pop() >= max(16, count)


def test_without_a_bound_the_tree_fits_the_records() -> None:
    assert tree_size_for(None, 60_000) == 65_536


def test_salts_and_roots_differ_from_release_to_release() -> None:
    other = bytes(32)

    assert record_salt(SECRET, IDS[0]) != record_salt(other, IDS[0])
    assert record_salt(SECRET, IDS[0]) != record_salt(SECRET, IDS[1])
    assert commit(2, value_salt(SECRET)) != commit(2, value_salt(other))
    assert count_records(IDS, secret=SECRET, upper=UPPER) == count_records(IDS, secret=SECRET, upper=UPPER)
    assert count_records(IDS, secret=SECRET, upper=UPPER) != count_records(IDS, secret=other, upper=UPPER)
