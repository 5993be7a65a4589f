"""What the frame of every page says of the office: its name, and that it is not set up yet."""

from dataclasses import dataclass

from engine.model.world import World
from engine.service.founding import SETUP, progress
from engine.store import settings


@dataclass(frozen=True, slots=True)
class Frame:
    """The office as its frame shows it; the name is "" where nobody set one."""

    office: str
    is_finished: bool


def frame(world: World) -> Frame:
    """One statement, for every page."""
    with world.database.reading() as db:
        kept = settings.several(db, ("office", SETUP))
    return Frame(str(kept["office"] or ""), bool(progress(kept[SETUP])["finished"]))
