"""What is wrong with criteria, in the reader's language: the templates of the core as the msgids of translations.

The reader of criteria speaks English; a test holds this list against its source, so that an officer who writes rules
in Japanese is not corrected in English.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from appealdesk.core.criteria.problems import Problem

__all__ = ["TEMPLATES", "problem_text"]

TEMPLATES = frozenset(
    {
        _('"not" takes one child, and there are {count}; put them in a group.'),
        _("A node holds exactly one of all, any, not, at_least (a group) or fact, op, value (a leaf)."),
        _("Groups are nested more than {most} deep; flatten them."),
        _("Infinity and not-a-number are no numbers here; give a finite one."),
        _('The constant {found} is not defined under "constants".'),
        _("The dictionary has no fact named {key}: define it first."),
        _("The document is not a JSON object."),
        _('The fact {found} is not declared under "facts".'),
        _("The fact {key} has no answer {choices} in the dictionary."),
        _("The fact {key} has the type {known} in the dictionary, not {type}."),
        _("The file is nested too deeply to be criteria."),
        _("The file is not JSON: {reason}."),
        _("The group is empty; give it a child or remove it."),
        _('The id "{id}" is taken by {place}; ids are unique.'),
        _("The key {found} is given twice in one object; keep one of them."),
        _("The leaf has no value to compare with."),
        _("The line asks about no fact yet; choose one."),
        _("The list names no choice; name at least one."),
        _("The number is too large to be compared exactly; give one up to 9,007,199,254,740,992."),
        _('The schema is {found}; only "{known}" can be read.'),
        _("There are {count} leaves; at most {most} are allowed."),
        _("This key is not known here; the known ones are {known}."),
        _("{found} are not the choices of a fact; list 1 to {most} names, each once."),
        _("{found} are not two ages in whole years from 0 to {most}."),
        _("{found} cannot be asked here; a fact of type {type} can be asked {known}."),
        _('{found} cannot be used here; the only day that can be asked about is "as_of".'),
        _('{found} does not declare a fact; write {{"type": …}} with one of {known}.'),
        _("{found} has its lower bound above its upper one, so nobody could meet it."),
        _("{found} is neither a group nor a leaf."),
        _("{found} is neither true nor false."),
        _("{found} is no constant: give a number, true or false, a text, or a list of numbers or texts."),
        _("{found} is not a choice; give one of {known}."),
        _("{found} is not a date written YYYY-MM-DD."),
        _("{found} is not a day of the calendar."),
        _("{found} is not a grade of evidence; use one of {known}."),
        _("{found} is not a list of choices."),
        _("{found} is not a list of groups and leaves."),
        _("{found} is not a moment; give date, time and offset, such as 2022-02-28T00:00:00+09:00."),
        _("{found} is not a name; use 1 to 64 letters, digits, dots, dashes and underscores."),
        _("{found} is not a number from 1 to the {count} children."),
        _("{found} is not a number."),
        _("{found} is not a pair of bounds [lowest, highest]."),
        _("{found} is not a revision number; count from 1."),
        _("{found} is not a text of 1 to {most} characters."),
        _("{found} is not a type of fact; use one of {known}."),
        _('{found} is not a value; a constant is named as {{"constant": "name"}}.'),
        _("{found} is not among the choices {known}."),
        _("{found} is not an object of named constants."),
        _("{found} is not an object of texts by language."),
        _("{found} is not an object that declares facts."),
        _("{found} is not an object with the texts ask, met, unmet and unknown."),
    }
)


def problem_text(problem: Problem) -> str:
    """The sentence in the active language; one that remembers no template stays as it is."""
    template = getattr(problem.sentence, "template", "")
    values = getattr(problem.sentence, "values", {})
    return gettext(template).format(**values) if template else problem.sentence
