"""What must hold for all criteria and all people: no decided outcome is ever taken back by a further answer."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.criteria.blocks import CODE_BITS, Block
from appealdesk.core.criteria.evaluate import Outcome, decide, evaluate, outcome_of
from appealdesk.core.criteria.facts import Facts, FactValue, parse_facts
from appealdesk.core.criteria.flips import next_flip
from appealdesk.core.criteria.language import parse_criteria
from appealdesk.core.criteria.tree import CriteriaSet, Evidence
from tests.core.criteria.invented import AS_OF_DAYS, invent_document, invent_facts

# A seed cannot be made simpler, but the number of leaves can, so it is drawn by itself.
randoms = st.integers(0, 2**32).map(Random)
sizes = st.integers(1, 14)
values = st.sampled_from([True, False, None])


def invent(random: Random, leaves: int) -> tuple[CriteriaSet, Facts]:
    criteria = parse_criteria(invent_document(random, leaves))
    return criteria, parse_facts(invent_facts(random), criteria.facts)


def completed(random: Random, facts: Facts, criteria: CriteriaSet) -> dict[str, FactValue]:
    """The same person after every question has been answered and every document checked."""
    answers: dict[str, FactValue] = {}
    for name, fact in facts.items():
        known: Any = fact
        while not isinstance(known, FactValue):
            known = parse_facts(invent_facts(random), criteria.facts)[name]
        answers[name] = FactValue(known.value, Evidence.VERIFIED)
    return answers


@settings(max_examples=300, deadline=None)
@given(random=randoms, leaves=sizes)
def test_no_further_answer_contradicts_a_decided_outcome(random: Random, leaves: int) -> None:
    criteria, facts = invent(random, leaves)
    as_of = random.choice(AS_OF_DAYS)
    before = evaluate(criteria, facts, as_of)

    after = evaluate(criteria, completed(random, facts, criteria), as_of)

    assert after.outcome is not Outcome.CANNOT_TELL
    assert before.outcome in (Outcome.CANNOT_TELL, after.outcome)


@settings(max_examples=300, deadline=None)
@given(random=randoms, leaves=sizes, data=st.data())
def test_the_reasons_alone_justify_the_outcome(random: Random, leaves: int, data: st.DataObject) -> None:
    criteria, _ = invent(random, leaves)
    drawn = data.draw(st.lists(values, min_size=leaves, max_size=leaves))
    value, mask = decide(criteria.root, drawn)
    others = data.draw(st.lists(values, min_size=leaves, max_size=leaves))
    # Where the rules cannot tell, the answers that are known stay part of the question.
    free = [not mask & leaf.bit and (value is not None or drawn[leaf.index] is None) for leaf in criteria.leaves]
    changed = [other if is_free else kept for kept, other, is_free in zip(drawn, others, free, strict=True)]

    assert decide(criteria.root, changed)[0] is value
    assert mask > 0


@settings(max_examples=300, deadline=None)
@given(random=randoms, leaves=sizes)
def test_an_open_outcome_has_only_unknown_reasons(random: Random, leaves: int) -> None:
    criteria, facts = invent(random, leaves)

    result = evaluate(criteria, facts, AS_OF_DAYS[0])

    by_id = {leaf.id: result.leaves[leaf.index] for leaf in criteria.leaves}
    if result.outcome is Outcome.CANNOT_TELL:
        assert {by_id[reason] for reason in result.reasons} == {None}
    assert criteria.leaf_ids(result.mask) == result.reasons


@settings(max_examples=60, deadline=None)
@given(random=randoms, leaves=st.integers(1, 6))
def test_a_table_of_cases_holds_what_judging_each_case_gives(random: Random, leaves: int) -> None:
    criteria, _ = invent(random, leaves)
    table = Block(criteria.root, criteria.leaves).table()
    digits = (False, True, None)

    for number, entry in enumerate(table):
        case = [digits[number // 3**leaf.index % 3] for leaf in criteria.leaves]
        value, mask = decide(criteria.root, case)
        assert entry == mask << CODE_BITS | outcome_of(value).code
    assert len(table) == 3 ** len(criteria.leaves)


@settings(max_examples=150, deadline=None)
@given(random=randoms, leaves=st.integers(1, 5))
def test_nothing_changes_before_the_next_flip(random: Random, leaves: int) -> None:
    criteria, facts = invent(random, leaves)
    as_of = random.choice(AS_OF_DAYS)

    flip = next_flip(criteria, facts, as_of)

    now = evaluate(criteria, facts, as_of)
    last_looked_at = flip.toordinal() if flip else as_of.toordinal() + 800
    # A day in the middle is enough here: the test of flips looks at every single day.
    between = as_of.fromordinal(random.randint(as_of.toordinal(), max(as_of.toordinal(), last_looked_at - 1)))
    unchanged = evaluate(criteria, facts, between)
    assert (unchanged.outcome, unchanged.mask) == (now.outcome, now.mask)
    if flip:
        then = evaluate(criteria, facts, flip)
        assert (then.outcome, then.mask) != (now.outcome, now.mask)
