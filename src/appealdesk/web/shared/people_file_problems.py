"""What is wrong with a file of people, in the reader's language, with its row and the heading of its column."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from appealdesk.core.people_list import ListProblem
from appealdesk.web.shared.statement_problems import in_language

__all__ = ["WORDS", "list_problem_text"]


def list_problem_text(problem: ListProblem) -> str:
    """Where the file is wrong and what to write there; a heading stays as the file has it."""
    sentence = in_language(problem.sentence)
    if problem.column:
        place = gettext("Row %(row)s, %(column)s") % {"row": problem.row, "column": problem.column}
    else:
        place = gettext("Row %(row)s") % {"row": problem.row}
    return f"{place}: {sentence}"


WORDS = (
    _("Mail cannot reach this address. It looks like name@example.org."),
    _("The appeal has no such position. Write one of these: %(choices)s."),
    _("The date of birth lies in the future. Check the year."),
    _("The name is missing."),
    _("The quoting is broken (%(error)s)."),
    _("The row has %(cells)s cells, but there are %(headings)s headings."),
    _("There is an emoji or a symbol in this name. Use letters only."),
    _("There is an invisible character in it. Type it again."),
    _("There is neither a column nor a fact of this name."),
    _("There is no letter in this name. Write it out."),
    _("There is no such day. Write it as 1983-04-09."),
    _("This cannot be read. Write it as the sample shows."),
    _("This column is missing."),
    _("This column stands twice."),
    _("This is longer than %(limit)s characters. Shorten it."),
    _("This number cannot be called. A number has 7 to 16 digits."),
    _("This year of birth is too long ago. Check it."),
    _("Write a number from 0 to 1000000, such as 3 or 2.5."),
    _("Write ja, en or uk."),
    _("Write one of these: %(choices)s."),
    _("Write the first and the last day as 2021-04-01/2026-03-31; one may be left out."),
    _("Write the reading in kana only, such as アオキ ケイコ."),
    _("Write this name in Latin letters, such as AOKI KEIKO."),
    _("Write yes or no."),
)
