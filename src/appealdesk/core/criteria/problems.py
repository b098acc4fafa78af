"""What a reader says about a document that it cannot take, and what it keeps while it looks for more.

A desk officer who publishes a rule corrects it in one round, not in one round for each mistake; therefore the
readers go on after a problem and collect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appealdesk.core.criteria.tree import Constant, FactType, Leaf
from appealdesk.core.criteria.values import shown, tell

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a path into the JSON, such as `criteria.all[0].value`, and a sentence."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}" if self.path else self.sentence


class FactsError(ValueError):
    """The facts of one person cannot be judged; `problems` lists all that is wrong, in the order given."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


class CriteriaError(ValueError):
    """The document is no valid criteria revision; `problems` lists all that is wrong, in reading order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(slots=True)
class Reading:
    """What the reader of one criteria document has seen so far."""

    problems: list[Problem] = field(default_factory=list)
    constants: dict[str, Constant] = field(default_factory=dict)
    facts: dict[str, FactType] = field(default_factory=dict)
    # What is declared, but wrongly: the leaves that use it must not be blamed a second time.
    broken_constants: set[str] = field(default_factory=set)
    broken_facts: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)
    leaf_count: int = 0

    def blame(self, path: str, template: str, **values: object) -> None:
        """Note one problem, a template with its values, and go on."""
        self.problems.append(Problem(path, tell(template, **values)))

    def blame_as_told(self, path: str, sentence: str) -> None:
        """Note a problem whose sentence a reader of values has told, and go on."""
        self.problems.append(Problem(path, sentence))

    def refuse_other_keys(self, raw: Mapping[str, Any], allowed: tuple[str, ...], path: str) -> None:
        """Blame every key that the format does not know: it may be a misspelt condition."""
        for key in raw:
            if key not in allowed:
                known = ", ".join(allowed)
                self.blame(join(path, str(key)), "This key is not known here; the known ones are {known}.", known=known)

    def name(self, raw: object, path: str) -> str:
        """The name, or an empty text and a problem."""
        if isinstance(raw, str) and NAME.fullmatch(raw):
            return raw
        self.blame(
            path,
            "{found} is not a name; use 1 to 64 letters, digits, dots, dashes and underscores.",
            found=shown(raw),
        )
        return ""


def join(path: str, key: str) -> str:
    """The path of a key inside the object at a path."""
    return f"{path}.{key}" if path else key
