"""What FEEL refuses with an exception: a text that is no FEEL, and a run beyond its budget. All else is null."""

from dataclasses import dataclass


class FeelError(Exception):
    """One sentence in Indonesian and one in English."""

    def __init__(self, message_en: str, message_id: str) -> None:
        super().__init__(message_en)
        self.message_en = message_en
        self.message_id = message_id


class FeelSyntaxError(FeelError):
    """The text is not FEEL; `line` and `column` count from 1."""

    def __init__(self, message_en: str, message_id: str, *, text: str = "", offset: int = 0) -> None:
        super().__init__(message_en, message_id)
        self.text = text
        self.line, self.column = position(text, offset)


class FeelBudgetError(FeelError):
    """The run needed more steps, size or depth than it may: an incident, never null."""


class FeelAssertError(FeelBudgetError):
    """An assertion of the text itself does not hold (Camunda's assert): an incident too."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"Expected the assertion to hold, but it does not: {cause or 'no cause is given'}",
            f"Seharusnya pernyataan assert terpenuhi, tetapi tidak: {cause or 'tanpa alasan'}",
        )


@dataclass(frozen=True, slots=True)
class Warning_:  # noqa: N801 - the plain word is a built-in of Python
    """Why a part of an expression became null, and where."""

    code: str
    message_id: str
    message_en: str
    line: int
    column: int

    @property
    def at(self) -> str:
        """Where in the text, as people write it: `line:column`."""
        return f"{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.at} {self.message_en}"


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
