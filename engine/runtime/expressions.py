"""The FEEL texts of one element, compiled once per version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.feel import Program, expression
from engine.model.definition import Element, IoMapping, Loop


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


#: A variable or a member of one: what an item leaves may be written there, so it becomes a variable of the item.
_PATH = re.compile(r"=(?:/\*camunda\*/)?\s*([^\W\d]\w*)(?:\.[^\W\d]\w*)*\s*\Z")


@dataclass(frozen=True, slots=True)
class LoopTexts:
    """What a loop evaluates: see `engine.model.definition.Loop`."""

    collection: Text
    cardinality: Text
    output: Text
    completion: Text
    condition: Text
    maximum: Text
    #: The variables that belong to one item, so that items never overwrite each other.
    own: tuple[str, ...]
    #: The conditions of what it throws, in their order.
    throws: tuple[Text, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The variables its texts read."""
        texts = (self.collection, self.cardinality, self.output, self.completion, self.condition, self.maximum)
        return names_of((*texts, *self.throws))


def loop_texts(loop: Loop) -> LoopTexts:
    """Compile the texts of a loop."""
    path = _PATH.match(loop.output)
    own = ("loopCounter", loop.item, path[1] if path else "")
    return LoopTexts(
        collection=text(loop.collection),
        cardinality=text(loop.cardinality),
        output=text(loop.output),
        completion=condition(loop.completion) if loop.completion else Text(""),
        condition=condition(loop.condition) if loop.condition else Text(""),
        maximum=text(loop.maximum),
        own=tuple(dict.fromkeys(name for name in own if name)),
        throws=tuple(condition(one.condition) if one.condition else Text("") for one in loop.throws),
    )


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
    condition: Text
    loop: LoopTexts | None
    #: Of an ad-hoc subprocess: when it ends, and what begins at entry.
    completion: Text
    begins: Text

    @property
    def local_names(self) -> tuple[str, ...]:
        """The variables its inputs create."""
        return tuple(dict.fromkeys(mapping.path[0] for mapping in self.inputs))

    @property
    def names(self) -> frozenset[str]:
        """Every variable any text of the element reads."""
        outputs = (mapping.source for mapping in self.outputs)
        looped = self.loop.names if self.loop else ()
        return frozenset((*self.opening(), *names_of((*outputs, self.timer, self.condition, self.completion)), *looped))

    def opening(self) -> tuple[str, ...]:
        """The variables read when the element starts."""
        sources = (mapping.source for mapping in self.inputs)
        return names_of(
            (*sources, self.address, self.due, self.priority, self.key, self.script, self.decision, self.begins)
        )


def expressions(element: Element) -> Expressions:
    """Compile the texts of an element; FeelSyntaxError where lint was not asked."""
    ad_hoc = element.ad_hoc
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
        condition=condition(asked) if (asked := element.condition or element.activation) else text(""),
        loop=loop_texts(element.loop) if element.loop else None,
        completion=condition(ad_hoc.completion) if ad_hoc and ad_hoc.completion else Text(""),
        begins=text(ad_hoc.collection if ad_hoc else ""),
    )
