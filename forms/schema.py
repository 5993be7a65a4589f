"""What a form is once read: a tree of fields, nothing of the web in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The component types we accept, by their form-js names; the last but two are our own."""

    TEXTFIELD = "textfield"
    TEXTAREA = "textarea"
    NUMBER = "number"
    DATE = "date"
    SELECT = "select"
    RADIO = "radio"
    CHECKLIST = "checklist"
    CHECKBOX = "checkbox"
    TABLE = "dynamiclist"
    FILES = "filepicker"
    COMPUTED = "expression"
    GROUP = "group"
    TEXT = "text"
    SEPARATOR = "separator"
    RUPIAH = "rupiah"
    REFERENCE = "rujukan"


#: Kinds that hold nothing of their own.
SILENT = frozenset({Kind.GROUP, Kind.TEXT, Kind.SEPARATOR})
CHOOSING = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST})
NUMERIC = frozenset({Kind.NUMBER, Kind.RUPIAH})
#: Kinds that may stand in a cell of a table.
CELLS = frozenset(
    {
        Kind.TEXTFIELD,
        Kind.TEXTAREA,
        Kind.NUMBER,
        Kind.RUPIAH,
        Kind.DATE,
        Kind.SELECT,
        Kind.CHECKBOX,
        Kind.REFERENCE,
        Kind.COMPUTED,
    }
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer must satisfy; `low` and `high` are numbers or ISO dates as text, or `=` and FEEL."""

    required: bool = False
    low: str = ""
    high: str = ""
    shortest: int = 0
    longest: int = 0
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choosing field."""

    value: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One component; `properties` are the analyst's own texts (check, register, totals, English labels …)."""

    kind: Kind
    key: str
    label: str = ""
    hint: str = ""
    text: str = ""
    bounds: Bounds = Bounds()
    readonly: bool = False
    #: `=` and FEEL; true hides.
    hide: str = ""
    #: A literal, or `=` and FEEL.
    default: object = None
    choices: tuple[Choice, ...] = ()
    #: `=` and FEEL: a list of texts or of {label, value}.
    choices_from: str = ""
    #: Digits allowed after the comma; None where the analyst says nothing.
    digits: int | None = None
    many: bool = False
    accept: str = ""
    #: False: an official neither adds nor removes rows.
    growing: bool = True
    repetitions: int = 1
    components: tuple["Field", ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def expression(self) -> str:
        """The FEEL of a computed field, with its leading `=`."""
        return self.text if self.kind is Kind.COMPUTED else ""

    @property
    def is_input(self) -> bool:
        """True where an official's answer is read from the post."""
        return self.kind not in SILENT and self.kind is not Kind.COMPUTED and not self.readonly

    def named(self, language: str) -> str:
        """The label an official reads."""
        return (self.properties.get("label_en") if language == "en" else "") or self.label

    def hinted(self, language: str) -> str:
        """The hint an official reads."""
        return (self.properties.get("description_en") if language == "en" else "") or self.hint

    @property
    def most_rows(self) -> int:
        """The most rows a table may have."""
        return min(whole(self.properties.get("maxRows", ""), MOST_ROWS), MOST_ROWS)

    @property
    def least_rows(self) -> int:
        """The fewest filled rows a table may have."""
        return whole(self.properties.get("minRows", ""), 1 if self.bounds.required else 0)

    @property
    def totals(self) -> tuple[str, ...]:
        """The columns of a table that have a sum below."""
        return tuple(name.strip() for name in self.properties.get("totals", "").split(",") if name.strip())


MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Form:
    """One form as an analyst wrote it."""

    id: str
    title: str
    title_en: str
    fields: tuple[Field, ...]

    def walk(self) -> Iterator[Field]:
        """Every field outside tables, groups opened, in the order of the page."""
        return _walk(self.fields)


def _walk(fields: tuple[Field, ...]) -> Iterator[Field]:
    for one in fields:
        yield one
        if one.kind is Kind.GROUP:
            yield from _walk(one.components)


def whole(text: str, otherwise: int) -> int:
    """A whole number an analyst wrote as text, or `otherwise`."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def keys(form: Form) -> tuple[str, ...]:
    """The variables this form stores, computed ones included."""
    return tuple(
        one.key for one in form.walk() if one.kind not in SILENT and (one.is_input or one.kind is Kind.COMPUTED)
    )


def file_fields(form: Form) -> tuple[str, ...]:
    """The keys whose answers are attachments."""
    return tuple(one.key for one in form.walk() if one.kind is Kind.FILES)


def is_live(form: Form) -> bool:
    """True where an answer changes what the page shows: the page then offers to work the form out again."""
    every = [one for field in form.walk() for one in (field, *field.components)]
    return any(one.hide or one.kind is Kind.COMPUTED or one.totals or "=" in one.text for one in every)
