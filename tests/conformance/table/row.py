"""One row of the contract table: a name, what it shows, our own drawing of it and what must come of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.runtime.drawing import Drawing

#: Drawings and other files of a pack: a drawing is named by its process.
Draw = Callable[[], Drawing | Sequence[Drawing | tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Run:
    """One play of a drawing.

    `acts` are words:  `[a b]` these tasks are open and no other · `a` complete a, `a(x: 1)` with answers (FEEL),
    `a.2` the second of several · `+PT1H` the clock goes on · `!m(x: 1)` a message, `!m@key` with its key ·
    `~s(x: 1)` a signal · `>p(x: 1)` start process p · `%a` choose a in the ad-hoc
    subprocess that offers it, `%/ah` declare ah finished · `?!m` as `!m`, but nobody takes it.
    """

    acts: str
    #: FEEL of the variables it begins with, without braces; None begins nothing by itself.
    given: str | None = ""
    #: The elements left, in order; one part for each instance, in the order they began, apart by `|`.
    trace: str = ""
    #: The states of the instances in the order they began; one word for all of them, or one each.
    state: str = "completed"
    #: FEEL of variables of the first instance at the end; others are not looked at.
    ends: str = ""
    #: `code at element` of each open incident.
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A case; exactly one of `runs`, `refused`, `dropped` is said."""

    name: str
    shows: str
    #: Where BPMN 2.0.2 (or DMN 1.5) says it.
    spec: str = ""
    draw: Draw | None = None
    runs: tuple[Run, ...] = ()
    #: `code at element` of a finding that stops the release.
    refused: str = ""
    #: Why it is refused: an error of the diagram, or what the engine does not run.
    reason: str = ""
    #: True where BPMN allows the diagram and this engine does not run it.
    unsupported: bool = False
    #: Why it says nothing about this engine: the case is about the other library's own API.
    dropped: str = ""
    #: Who is building what it needs; it must fail until then.
    pending: str = ""
    #: Further runs on drawings of their own, where one case asked several questions.
    more: tuple["Row", ...] = field(default=())

    def files(self) -> Mapping[str, bytes]:
        """The files of the pack the case is released as."""
        assert self.draw is not None, f"{self.name} draws nothing"
        drawn = self.draw()
        files: dict[str, bytes] = {}
        for one in [drawn] if isinstance(drawn, Drawing) else drawn:
            if isinstance(one, Drawing):
                files[f"{one.process}.bpmn"] = one.xml()
                files |= {f"{name}.dmn": text for name, text in one.decisions.items()}
            else:
                files[one[0]] = one[1]
        return files
