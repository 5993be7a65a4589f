"""DMN 1.1 to 1.5 XML -> Model, with the same safety as a diagram."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml.etree import _Element as Xml

from engine.dmn.boxes import boxed, function
from engine.dmn.model import (
    Decision,
    FunctionOf,
    Import,
    InputData,
    ItemType,
    Knowledge,
    Logic,
    Model,
    Needed,
    Service,
    Unsupported,
)
from engine.dmn.parts import is_path, parts
from engine.dmn.tree import NAMESPACES, child, children, kind, line, needed, text, variable
from engine.model.errors import Invalid
from engine.xml import Limits, parse, refusal

#: Parts that draw or explain: nothing of them is executed.
_IDLE = frozenset(
    {
        "description",
        "extensionElements",
        "knowledgeSource",
        "textAnnotation",
        "association",
        "elementCollection",
        "performanceIndicator",
        "organizationUnit",
        "group",
        "DMNDI",
    }
)
_READ = frozenset({"decision", "inputData", "businessKnowledgeModel", "decisionService", "itemDefinition", "import"})


def read(data: bytes, *, others: Mapping[str, bytes] | None = None, limits: Limits | None = None) -> Model:
    """Read a DMN file; raise Invalid `dmn.*` for what is unsafe, too big or no DMN.

    `others` are the files it may import, by namespace; a circle of imports is refused.
    """
    return _Reading({} if others is None else others, limits).model(data, ())


def namespace(data: bytes) -> str:
    """The namespace other files import a file by; Invalid as for read."""
    return str(_root(data, None).get("namespace", ""))


class Library(Mapping[str, bytes]):
    """The DMN files of a pack by namespace, for imports: no file is parsed twice, none in vain."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._roots: dict[bytes, Xml] = {}
        self._found: dict[str, bytes] | None = None

    def root(self, data: bytes, limits: Limits | None = None) -> Xml:
        """A file as a tree; Invalid as for read."""
        if data not in self._roots:
            self._roots[data] = _root(data, limits)
        return self._roots[data]

    def _by_namespace(self) -> dict[str, bytes]:
        if self._found is None:
            self._found = {}
            for path in sorted(self._files):
                if path.endswith(".dmn"):
                    try:
                        self._found.setdefault(self.root(self._files[path]).get("namespace", ""), self._files[path])
                    except Invalid:
                        continue
        return self._found

    def __getitem__(self, namespace: str) -> bytes:
        return self._by_namespace()[namespace]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_namespace())

    def __len__(self) -> int:
        return len(self._by_namespace())


def library(files: Mapping[str, bytes]) -> Library:
    """The DMN files of a pack for `read` to find imports in; unreadable ones are left out."""
    return Library(files)


def _root(data: bytes, limits: Limits | None) -> Xml:
    root = parse(data, "dmn", limits)
    if kind(root) != "definitions":
        raise refusal(
            "dmn.not_dmn",
            f"Expected a DMN 1.1 to 1.5 definitions element, but it begins with {root.tag!s}.",
            f"Seharusnya berkas DMN 1.1 sampai 1.5, tetapi berkas ini diawali {root.tag!s}.",
        )
    return root


class _Reading:
    """Reading one file and those it imports, each once."""

    def __init__(self, others: Mapping[str, bytes], limits: Limits | None) -> None:
        self.others = others
        self.limits = limits
        self.known: dict[str, Model] = {}

    def model(self, data: bytes, within: tuple[str, ...]) -> Model:
        kept = self.others if isinstance(self.others, Library) else None
        root = kept.root(data, self.limits) if kept is not None else _root(data, self.limits)
        imports = tuple(
            Import(one.get("name", ""), one.get("namespace", ""))
            for one in children(root, "import")
            if one.get("importType", "") in NAMESPACES
        )
        own = root.get("namespace", "")
        imported = {
            one.namespace: self._imported(one, (*within, own)) for one in imports if one.namespace in self.others
        }
        return _model(root, own, imports, imported)

    def _imported(self, wanted: Import, within: tuple[str, ...]) -> Model:
        if wanted.namespace in within:
            raise refusal(
                "dmn.import_circle",
                f"Expected files not to import each other, but {wanted.name} does.",
                f"Seharusnya berkas tidak saling mengimpor, tetapi {wanted.name} demikian.",
            )
        if wanted.namespace not in self.known:
            self.known[wanted.namespace] = self.model(self.others[wanted.namespace], within)
        return self.known[wanted.namespace]


def _model(root: Xml, own: str, imports: tuple[Import, ...], imported: Mapping[str, Model]) -> Model:
    decisions = [_decision(element) for element in children(root, "decision")]
    inputs = [_input_data(element) for element in children(root, "inputData")]
    knowledge = [_knowledge(element) for element in children(root, "businessKnowledgeModel")]
    services = [_service(element) for element in children(root, "decisionService")]
    types = [_item_type(element) for element in children(root, "itemDefinition")]
    counts = Counter(str(element.get("id")) for element in root.iter() if element.get("id"))
    named = (one.variable for group in (decisions, inputs, knowledge, services) for one in group)
    names = {*named, *(one.name for one in imports)}
    names |= set(_named(types)) | set(_local([*(d.logic for d in decisions), *(k.function for k in knowledge)]))
    for other in imported.values():
        names |= other.names
    names = {name for name in names if name and not is_path(name)}
    return Model(
        name=root.get("name", ""),
        decisions={one.id or one.name: one for one in decisions},
        inputs={one.id or one.name: one for one in inputs},
        namespace=own,
        dialect="camunda" if "camunda" in root.get("expressionLanguage", "").lower() else "",
        knowledge={one.id: one for one in knowledge},
        services={one.id: one for one in services},
        types={one.name: one for one in types},
        imports=imports,
        imported=imported,
        names=frozenset(names),
        duplicates=tuple(key for key, count in counts.items() if count > 1),
        unsupported=tuple(_unsupported(root)),
    )


def _unsupported(root: Xml) -> Iterator[tuple[str, str]]:
    for element in root:
        name = kind(element)
        foreign = name == "import" and element.get("importType", "") not in NAMESPACES
        if name and (foreign or name not in _IDLE | _READ):
            yield element.get("id", ""), name


def _named(types: Iterable[ItemType]) -> Iterator[str]:
    stack = list(types)
    while stack:
        for member in stack.pop().members:
            yield member.name
            stack.append(member)


def _local(logics: Iterable[Logic | None]) -> Iterator[str]:
    """The names of parameters, entries and columns: a path may use them anywhere."""
    for logic in logics:
        for _, names in parts(logic):
            yield from names


def _needs(element: Xml, requirement: str, *targets: str) -> tuple[Needed, ...]:
    return tuple(needed(target) for one in children(element, requirement) for target in children(one, *targets))


def _input_data(element: Xml) -> InputData:
    name, type_ = variable(element)
    return InputData(element.get("id", ""), element.get("name", ""), name, type_)


def _decision(element: Xml) -> Decision:
    name, type_ = variable(element)
    return Decision(
        id=element.get("id", ""),
        name=element.get("name", ""),
        variable=name,
        type=type_,
        requires=_needs(element, "informationRequirement", "requiredDecision", "requiredInput"),
        knowledge=_needs(element, "knowledgeRequirement", "requiredKnowledge"),
        logic=boxed(element),
        line=line(element),
    )


def _knowledge(element: Xml) -> Knowledge:
    name, type_ = variable(element)
    written = child(element, "encapsulatedLogic")
    own = element.get("id", "")
    body = FunctionOf(own, (), Unsupported(own, "empty function")) if written is None else function(written)
    return Knowledge(
        id=own,
        name=element.get("name", ""),
        variable=name,
        function=body,
        type=type_ or ("" if written is None else written.get("typeRef", "")),
        knowledge=_needs(element, "knowledgeRequirement", "requiredKnowledge"),
    )


def _service(element: Xml) -> Service:
    name, type_ = variable(element)
    outputs, inner, decisions, data = (
        tuple(needed(one) for one in children(element, name))
        for name in ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
    )
    return Service(element.get("id", ""), element.get("name", ""), name, type_, outputs, inner, decisions, data)


def _item_type(element: Xml) -> ItemType:
    return ItemType(
        name=element.get("name", ""),
        base=text(child(element, "typeRef")),
        many=element.get("isCollection") in ("true", "1"),
        allowed=text(child(element, "allowedValues")),
        members=tuple(_item_type(one) for one in children(element, "itemComponent")),
        function=child(element, "functionItem") is not None,
    )
