"""What an officer does to the three levels: add, take away, move. Each act returns another form.

Ids are how a person's reasons, and the words about a change, find a criterion again in the next revision. A part that
is moved keeps its id; a new part gets one that no revision of the position has had.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from appealdesk.core.criteria.form import CriteriaForm, FormAlternative, FormBlock, FormLine, Place

_Part = TypeVar("_Part")


class NoSuchPart(LookupError):  # noqa: N818 - it names what there is not
    """The place is not one of the form, because it was never or is no longer there."""


def add_part(form: CriteriaForm, place: Place, taken: Collection[str]) -> CriteriaForm:
    """Add a block to the form (place ()), an alternative to a block, or a line to an alternative."""
    ids = _fresh_ids({*taken, *form.ids()})
    if not place:
        block = FormBlock(alternatives=(_empty_alternative(ids),))
        return replace(form, id=form.id or next(ids), blocks=(*form.blocks, block))
    if len(place) == 1:

        def with_alternative(block: FormBlock) -> FormBlock:
            grown = (*block.alternatives, _empty_alternative(ids))
            return replace(block, id=block.id or next(ids), alternatives=grown)

        return _change_block(form, place[0], with_alternative)

    def with_line(alternative: FormAlternative) -> FormAlternative:
        return replace(alternative, id=alternative.id or next(ids), lines=(*alternative.lines, FormLine(id=next(ids))))

    return _change_alternative(form, place, with_line)


def remove_part(form: CriteriaForm, place: Place) -> CriteriaForm:
    """Take away the part; a group whose last part goes, goes too."""
    if len(place) == 3:
        _, _, position = place
        shorter = _change_alternative(form, place[:2], lambda kept: replace(kept, lines=_without(kept.lines, position)))
        left = shorter.blocks[place[0]].alternatives[place[1]].lines
        return shorter if left else remove_part(shorter, place[:2])
    if len(place) == 2:
        shorter = _change_block(form, place[0], lambda kept: _block_of(kept, _without(kept.alternatives, place[1])))
        return shorter if shorter.blocks[place[0]].alternatives else remove_part(shorter, place[:1])
    return replace(form, blocks=_without(form.blocks, place[0]))


def move_part(form: CriteriaForm, place: Place, step: int) -> CriteriaForm:
    """Change places with the neighbour before (-1) or after (1); at an end nothing happens."""
    if len(place) == 3:
        return _change_alternative(
            form, place[:2], lambda kept: replace(kept, lines=_swapped(kept.lines, place[2], step))
        )
    if len(place) == 2:
        return _change_block(
            form, place[0], lambda kept: replace(kept, alternatives=_swapped(kept.alternatives, place[1], step))
        )
    return replace(form, blocks=_swapped(form.blocks, place[0], step))


def _block_of(block: FormBlock, alternatives: tuple[FormAlternative, ...]) -> FormBlock:
    """The block with fewer alternatives; it cannot want more of them than there are."""
    return replace(block, alternatives=alternatives, at_least=min(block.at_least, len(alternatives)))


def _empty_alternative(ids: Iterator[str]) -> FormAlternative:
    return FormAlternative(lines=(FormLine(id=next(ids)),))


def _fresh_ids(taken: Collection[str]) -> Iterator[str]:
    number = len(taken)
    while True:
        number += 1
        if (name := f"c{number}") not in taken:
            yield name


def _change_block(form: CriteriaForm, at: int, change: Callable[[FormBlock], FormBlock]) -> CriteriaForm:
    return replace(form, blocks=_changed(form.blocks, at, change))


def _change_alternative(
    form: CriteriaForm, place: Place, change: Callable[[FormAlternative], FormAlternative]
) -> CriteriaForm:
    b, a = place
    return _change_block(form, b, lambda block: replace(block, alternatives=_changed(block.alternatives, a, change)))


def _changed(parts: Sequence[_Part], at: int, change: Callable[[_Part], _Part]) -> tuple[_Part, ...]:
    _check(parts, at)
    return tuple(change(part) if index == at else part for index, part in enumerate(parts))


def _without(parts: Sequence[_Part], at: int) -> tuple[_Part, ...]:
    _check(parts, at)
    return (*parts[:at], *parts[at + 1 :])


def _swapped(parts: Sequence[_Part], at: int, step: int) -> tuple[_Part, ...]:
    _check(parts, at)
    other = at + step
    order = list(parts)
    if 0 <= other < len(order):
        order[at], order[other] = order[other], order[at]
    return tuple(order)


def _check(parts: Sequence[_Part], at: int) -> None:
    if not 0 <= at < len(parts):
        raise NoSuchPart(at)
