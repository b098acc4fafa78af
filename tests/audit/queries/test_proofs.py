"""Proofs from the stored log verify away from it, for every place in the tree, and nothing else does."""

import json
from dataclasses import replace

import pytest

from appealdesk.audit.actions.seal import seal_records
from appealdesk.audit.models import AuditRecord
from appealdesk.audit.queries.proofs import growth_proof, inclusion_proof, verify_growth, verify_proof
from appealdesk.audit.queries.seals import seal_at_size
from appealdesk.core.chain.heads import public_key_of
from appealdesk.foundation.actor import system_actor
from appealdesk.foundation.refusals import NotFound
from tests.audit.conftest import NOW, OFFICER, PUBLIC_KEY, SEED, write_records
from tests.postgres_plugin import Database


@pytest.fixture
def sealed_sizes(committed_db: Database) -> list[int]:
    """Seals whose sizes lie before, on and after the edges of stored nodes; two records are not sealed."""
    sizes, stored = [1, 255, 256, 257, 511, 600, 1024, 1100], 0
    for size in sizes:
        write_records(size - stored, start=stored)
        seal_records(now=NOW, signing_key=SEED)
        stored = size
    write_records(2, start=stored)
    return sizes


def test_records_of_every_region_are_proved(sealed_sizes: list[int]) -> None:
    bodies = [bytes(body) for body in AuditRecord.objects.order_by("xid", "id").values_list("body", flat=True)]

    for position in (0, 1, 254, 255, 256, 257, 511, 512, 767, 1023, 1024, 1098, 1099):
        proof = inclusion_proof(actor=OFFICER, position=position, public_key=PUBLIC_KEY)

        assert (proof.body, proof.size) == (bodies[position], 1100)
        assert verify_proof(proof, public_key=PUBLIC_KEY)


def test_a_proof_holds_for_nothing_else(sealed_sizes: list[int]) -> None:
    proof = inclusion_proof(actor=OFFICER, position=300, public_key=PUBLIC_KEY)

    assert json.loads(proof.body)["subject"] == "P-000000300"
    assert not verify_proof(replace(proof, body=proof.body + b" "), public_key=PUBLIC_KEY)
    assert not verify_proof(replace(proof, position=301), public_key=PUBLIC_KEY)
    assert not verify_proof(replace(proof, size=1099), public_key=PUBLIC_KEY)
    assert not verify_proof(replace(proof, path=proof.path[1:]), public_key=PUBLIC_KEY)
    assert not verify_proof(replace(proof, note=proof.note.replace("1100", "1101")), public_key=PUBLIC_KEY)
    assert not verify_proof(proof, public_key=public_key_of(bytes(32)))


@pytest.mark.parametrize("position", [-1, 1100, 1101, 10**9])
def test_what_is_not_sealed_has_no_proof(sealed_sizes: list[int], position: int) -> None:
    with pytest.raises(NotFound):
        inclusion_proof(actor=OFFICER, position=position, public_key=PUBLIC_KEY)


def test_an_empty_log_has_no_proof(committed_db: Database) -> None:
    with pytest.raises(NotFound):
        inclusion_proof(actor=OFFICER, position=0, public_key=PUBLIC_KEY)


def test_another_organisations_record_is_not_found(sealed_sizes: list[int]) -> None:
    with pytest.raises(NotFound):
        inclusion_proof(actor=replace(OFFICER, organisation_id=2), position=0, public_key=PUBLIC_KEY)

    assert inclusion_proof(actor=system_actor(None), position=0, public_key=PUBLIC_KEY).position == 0


def test_the_log_grew_from_every_seal(sealed_sizes: list[int]) -> None:
    for size in sealed_sizes:
        seal = seal_at_size(size)
        assert seal is not None

        proof = growth_proof(earlier_size=size, public_key=PUBLIC_KEY)

        assert verify_growth(proof, earlier_root=seal.root, public_key=PUBLIC_KEY)
        assert not verify_growth(proof, earlier_root=bytes(32), public_key=PUBLIC_KEY)
        assert not verify_growth(proof, earlier_root=seal.root, public_key=public_key_of(bytes(32)))
        assert not verify_growth(replace(proof, size=1099), earlier_root=seal.root, public_key=PUBLIC_KEY)


def test_growth_is_shown_from_a_seal_only(sealed_sizes: list[int]) -> None:
    with pytest.raises(NotFound):
        growth_proof(earlier_size=2, public_key=PUBLIC_KEY)
