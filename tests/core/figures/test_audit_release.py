"""The audit of releases: what a reader could work out is found, and what protects is let through."""

import random

import pytest

from appealdesk.core.figures.audit_release import (
    AuditError,
    Cell,
    Equation,
    Finding,
    audit_cells,
    table_equations,
)
from appealdesk.core.figures.protect import protect_people


def published(name: str, exact: int) -> Cell:
    value = protect_people(exact)
    return Cell(name=name, exact=exact, lower=value.lower, upper=value.upper)


def table_cells(counts: list[list[int]], *, rows: list[str], columns: list[str]) -> list[tuple[str, int]]:
    """The table's cells and totals by name."""
    named = {f"{row}/{column}": counts[i][j] for i, row in enumerate(rows) for j, column in enumerate(columns)}
    named |= {f"{row}/total": sum(counts[i]) for i, row in enumerate(rows)}
    named |= {f"total/{column}": sum(line[j] for line in counts) for j, column in enumerate(columns)}
    named["total/total"] = sum(map(sum, counts))
    return list(named.items())


def test_an_exact_total_gives_a_hidden_cell_away() -> None:
    cells = [
        published("legion", 2),
        Cell(name="defence", exact=50, lower=50, upper=50),
        Cell(name="all", exact=52, lower=52, upper=52),
    ]

    audit = audit_cells(cells, [Equation("all", ("legion", "defence"))])

    assert audit.findings == (Finding("legion", 2, 2),)
    assert not audit.may_go_out
    assert audit.findings[0].sentence() == (
        "A reader could work out that legion lies between 2 and 2; "
        "publish a coarser table or leave one of its totals out."
    )


def test_the_article_may_go_out() -> None:
    cells = [
        published("legion", 2),
        published("defence", 50),
        published("other", 18),
        published("all", 70),
    ]

    audit = audit_cells(cells, [Equation("all", ("legion", "defence", "other"))])

    assert audit.may_go_out
    assert audit.intervals == {"legion": (0, 6)}


def test_two_releases_together_give_away_what_each_hides() -> None:
    # The first release shows the two kinds together, the second one of them and the change of the other.
    first = [
        published("a", 4),
        Cell(name="b", exact=30, lower=28, upper=32),
        Cell(name="ab", exact=34, lower=33, upper=37),
    ]
    second = [Cell(name="b", exact=30, lower=30, upper=30), Cell(name="ab", exact=34, lower=30, upper=34)]
    sums = [Equation("ab", ("a", "b"))]

    assert audit_cells(first, sums).may_go_out
    assert audit_cells([*first, *second], sums).findings == (Finding("a", 3, 4),)


def test_the_difference_of_two_days_is_a_cell_too() -> None:
    cells = [
        Cell(name="monday", exact=70, lower=70, upper=70),
        Cell(name="tuesday", exact=73, lower=73, upper=73),
        Cell(name="new on tuesday", exact=3),
    ]

    audit = audit_cells(cells, [Equation("tuesday", ("monday", "new on tuesday"))])

    assert audit.findings == (Finding("new on tuesday", 3, 3),)


def test_a_cell_that_nothing_bounds() -> None:
    audit = audit_cells([Cell(name="a", exact=3)], [])

    assert audit.intervals == {"a": (0, None)}
    assert audit.may_go_out


def test_large_cells_and_money_are_not_judged() -> None:
    cells = [
        Cell(name="large", exact=10, lower=10, upper=10),
        Cell(name="yen", exact=5, lower=5, upper=5, protected=False),
    ]

    audit = audit_cells(cells, [])

    assert audit.may_go_out
    assert audit.intervals == {}


def test_suppression_with_exact_totals_leaks_and_rounding_does_not() -> None:
    # The measurement behind the rules: random tables of 6 × 4, small cells hidden beside exact totals, or all rounded.
    # A cell leaks if a reader comes within 2 of it.
    rows, columns = [f"r{number}" for number in range(6)], [f"c{number}" for number in range(4)]
    sums = table_equations(rows, columns)
    generator = random.Random(2022)
    small = leaks_of_exact = leaks_of_rounded = 0
    for _ in range(20):
        counts = [
            [generator.choice([generator.randint(0, 9), generator.randint(10, 60)]) for _ in columns] for _ in rows
        ]
        named = table_cells(counts, rows=rows, columns=columns)
        exact = [
            published(name, count) if count < 10 else Cell(name=name, exact=count, lower=count, upper=count)
            for name, count in named
        ]
        rounded = [published(name, count) for name, count in named]
        small += sum(count < 10 for _, count in named)
        leaks_of_exact += len(audit_cells(exact, sums, narrowest=3).findings)
        leaks_of_rounded += len(audit_cells(rounded, sums, narrowest=3).findings)

    assert leaks_of_exact > small / 4
    assert leaks_of_rounded == 0


def test_the_equations_of_a_table() -> None:
    assert table_equations(["r"], ["a", "b"]) == (
        Equation("r/total", ("r/a", "r/b")),
        Equation("total/a", ("r/a",)),
        Equation("total/b", ("r/b",)),
        Equation("total/total", ("r/total",)),
    )


@pytest.mark.parametrize(
    ("cells", "sums", "sentence"),
    [
        ([Cell(name="a", exact=3, lower=4)], [], "The cell a is outside the bounds"),
        ([Cell(name="a", exact=3, upper=2)], [], "The cell a is outside the bounds"),
        ([Cell(name="a", exact=3), Cell(name="a", exact=4)], [], "The cell a is given as 3 and as 4"),
        ([Cell(name="a", exact=3)], [Equation("a", ("b",))], "names a cell that is not given: b"),
        ([Cell(name="a", exact=3), Cell(name="b", exact=4)], [Equation("a", ("b",))], "do not add up"),
    ],
)
def test_figures_that_contradict_each_other_are_refused(cells: list[Cell], sums: list[Equation], sentence: str) -> None:
    with pytest.raises(AuditError, match=sentence):
        audit_cells(cells, sums)
