"""The FEEL texts of one element, compiled once per version."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.feel import Program, expression
from engine.model.definition import Element, IoMapping


@dataclass(frozen=True, slots=True)
class Text:
    """One attribute of a diagram: a FEEL program, or a literal text."""

    source: str
    program: Program | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The variables it reads."""
        return self.program.free if self.program else ()


@dataclass(frozen=True, slots=True)
class Mapped:
    """One ioMapping row: what is evaluated, and the path it is written to."""

    source: Text
    path: tuple[str, ...]


def text(source: str) -> Text:
    """Compile an attribute as the diagram writes it: `=` FEEL, or literal."""
    compiled = expression(source)
    return Text(source) if isinstance(compiled, str) else Text(source, compiled)


def condition(source: str) -> Text:
    """Compile a condition: always FEEL, the leading `=` optional."""
    return text(source if source.startswith("=") else f"={source}")


def mapped(mappings: Iterable[IoMapping]) -> tuple[Mapped, ...]:
    """Compile input or output mappings, in their order."""
    return tuple(Mapped(text(m.source), tuple(m.target.split("."))) for m in mappings)


def names_of(texts: Iterable[Text]) -> tuple[str, ...]:
    """The variables several texts read together, each once."""
    return tuple(dict.fromkeys(name for one in texts for name in one.names))


@dataclass(frozen=True, slots=True)
class Expressions:
    """Every text the runtime evaluates at one element."""

    inputs: tuple[Mapped, ...]
    outputs: tuple[Mapped, ...]
    address: Text
    due: Text
    priority: Text
    key: Text
    script: Text
    decision: Text
    timer: Text

    @property
    def local_names(self) -> tuple[str, ...]:
        """The variables its inputs create."""
        return tuple(dict.fromkeys(mapping.path[0] for mapping in self.inputs))

    def opening(self) -> tuple[str, ...]:
        """The variables read when the element starts."""
        sources = (mapping.source for mapping in self.inputs)
        return names_of((*sources, self.address, self.due, self.priority, self.key, self.script, self.decision))


def expressions(element: Element) -> Expressions:
    """Compile the texts of an element; FeelSyntaxError where lint was not asked."""
    return Expressions(
        inputs=mapped(element.inputs),
        outputs=mapped(element.outputs),
        address=text(element.candidate_groups),
        due=text(element.due),
        priority=text(element.priority),
        key=text(element.correlation_key),
        script=condition(element.script) if element.script else text(""),
        decision=text(element.decision),
        timer=text(element.timer.text if element.timer else ""),
    )
