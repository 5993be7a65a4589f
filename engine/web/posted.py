"""What a browser posted: every field as typed, every file apart."""

from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile

#: 500 rows of a table with ten columns and the dates in three boxes.
MOST_FIELDS = 8000
MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file of a post; `field` is the form key without its prefix."""

    field: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """The pairs of a post in the order they were sent."""

    fields: dict[str, list[str]]
    files: tuple[SentFile, ...] = ()

    def first(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        return (self.fields.get(name) or [default])[0]

    def pressed(self, name: str) -> bool:
        """True where the button was pressed."""
        return name in self.fields

    def number(self, name: str) -> int:
        """A hidden number of ours; 0 where somebody meddled with it."""
        text = self.first(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def answers(self) -> dict[str, list[str]]:
        """Only what the form asks: without our hidden fields and buttons."""
        return {name: values for name, values in self.fields.items() if not name.startswith("_")}


async def posted(request: Request) -> Posted:
    """Read a form post, urlencoded or multipart."""
    form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    fields: dict[str, list[str]] = {}
    files: list[SentFile] = []
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields.setdefault(name, []).append(value)
        elif value.filename:
            files.append(SentFile(name.removeprefix("_berkas:"), value.filename, await value.read()))
    await form.close()
    return Posted(fields, tuple(files))
