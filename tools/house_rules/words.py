"""Words that must not be committed: unfinished work, a machine's paths, secrets."""

import re
from collections.abc import Iterator

from tools.house_rules.finding import Finding, Source

__all__ = ["check_ignores", "check_print", "check_words"]

# One letter of each word stands in brackets, so that this file passes its own rule.
_RULES = (
    (re.compile(r"\b(?:TO[D]O|FIX[M]E|HA[C]K|WI[P])\b"), "unfinished work: finish it, or take it out"),
    (re.compile(r"(?i)\bdo not com[m]it\b|\bnocom[m]it\b"), "a note to oneself: take it out"),
    (re.compile(r"(?i)\blorem ip[s]um\b"), "filler text: write what the reader needs"),
    (re.compile(r"^(?:<{7}|>{7}|={7})(?: |$)"), "a conflict that nobody resolved"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE K[E]Y-----"), "a private key: make it at run time"),
    (
        re.compile(r"(?<![\w./:-])/(?:home|root|work|Users)/[\w.-]+|[A-Z]:\\\\?Users\\"),
        "a path of one machine: use a path of the project, or an example such as /srv/appealdesk",
    ),
)
_REASON = 8
_IGNORE = re.compile(r"#\s*(?:type:\s*ignore\[[^\]]*\]|noqa:\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*)(?P<rest>.*)$")


def check_words(source: Source) -> Iterator[Finding]:
    """Every text file of the project."""
    for number, line in enumerate(source.lines, start=1):
        for pattern, sentence in _RULES:
            if found := pattern.search(line):
                yield source.says(number, f"`{found.group().strip()}` is {sentence}.")


def check_print(source: Source) -> Iterator[Finding]:
    """The product's answers go to its output by the command that gives them, and its news to the log."""
    if not source.rooms:
        return
    for number, line in enumerate(source.lines, start=1):
        if re.match(r"\s*(?:print|pprint)\(", line):
            yield source.says(number, "`print` in the product: use the command's own output, or logging.")


def check_ignores(source: Source) -> Iterator[Finding]:
    """An exception from a rule says why, after a dash or in a comment on the line above."""
    if not source.rooms:
        return
    before = ""
    for number, line in enumerate(source.lines, start=1):
        found = _IGNORE.search(line)
        if found and len(found["rest"].strip(" #-–:")) < _REASON and not before.startswith("# "):
            yield source.says(number, "An ignored rule without a reason: add ` - ` and why it does not hold here.")
        before = line.strip()
