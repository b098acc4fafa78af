"""The scenes in their order, each with what it is called in the progress bar and its share of the time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from appealdesk.ops.story import scenes_anew, scenes_desk, scenes_money, scenes_opening, scenes_people
from appealdesk.ops.story.stage import Stage, Tell

__all__ = ["SEED", "Scene", "scenes"]

SEED = 2022


@dataclass(frozen=True, slots=True)
class Scene:
    """One step of the story; `share` is its part of the whole in per cent."""

    label: str
    share: int
    play: Callable[[Tell], None]


def scenes(folder: Path) -> Iterator[Scene]:
    """Every scene; the bank's file is written into the folder and then imported like any other."""
    stage = Stage(seed=SEED)
    written: list[Path] = []

    def write(tell: Tell) -> None:
        written.append(scenes_money.write_the_file(stage, tell, folder))

    def at(scene: Callable[[Stage, Tell], None]) -> Callable[[Tell], None]:
        return lambda tell: scene(stage, tell)

    yield Scene("24 February  the desk is set up", 2, at(scenes_opening.set_up_the_desk))
    yield Scene("25 February  an account for donations", 1, at(scenes_opening.open_account))
    yield Scene("27 February  the appeal opens", 2, at(scenes_opening.open_the_appeal))
    yield Scene("27 February  the first people offer help", 14, at(scenes_people.first_afternoon))
    yield Scene("28 February  new criteria, everybody screened again", 3, at(scenes_opening.publish_proviso))
    yield Scene("28 February  the telephone rings", 16, at(scenes_people.second_day))
    yield Scene("28 February  a caller is declined", 1, at(scenes_desk.decline_the_caller))
    yield Scene("1 March      more people offer help", 9, at(scenes_people.third_day))
    yield Scene("1 March      a company sends its list", 8, at(scenes_people.the_file_of_a_company))
    yield Scene("1 March      the evacuation advisory", 2, at(scenes_desk.read_the_advisory))
    yield Scene("1 March      officers decide", 14, at(scenes_desk.decide))
    yield Scene("2 March      the criteria change again", 3, at(scenes_anew.publish_the_course))
    yield Scene("2 March      the bank writes its file", 5, write)
    yield Scene(
        "2 March      60,000 transfers", 14, lambda tell: scenes_money.reconcile_the_file(stage, tell, written[0])
    )
    yield Scene("2 March      exchange rates", 2, at(scenes_money.load_the_rates))
    yield Scene("2 March      figures for the press", 3, at(scenes_desk.release_the_figures))
    yield Scene("2 March      the caller is told, and accepted", 1, at(scenes_anew.accept_the_caller))
