"""A drawing of the contract table: what tests/runtime/drawing.py draws, and anything else of BPMN by its XML."""

from collections.abc import Mapping
from typing import Any, Self

from tests.runtime.drawing import _HEAD, Drawing, _attributes


class Sheet(Drawing):
    """One process of a file; `beside` puts further processes, and `collaboration` their pools, into the same file."""

    def __init__(self, process: str = "p", *, tag: str = "", executable: bool = True, **properties: str) -> None:
        super().__init__(process, tag=tag, **properties)
        self._executable = executable
        self._beside: list[Sheet] = []
        self._pre = ""
        self._post = ""
        self._file = ""
        self._collaboration = ""

    def node(self, kind: str, name: str, inner: str = "", **attributes: object) -> Self:
        """Any flow node."""
        self._node(kind, name, inner, "", **attributes)
        return self

    def nodes(self, text: str) -> Self:
        """Plain nodes by the name of their method: `start s, user a b, both g, end e`."""
        for part in text.split(","):
            method, *names = part.split()
            for name in names:
                getattr(self, method)(name)
        return self

    def event(self, kind: str, name: str, *triggers: Mapping[str, Any] | str, **attributes: object) -> Self:
        """An event of several triggers (or of one written as XML)."""
        inner = "".join(one if isinstance(one, str) else self._event(**one) for one in triggers)
        return self.node(kind, name, inner, **attributes)

    def hold(self, kind: str, name: str, inside: Drawing, inner: str = "", **attributes: object) -> Self:
        """A transaction, an ad-hoc subprocess or a subprocess with more inside than nodes and flows."""
        self._roots |= inside._roots
        written = inside._pre + inside._body() + inside._post if isinstance(inside, Sheet) else inside._body()
        return self.node(kind, name, written + inner, **attributes)

    def add(self, name: str, inner: str) -> Self:
        """Write more inside a node."""
        self._add(name, inner)
        return self

    def before(self, xml: str) -> Self:
        """Write what stands before the nodes of the process: lanes, data objects."""
        self._pre += xml
        return self

    def after(self, xml: str) -> Self:
        """Write what stands after them: artifacts."""
        self._post += xml
        return self

    def root(self, xml: str) -> Self:
        """Write what stands beside the processes of the file."""
        self._file += xml
        return self

    def beside(self, other: "Sheet") -> Self:
        """Put another process into the same file."""
        self._beside.append(other)
        return self

    def pools(self, inner: str) -> Self:
        """Draw pools and message flows."""
        self._collaboration = f'<bpmn:collaboration id="pools">{inner}</bpmn:collaboration>'
        return self

    def flows(self, text: str) -> Self:
        """Connect nodes: `s g; g a {x > 5}; g b *; a b e` – a condition in braces, a star for the default flow."""
        for part in text.split(";"):
            path, _, condition = part.partition("{")
            default = "*" in path
            when = f"={condition.rpartition('}')[0].strip()}" if condition else ""
            self.flow(path.replace("*", ""), when=when, default=default)
        return self

    @property
    def is_plain(self) -> bool:
        """Whether it is one executable process with a plain start event and nothing beside it in its file."""
        begins = [node for node in self._nodes if node.startswith("<bpmn:startEvent")]
        alone = not (self._beside or self._pre or self._post or self._file or self._collaboration or self._own)
        return alone and len(begins) == 1 and "EventDefinition" not in begins[0] and self._executable

    def xml(self) -> bytes:
        """The file as a modeler would save it."""
        processes = [self, *self._beside]
        roots = {key: text for one in processes for key, text in one._roots.items()}
        body = "".join(one._process() for one in processes)
        whole = f"{''.join(roots.values())}{self._file}{self._collaboration}{body}"
        return f"{_HEAD}{whole}</bpmn:definitions>".encode()

    def _process(self) -> str:
        head = _attributes({"id": self.process, "isExecutable": str(self._executable).lower()})
        return f"<bpmn:process{head}>{self._own}{self._pre}{self._body()}{self._post}</bpmn:process>"


def formal(tag: str, text: str) -> str:
    """An expression element, such as a loop's condition."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<bpmn:{tag} xsi:type="bpmn:tFormalExpression">{escaped}</bpmn:{tag}>'
