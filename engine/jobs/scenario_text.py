"""A scenario as text: what a trial leaves behind, and whether an edited one can be read."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from engine.jobs.scenario_checks import KINDS as EXPECTED
from engine.jobs.scenario_file import Scenario, Unreadable, read
from engine.jobs.scenario_steps import KINDS
from engine.model.actor import Actor
from engine.model.errors import Invalid
from engine.model.world import World
from engine.service import rights
from engine.service.blank import slug
from engine.service.candidates import as_drafted, scenario_files

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def written(title: str, starts: str, steps: Sequence[Mapping[str, Any]], wanted: Mapping[str, Any]) -> str:
    """The YAML of a scenario; days stand bare, as a person would write them."""
    document = {
        "judul": title,
        "diketahui": {"sekarang": starts},
        "ketika": [_days(step) for step in steps],
        "maka": dict(wanted),
    }
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)


def trouble(files: Mapping[str, bytes], path: str) -> str:
    """Why the scenario at `path` cannot be played, in a sentence for its author; "" where it can be read."""
    with TemporaryDirectory(prefix="tata-skenario-") as folder:
        for name, content in files.items():
            if name.startswith("scenarios/"):
                target = Path(folder) / Path(name).name
                target.write_bytes(content)
        try:
            _known(read(Path(folder) / Path(path).name))
        except Unreadable as fault:
            return str(fault)
        except (RecursionError, TypeError, ValueError, AttributeError) as fault:
            return f"Seharusnya skenario dapat dibaca, tetapi: {fault}"
    return ""


def new_scenario(world: World, actor: Actor, pack: str, name: str, content: bytes) -> str:
    """The path of a new scenario of a pack, numbered after the others.

    Raises Invalid scenario.unreadable where it cannot be played, or has no name.
    """
    rights.may_design(actor)
    with world.database.reading() as db:
        files = as_drafted(db, world, pack).files
    stem = slug(name).replace("_", "-")
    if not stem:
        raise _unreadable("namanya kosong")
    numbers = [int(found[1]) for path in scenario_files(files) if (found := re.match(r"scenarios/(\d{1,4})-", path))]
    path = f"scenarios/{max(numbers, default=0) + 1:02}-{stem}.yaml"
    why = trouble({**files, path: content}, path)
    if why:
        raise _unreadable(why)
    return path


def _unreadable(why: str) -> Invalid:
    return Invalid("scenario.unreadable", f"Expected a scenario that can be read, but {why}", details={"why": why})


def _known(scenario: Scenario) -> None:
    for step in scenario.steps:
        if "periksa" not in step and not any(name in step for name in KINDS):
            raise Unreadable(f"Seharusnya langkah salah satu dari {', '.join(KINDS)}, tetapi {', '.join(step)}")
    for name in scenario.then:
        if name not in EXPECTED:
            raise Unreadable(f"Seharusnya maka salah satu dari {', '.join(EXPECTED)}, tetapi {name}")


def _days(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping):
        return {name: _days(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_days(one) for one in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
