"""Any history of records, relations, verdicts, second thoughts and erasures keeps every record and every reference.

The machine does not trust the product's own idea of a person: it connects the records by the judgements that hold, and
asks each reference that was ever given where it leads. `APPEALDESK_HISTORIES=N` tries N long histories in place of the
few short ones of the suite.
"""

import os
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Foreseen
from appealdesk.people.access import access_person
from appealdesk.people.actions.end_relation import end_relation
from appealdesk.people.actions.erase import erase_person
from appealdesk.people.actions.identify import Identified, identify_person
from appealdesk.people.actions.judge import judge_records
from appealdesk.people.actions.relate import relate_persons
from appealdesk.people.actions.revoke import revoke_judgement
from appealdesk.people.inputs import IdentityInput, JudgementInput
from appealdesk.people.invariants import INVARIANTS
from appealdesk.people.models import Judgement, Person, Record, Relation
from appealdesk.people.queries.identities import open_identity
from appealdesk.people.queries.relations import relations_of, speaker_of
from tests.people.cast import NOW, SYSTEM, ask_for_erasure, identity, staff

_LONG = int(os.environ.get("APPEALDESK_HISTORIES", "0"))
_NAMES = ("Keiko Aoki", "Oksana Bondar", "Pavlo Chuba", "Jun Doi")
_which = st.integers(0, 30)
_verdicts = st.sampled_from(["same", "different", "undecided"])


class Histories(RuleBasedStateMachine):
    """Four people write now and then, from their own number or nameless; two officers judge what was written."""

    system = SYSTEM
    officers = (staff(Role.DESK_OFFICER), staff(Role.DUTY_OFFICER))

    def __init__(self) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.told: list[tuple[Identified, IdentityInput]] = []
        self.erased: set[str] = set()
        # By its reference the two records of each relation that holds: whoever speaks, and for whom.
        self.related: dict[str, tuple[str, str]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outside.__exit__(None, None, None)

    @rule(who=st.integers(0, 3), numbered=st.booleans(), mailed=st.booleans())
    def attach(self, who: int, numbered: bool, mailed: bool) -> None:
        facts: dict[str, Any] = {"latin": _NAMES[who]}
        if numbered:
            facts["phones"] = (f"090-2345-678{who}",)
        if mailed:
            facts["emails"] = (f"person{who}@posteo.example",)
        said = identity(**facts)
        source = f"E-{len(self.told)}"
        found = identify_person(actor=self.system, now=NOW, identity=said, source="enquiry", source_ref=source)
        again = identify_person(actor=self.system, now=NOW, identity=said, source="enquiry", source_ref=source)
        assert (again.record_id, again.person_id) == (found.record_id, found.person_id)
        self.told.append((found, said))

    @precondition(lambda self: len(self.told) > 1)
    @rule(one=_which, other=_which, verdict=_verdicts, officer=st.integers(0, 1))
    def judge(self, one: int, other: int, verdict: str, officer: int) -> None:
        self._judge(one, other, verdict, officer)

    @precondition(lambda self: len(self.told) > 1)
    @rule(one=_which, other=_which, verdict=_verdicts)
    def there_and_back(self, one: int, other: int, verdict: str) -> None:
        before = (self._holders(), self._verdicts())
        ref = self._judge(one, other, verdict, 0)
        if ref:
            revoke_judgement(actor=self.officers[1], now=NOW, judgement_ref=ref, reason="mistake")
            assert (self._holders(), self._verdicts()) == before

    @precondition(lambda self: self.told)
    @rule(which=_which)
    def undo(self, which: int) -> None:
        with acting(self.system):
            held = list(Judgement.objects.filter(revoked_at=None).order_by("pk").values_list("ref", flat=True))
        if held:
            before = (self._holders(), self._verdicts())
            try:
                revoke_judgement(actor=self.officers[0], now=NOW, judgement_ref=held[which % len(held)])
            except Foreseen:
                assert (self._holders(), self._verdicts()) == before

    @precondition(lambda self: len(self.told) > 1)
    @rule(one=_which, other=_which, kind=st.sampled_from(["on_behalf", "household"]))
    def relate(self, one: int, other: int, kind: str) -> None:
        refs = [self.told[which % len(self.told)][0].person_ref for which in (one, other)]
        before = (self._holders(), self._verdicts())
        try:
            made = relate_persons(
                actor=self.officers[0], now=NOW, speaker_ref=refs[0], person_ref=refs[1], kind=kind, agreed=True
            )
        except Foreseen as refusal:
            note(refusal.code)
            assert (self._holders(), self._verdicts()) == before
            return
        with acting(self.system):
            stored = Relation.objects.select_related("speaker", "person").get(ref=made.ref)
        assert made.already == (made.ref in self.related)
        assert self._holders() == before[0]
        self.related[made.ref] = (stored.speaker.ref, stored.person.ref)

    @precondition(lambda self: self.related)
    @rule(which=_which)
    def end(self, which: int) -> None:
        ref = sorted(self.related)[which % len(self.related)]
        end_relation(actor=self.officers[1], now=NOW, relation_ref=ref)
        del self.related[ref]

    @precondition(lambda self: self.told)
    @rule(which=_which)
    def erase(self, which: int) -> None:
        before = self._holders()
        person = self.told[which % len(self.told)][0].person_ref
        if not before[person] <= self.erased:
            erase_person(actor=self.officers[1], now=NOW, request_ref=ask_for_erasure(person, system=self.system))
        assert self._holders() == before
        self.erased |= before[person]
        self.related = {ref: pair for ref, pair in self.related.items() if not {*pair} & self.erased}

    @invariant()
    def relations_follow_their_records(self) -> None:
        holders = self._holders()
        with acting(self.system):
            kept = set(Relation.objects.filter(ended_at=None).values_list("ref", flat=True))
            found = {ref: relations_of(actor=self.system, person_ref=ref) for ref in holders}
            keys = dict(Person.objects.values_list("ref", "pk"))
            speakers = {ref: speaker_of(actor=self.system, person_id=keys[ref]) for ref in holders}
        assert kept == set(self.related)
        for ref, held in holders.items():
            # Where the two were judged to be one, there is nothing to tell, until that is taken back.
            mine = {each: pair for each, pair in self.related.items() if len({*pair} & held) == 1}
            assert {row.ref for row in found[ref]} == set(mine)
            for row in found[ref]:
                one, other = mine[row.ref]
                assert (one if other in held else other) in self._records_of(row.other_ref)
            speaks = speakers[ref]
            asked = {one for each, (one, other) in mine.items() if other in held and self._kind(each) == "on_behalf"}
            assert (speaks is None) == (not asked)
            assert speaks is None or asked & self._records_of(self._ref(speaks))

    @invariant()
    def no_record_is_lost(self) -> None:
        with acting(self.system):
            stored = {record.ref: record for record in Record.objects.all()}
        assert set(stored) == {found.record_ref for found, _ in self.told}
        for found, said in self.told:
            record = stored[found.record_ref]
            kept = open_identity(record_ref=record.ref, wrapped_key=record.wrapped_key, sealed=record.sealed)
            assert kept == (None if record.ref in self.erased else said)

    @invariant()
    def references_lead_to_their_records(self) -> None:
        holders = self._holders()
        for found, _ in self.told:
            with acting(self.system):
                kept = Person.objects.get(pk=found.person_id).ref
            assert found.record_ref in holders[kept]
        assert all(holders.values())

    @invariant()
    def a_person_is_what_judgements_connect(self) -> None:
        parts = {found.record_ref: {found.record_ref} for found, _ in self.told}
        with acting(self.system):
            edges = list(Judgement.objects.filter(revoked_at=None).values_list("a__ref", "b__ref", "verdict"))
            broken = [violation.sentence for check in INVARIANTS for violation in check()]
        for one, other, verdict in edges:
            if verdict == "same" and parts[one] is not parts[other]:
                joined = parts[one] | parts[other]
                parts |= dict.fromkeys(joined, joined)
        apart = [(one, other) for one, other, verdict in edges if verdict == "different"]
        assert {frozenset(part) for part in parts.values()} == set(self._holders().values())
        assert (broken, [pair for pair in apart if pair[0] in parts[pair[1]]]) == ([], [])

    def _kind(self, relation: str) -> str:
        with acting(self.system):
            return Relation.objects.get(ref=relation).kind

    def _records_of(self, ref: str) -> frozenset[str]:
        with acting(self.system):
            return frozenset(access_person(self.system, ref).records.values_list("ref", flat=True))

    def _ref(self, person_id: int) -> str:
        with acting(self.system):
            return Person.objects.get(pk=person_id).ref

    def _judge(self, one: int, other: int, verdict: str, officer: int) -> str:
        """The judgement's reference, or nothing where it was refused, which changes nothing."""
        refs = [self.told[which % len(self.told)][0].record_ref for which in (one, other)]
        before = (self._holders(), self._verdicts())
        entry = JudgementInput.model_validate(
            {"record_a": refs[0], "record_b": refs[1], "verdict": verdict, "reasons": ["officer.compared"]}
        )
        try:
            return judge_records(actor=self.officers[officer], now=NOW, entry=entry).ref
        except Foreseen as refusal:
            note(refusal.code)
            assert (self._holders(), self._verdicts()) == before
            return ""

    def _holders(self) -> Mapping[str, frozenset[str]]:
        """Each reference that was ever given, and the records of the person to whom it leads now."""
        with acting(self.system):
            holders = {}
            for ref in Person.objects.values_list("ref", flat=True):
                person = access_person(self.system, ref)
                holders[ref] = frozenset(person.records.values_list("ref", flat=True))
        known = {found.person_ref for found, _ in self.told}
        with acting(self.system):
            known |= set(
                Person.objects.filter(pk__in=[found.person_id for found, _ in self.told]).values_list("ref", flat=True)
            )
        assert all(holders.values())
        return {ref: held for ref, held in holders.items() if ref in known}

    def _verdicts(self) -> set[tuple[str, str, str]]:
        with acting(self.system):
            held = Judgement.objects.filter(revoked_at=None)
            return set(held.values_list("a__ref", "b__ref", "verdict"))


@pytest.mark.django_db
def test_any_history_of_judgements_keeps_every_record_and_reference() -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=_LONG or 6,
            stateful_step_count=40 if _LONG else 12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
