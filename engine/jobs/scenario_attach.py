"""The files a scenario names in an answer: a sample of that kind is uploaded for each, as an official would."""

from collections.abc import Mapping

import forms
from engine.model.actor import Actor
from engine.model.world import World
from engine.service.execute import execute
from engine.service.files import AttachFile

#: The smallest content each kind of file is known by.
SAMPLES = {
    "pdf": b"%PDF-1.4\n%%EOF\n",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(16),
    "jpg": b"\xff\xd8\xff\xe0" + bytes(16),
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(16),
    "gif": b"GIF89a" + bytes(16),
}


def attached(
    world: World, actor: Actor, form: forms.Form, answers: Mapping[str, object], subject: str
) -> dict[str, list[str]]:
    """Upload a sample for every file an answer names; gives the identifiers by field."""
    found: dict[str, list[str]] = {}
    for key in forms.file_fields(form):
        named = answers.get(key)
        listed = named if isinstance(named, list) else [named] if named else []
        found[key] = [_upload(world, actor, subject, key, str(name)) for name in listed]
    return {key: ids for key, ids in found.items() if ids}


def _upload(world: World, actor: Actor, subject: str, key: str, name: str) -> str:
    content = SAMPLES.get(name.rpartition(".")[2].lower(), b"contoh\n")
    kept = name if "." in name else f"{name}.txt"
    return str(execute(AttachFile(subject, key, kept, content), world=world, actor=actor).id)
