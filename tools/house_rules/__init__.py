"""The rules that ruff, mypy and import-linter cannot say; each finding teaches what to do instead."""
