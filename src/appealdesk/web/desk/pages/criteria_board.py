"""The positions of an organisation with the state of their criteria."""

from dataclasses import dataclass

from appealdesk.accounts.queries import staff_names
from appealdesk.appeals.queries.drafts import BoardLine
from appealdesk.foundation.languages import Localised

__all__ = ["AppealBoard", "BoardRow", "BoardView", "board_view"]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A position, and who saved its draft last."""

    line: BoardLine
    saved_by: str


@dataclass(frozen=True, slots=True)
class AppealBoard:
    """The positions of one appeal."""

    ref: str
    titles: Localised
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class BoardView:
    """The appeals, the newest first."""

    appeals: tuple[AppealBoard, ...]


def board_view(lines: tuple[BoardLine, ...]) -> BoardView:
    """The lines by appeal, in their order."""
    names = staff_names({line.draft_saved_by for line in lines if line.draft_saved_by})
    appeals = dict.fromkeys(line.appeal_ref for line in lines)
    return BoardView(
        tuple(
            AppealBoard(
                ref=ref,
                titles=next(line.appeal_titles for line in lines if line.appeal_ref == ref),
                rows=tuple(
                    BoardRow(line, names.get(line.draft_saved_by, line.draft_saved_by))
                    for line in lines
                    if line.appeal_ref == ref
                ),
            )
            for ref in appeals
        )
    )
