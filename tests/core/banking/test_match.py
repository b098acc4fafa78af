"""Suggestions: strong evidence brings candidates up, weak evidence supports, blank data matches nobody."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.banking.match import (
    Candidate,
    CandidateIndex,
    Evidence,
    LineFacts,
    Suggestion,
    facts_of,
    suggest,
)
from appealdesk.core.banking.zengin import read_zengin

BANK = Path(__file__).parents[2] / "data" / "bank"
PLEDGED = date(2022, 2, 28)
BOOKED = date(2022, 3, 2)

KEIKO = Candidate(
    ref="pledge-keiko",
    pledge_code="48213",
    references=("DON-7F3K-2",),
    accounts=("DE75512108001245126199",),
    names=("アオキ ケイコ", "Keiko Aoki"),
    amount_minor=100_000,
    currency="JPY",
    pledged_on=PLEDGED,
)
JOHN = Candidate(
    ref="pledge-john",
    pledge_code="12345",
    names=("ベーカー ジョン",),
    amount_minor=5_000,
    currency="JPY",
    pledged_on=PLEDGED,
)
OTHERS = [Candidate(ref=f"donor-{number}", names=(f"テスト{number}ロウ",)) for number in range(62)]
INDEX = CandidateIndex([KEIKO, JOHN, *OTHERS])
LINE = LineFacts(amount_minor=100_000, currency="JPY", booked=BOOKED, payer="ｱｵｷ ｹｲｺ")


def evidence_of(suggestion: Suggestion) -> tuple[Evidence, ...]:
    return tuple(reason.evidence for reason in suggestion.reasons)


def test_code_name_and_amount_make_a_certain_suggestion() -> None:
    (found,) = suggest(replace(LINE, payer="48213ｱｵｷ ｹｲｺ"), INDEX)

    assert (found.candidate, found.certain) == ("pledge-keiko", True)
    assert evidence_of(found) == (Evidence.PLEDGE_CODE, Evidence.NAME, Evidence.AMOUNT, Evidence.DATE)
    # Five digits, a name that one of 64 candidates bears, the amount and the day.
    assert found.bits == round(16.61 + 9.02 + 4 + 2, 1)


def test_a_code_alone_is_not_certain() -> None:
    (found,) = suggest(replace(LINE, payer="48213ﾊﾏﾀﾞ ｼﾖｳｺ", amount_minor=3_000), INDEX)

    assert (found.candidate, found.certain) == ("pledge-keiko", False)
    assert evidence_of(found) == (
        Evidence.PLEDGE_CODE,
        Evidence.DATE,
        Evidence.OTHER_AMOUNT,
        Evidence.OTHER_NAME,
    )


def test_a_reference_counts_like_a_code() -> None:
    (found,) = suggest(replace(LINE, payer="", reference="don-7f3k-2"), INDEX)

    assert (found.certain, evidence_of(found)[0]) == (True, Evidence.REFERENCE)


def test_code_and_reference_of_two_donors_are_certain_of_neither() -> None:
    found = suggest(replace(LINE, payer="12345ｱｵｷ ｹｲｺ", reference="DON-7F3K-2"), INDEX)

    assert [(item.candidate, item.certain) for item in found] == [("pledge-john", False), ("pledge-keiko", False)]


def test_a_code_that_two_pledges_share_is_certain_of_neither() -> None:
    twins = CandidateIndex([KEIKO, replace(KEIKO, ref="pledge-twin")])

    found = suggest(replace(LINE, payer="48213ｱｵｷ ｹｲｺ"), twins)

    assert [item.certain for item in found] == [False, False]


def test_an_account_is_never_certain() -> None:
    (found,) = suggest(replace(LINE, payer="", account="DE75 5121 0800 1245 1261 99"), INDEX)

    assert (evidence_of(found)[0], found.certain) == (Evidence.ACCOUNT, False)


def test_a_name_with_amount_and_day_is_suggested_and_left_to_a_person() -> None:
    (found,) = suggest(LINE, INDEX)

    assert (found.candidate, found.certain) == ("pledge-keiko", False)
    assert evidence_of(found) == (Evidence.NAME, Evidence.AMOUNT, Evidence.DATE)


def test_a_name_that_everybody_bears_needs_more() -> None:
    namesakes = [Candidate(ref=f"keiko-{number}", names=("アオキ ケイコ",)) for number in range(50)]

    assert suggest(LINE, CandidateIndex(namesakes)) == ()


def test_a_payment_before_the_pledge_speaks_against_it() -> None:
    (found,) = suggest(replace(LINE, booked=date(2022, 2, 1)), INDEX)

    assert evidence_of(found)[-1] is Evidence.OTHER_DATE


@pytest.mark.parametrize(
    "facts",
    [
        replace(LINE, payer=""),
        replace(LINE, payer="ﾌﾘｺﾐ"),
        replace(LINE, payer="ｸﾛｷﾞ"),
        replace(LINE, payer="", reference="NOTPROVIDED"),
        replace(LINE, payer="", payer_code="0000000000"),
        replace(LINE, payer="99999ﾀﾞﾚｶ"),
        replace(LINE, amount_minor=-100_000),
        replace(LINE, reversal=True),
        replace(LINE, currency="USD"),
    ],
)
def test_blank_weak_or_foreign_data_matches_nobody(facts: LineFacts) -> None:
    assert suggest(facts, INDEX) == ()


def test_blank_candidates_are_never_brought_up() -> None:
    blank = Candidate(ref="blank", references=("", "-"), accounts=("",), names=("", "ﾌﾘｺﾐ"), amount_minor=100_000)

    assert suggest(replace(LINE, payer="ﾌﾘｺﾐ"), CandidateIndex([blank])) == ()


def test_strong_evidence_ranks_before_many_bits() -> None:
    found = suggest(replace(LINE, payer="12345ｱｵｷ ｹｲｺ"), INDEX)

    assert [item.candidate for item in found] == ["pledge-john", "pledge-keiko"]


def test_lines_of_a_bank_file_find_their_pledges() -> None:
    data = (BANK / "zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt").read_bytes()
    (statement,) = read_zengin(data, BOOKED)

    found = [[item.candidate for item in suggest(facts_of(line), INDEX)] for line in statement.lines]

    assert found == [["pledge-keiko"], ["pledge-john"], [], ["pledge-keiko"], [], []]


def test_each_evidence_has_a_published_sentence() -> None:
    sentences = [evidence.explanation for evidence in Evidence]

    assert len(set(sentences)) == len(sentences)
    assert all(sentence.endswith(".") for sentence in sentences)


facts = st.builds(
    LineFacts,
    amount_minor=st.sampled_from([-5_000, 0, 5_000, 100_000]),
    currency=st.sampled_from(["JPY", "USD"]),
    booked=st.dates(date(2022, 1, 1), date(2022, 12, 31)),
    payer=st.sampled_from(["", "ｱｵｷ ｹｲｺ", "48213ｱｵｷ", "12345ﾍﾞ-ｶ- ｼﾞﾖﾝ", "ﾃｽﾄ7ﾛｳ", "00000"]) | st.text(max_size=48),
    payer_code=st.sampled_from(["", "0000048213", "0000000000"]),
    reference=st.sampled_from(["", "DON-7F3K-2", "X"]) | st.text(max_size=20),
    account=st.sampled_from(["", "DE75512108001245126199"]),
    reversal=st.booleans(),
)


@given(facts=facts)
def test_certain_means_one_candidate_with_code_or_reference_and_more(facts: LineFacts) -> None:
    found = suggest(facts, INDEX)

    assert found == suggest(facts, CandidateIndex([*OTHERS, JOHN, KEIKO]))
    assert sum(item.certain for item in found) <= 1
    for item in found:
        kinds = set(evidence_of(item))
        assert min(kinds) <= Evidence.NAME
        if item.certain:
            assert kinds & {Evidence.PLEDGE_CODE, Evidence.REFERENCE}
            assert kinds & {Evidence.AMOUNT, Evidence.NAME}
