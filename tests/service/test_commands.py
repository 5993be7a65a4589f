"""Every command declares its right, and every answer that may be repeated can be kept."""

import importlib
import inspect
import pkgutil

import engine.service
from engine.model.actor import Right
from engine.service.command import Command, answer_type


def commands() -> list[type[Command[object]]]:
    found: dict[str, type[Command[object]]] = {}
    for module in pkgutil.iter_modules(engine.service.__path__, "engine.service."):
        if module.ispkg:
            continue
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, Command) and one is not Command:
                found[one.__name__] = one
    return list(found.values())


def test_every_command_declares_its_right() -> None:
    assert len(commands()) > 40
    for command in commands():
        assert command.needs is None or isinstance(command.needs, Right), command


def test_every_answer_that_is_no_secret_can_be_kept_in_a_receipt() -> None:
    for command in commands():
        if not command.secret:
            assert answer_type(command).json_schema(mode="serialization") is not None, command


def test_only_what_precedes_a_sign_in_needs_no_right() -> None:
    free = {command.__name__ for command in commands() if command.needs is None}
    assert free == {"OpenSession", "RecordFailure", "ExtendSession", "LogOut", "KeepForm"}
