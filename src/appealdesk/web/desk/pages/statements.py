"""What the pages of bank statements show: the list with its form, how far an import is, and one statement."""

from dataclasses import dataclass, field

from appealdesk.core.banking.statement import FORMATS
from appealdesk.core.money import Money
from appealdesk.donations.queries.money import AccountPage, LinePage, StatementDetail, StatementPage

__all__ = ["ProgressView", "StatementView", "StatementsView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsView:
    """The list, the form, and why the last file or the last name of an account was refused."""

    statements: tuple[StatementPage, ...]
    accounts: tuple[AccountPage, ...]
    formats: tuple[str, ...] = FORMATS
    format: str = ""
    account: str = ""
    problem: str = ""
    problems: tuple[str, ...] = field(default=())
    problem_count: int = 0
    # A file was there and was looked at.
    refused: bool = False
    unknown_name: str = ""
    name_problem: str = ""

    @property
    def more_problems(self) -> int:
        """Problems that are not listed."""
        return max(0, self.problem_count - len(self.problems))


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far an import is, and whether it stands still for want of room."""

    statement: StatementPage
    seconds_left: float | None
    disk_full: bool = False

    @property
    def runs(self) -> bool:
        """True until the lines have become donations."""
        return self.statement.runs


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement with its totals and a page of lines; `preview` holds the first lines of one that waits."""

    detail: StatementDetail
    progress: ProgressView
    preview: tuple[LinePage, ...] = ()
    problem: str = ""

    @property
    def fresh(self) -> int:
        """Lines that the account does not have yet."""
        return self.detail.statement.lines - self.detail.statement.known

    @property
    def tells_balances(self) -> bool:
        """True if the file has an opening or a closing balance."""
        return self.detail.statement.opening is not None or self.detail.statement.closing is not None

    @property
    def expected_closing(self) -> Money | None:
        """Opening balance and movements together."""
        opening, total = self.detail.statement.opening, self.detail.statement.total
        return None if opening is None else opening + total

    @property
    def balances(self) -> bool:
        """True if opening and movements make the closing balance."""
        return self.expected_closing is not None and self.expected_closing == self.detail.statement.closing
