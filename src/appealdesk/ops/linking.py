"""`appealdesk names link`: from files of records to a file of pairs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from appealdesk.core.linking.fields import Field
from appealdesk.core.linking.model import Model, model_from_json
from appealdesk.ops.link_files import (
    RecordFile,
    check_mapping,
    is_told,
    names_are_in_parts,
    open_records,
    write_pairs,
    write_persons,
)
from appealdesk.people.linkage.link import EngineFailed, Entry, Linked, link_records

__all__ = ["link_files"]

_ENGINES = {
    "duckdb": ("appealdesk.people.linkage.duck", "DuckEngine", "link"),
    "spark": ("appealdesk.people.linkage.spark", "SparkEngine", "spark"),
}


def link_files(
    sources: Sequence[Path],
    *,
    out: Path,
    persons: Path | None,
    given: Mapping[str, Field],
    undecided: bool,
    engine: str,
    model: Path | None,
    keep_model: Path | None,
    on_progress: Callable[[str], None],
) -> str:
    """Read, link and write; returns what to tell. Raises CommandError for what is wrong with a file or a machine."""
    for target in filter(None, (out, persons, keep_model)):
        if any(target.exists() and target.samefile(source) for source in sources if source.exists()):
            raise CommandError(f"{target} is one of the files that are read: name another one.")
    files = [open_records(source, given) for source in sources]
    check_mapping(files, given)
    known = _known_model(model)
    in_parts = "given" in known.weights if known else names_are_in_parts(files)
    records: list[list[str]] = [[] for _ in files]
    chosen = make_engine(engine)
    try:
        linked = link_records(
            _entries(files, records),
            engine=chosen,
            in_parts=in_parts,
            between_sources=len(files) == 2,
            model=known,
            on_progress=on_progress,
        )
    except EngineFailed as failure:
        sentence = f"The engine could not compare so many records ({failure}); try --engine spark."
        raise CommandError(sentence) from failure
    finally:
        chosen.close()
    if keep_model is not None:
        keep_model.write_text(linked.model.to_json() + "\n", encoding="utf-8")
    return _written(linked, records, out=out, persons=persons, undecided=undecided)


def make_engine(name: str) -> Any:
    """The engine of that name. Raises CommandError where its packages or what they need are not installed."""
    module, maker, extra = _ENGINES[name]
    try:
        return getattr(import_module(module), maker)()
    except ImportError as error:
        raise CommandError(
            f"names link --engine {name} needs packages that are not installed ({error.name}): "
            f"pip install 'appealdesk[{extra}]', or --require-hashes -r requirements/{extra}.txt."
        ) from error


def _entries(files: Sequence[RecordFile], records: Sequence[list[str]]) -> Iterator[Entry]:
    for source, file in enumerate(files):
        yield from file.entries(source, records[source])


def _known_model(path: Path | None) -> Model | None:
    if path is None:
        return None
    try:
        return model_from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} holds no weights of names link: give a file that --keep-model wrote.") from error


def _written(linked: Linked, records: Sequence[list[str]], *, out: Path, persons: Path | None, undecided: bool) -> str:
    names = [record for each in records for record in each]
    count = write_pairs(out, (link for link in linked.links if is_told(link, undecided=undecided)), names, names)
    told = f"{linked.records:,} records, {count:,} pairs: {out}"
    if persons is not None:
        write_persons(persons, linked.groups, names)
        people = linked.records - len(linked.groups) + len(set(linked.groups.values()))
        told += f"\n{people:,} persons: {persons}"
    return told
