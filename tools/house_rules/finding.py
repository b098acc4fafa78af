"""What a rule looks at and what it says."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

__all__ = ["Finding", "Source"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One sentence about one line."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


@dataclass(frozen=True)
class Source:
    """One file of the project; `path` is relative to the project and written with slashes."""

    path: PurePosixPath
    text: str

    @classmethod
    def read(cls, project: Path, file: Path) -> "Source":
        """Read a file as UTF-8."""
        return cls(PurePosixPath(file.relative_to(project).as_posix()), file.read_text(encoding="utf-8"))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @property
    def rooms(self) -> tuple[str, ...]:
        """The parts of the path below src/appealdesk, or nothing for a file elsewhere."""
        parts = self.path.parts
        return parts[2:] if parts[:2] == ("src", "appealdesk") else ()

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    def says(self, line: int, sentence: str) -> Finding:
        """A finding about this file."""
        return Finding(str(self.path), line, sentence)
