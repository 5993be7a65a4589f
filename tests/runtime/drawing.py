"""Draw a small process in a few words; read and normalised by the real reader."""

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from engine import bpmn
from engine.model.definition import Definition
from engine.model.pack import PackVersion

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t" id="d">'
)


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in values.items() if value not in ("", None))


class Drawing:
    """A process: nodes in the order they are drawn, flows in the order they are connected."""

    def __init__(self, process: str = "p") -> None:
        self.process = process
        self._nodes: list[str] = []
        self._flows: list[str] = []
        self._defaults: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._roots: dict[str, str] = {}
        self.decisions: dict[str, bytes] = {}

    def _node(self, kind: str, name: str, inner: str = "", extensions: str = "", **attributes: object) -> "Drawing":
        body = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
        self._kinds[name] = kind
        self._nodes.append(
            f"<bpmn:{kind} id={quoteattr(name)} @{name}@{_attributes({'name': name.upper(), **attributes})}>"
            f"{body}{inner}</bpmn:{kind}>"
        )
        return self

    def _mapping(self, inputs: Mapping[str, str], outputs: Mapping[str, str]) -> str:
        rows = "".join(f"<zeebe:input{_attributes({'source': s, 'target': t})}/>" for t, s in inputs.items())
        rows += "".join(f"<zeebe:output{_attributes({'source': s, 'target': t})}/>" for t, s in outputs.items())
        return f"<zeebe:ioMapping>{rows}</zeebe:ioMapping>" if rows else ""

    def _message(self, name: str, key: str = "") -> str:
        subscription = f"<zeebe:subscription{_attributes({'correlationKey': key})}/>" if key else ""
        self._roots[f"m_{name}"] = (
            f"<bpmn:message id={quoteattr(f'm_{name}')} name={quoteattr(name)}>"
            f"<bpmn:extensionElements>{subscription}</bpmn:extensionElements></bpmn:message>"
        )
        return f"m_{name}"

    def _error(self, code: str) -> str:
        self._roots[f"e_{code}"] = f'<bpmn:error id="e_{code}" name={quoteattr(code)} errorCode={quoteattr(code)}/>'
        return f"e_{code}"

    def _event(self, *, message: str = "", key: str = "", error: str = "", timer: tuple[str, str] | None = None) -> str:
        if message:
            return f'<bpmn:messageEventDefinition messageRef="{self._message(message, key)}"/>'
        if error:
            reference = "" if error == "*" else f' errorRef="{self._error(error)}"'
            return f"<bpmn:errorEventDefinition{reference}/>"
        if timer:
            kind, text = timer
            tag = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}[kind]
            return f"<bpmn:timerEventDefinition><bpmn:{tag}>{escape(text)}</bpmn:{tag}></bpmn:timerEventDefinition>"
        return ""

    # nodes

    def start(self, name: str = "s", *, message: str = "") -> "Drawing":
        return self._node("startEvent", name, self._event(message=message))

    def end(
        self,
        name: str = "e",
        *,
        message: str = "",
        key: str = "",
        error: str = "",
        terminate: bool = False,
        inputs: Mapping[str, str] | None = None,
    ) -> "Drawing":
        inner = "<bpmn:terminateEventDefinition/>" if terminate else self._event(message=message, key=key, error=error)
        return self._node("endEvent", name, inner, self._mapping(inputs or {}, {}))

    def user(
        self,
        name: str,
        to: str = "position:A",
        *,
        due: str = "",
        priority: str = "",
        inputs: Mapping[str, str] | None = None,
        outputs: Mapping[str, str] | None = None,
    ) -> "Drawing":
        extensions = "<zeebe:userTask/>" + (
            f"<zeebe:assignmentDefinition{_attributes({'candidateGroups': to})}/>" if to else ""
        )
        extensions += f"<zeebe:taskSchedule{_attributes({'dueDate': due})}/>" if due else ""
        extensions += f"<zeebe:priorityDefinition{_attributes({'priority': priority})}/>" if priority else ""
        return self._node("userTask", name, "", extensions + self._mapping(inputs or {}, outputs or {}))

    def service(
        self,
        name: str,
        kind: str = "finance:payment.request",
        *,
        inputs: Mapping[str, str] | None = None,
        outputs: Mapping[str, str] | None = None,
        tag: str = "serviceTask",
        **headers: str,
    ) -> "Drawing":
        rows = "".join(f"<zeebe:header{_attributes({'key': k, 'value': v})}/>" for k, v in headers.items())
        extensions = f"<zeebe:taskDefinition{_attributes({'type': kind, 'retries': '3'})}/>"
        extensions += f"<zeebe:taskHeaders>{rows}</zeebe:taskHeaders>" if rows else ""
        return self._node(tag, name, "", extensions + self._mapping(inputs or {}, outputs or {}))

    def script(self, name: str, expression: str, result: str, *, outputs: Mapping[str, str] | None = None) -> "Drawing":
        script = f"<zeebe:script{_attributes({'expression': expression, 'resultVariable': result})}/>"
        return self._node("scriptTask", name, "", script + self._mapping({}, outputs or {}))

    def rule(self, name: str, decision: str, result: str, *, inputs: Mapping[str, str] | None = None) -> "Drawing":
        called = f"<zeebe:calledDecision{_attributes({'decisionId': decision, 'resultVariable': result})}/>"
        return self._node("businessRuleTask", name, "", called + self._mapping(inputs or {}, {}))

    def catch(
        self,
        name: str,
        *,
        message: str = "",
        key: str = "",
        timer: tuple[str, str] | None = None,
        outputs: Mapping[str, str] | None = None,
    ) -> "Drawing":
        event = self._event(message=message, key=key, timer=timer)
        return self._node("intermediateCatchEvent", name, event, self._mapping({}, outputs or {}))

    def throw(
        self, name: str, *, message: str = "", key: str = "", inputs: Mapping[str, str] | None = None
    ) -> "Drawing":
        return self._node(
            "intermediateThrowEvent", name, self._event(message=message, key=key), self._mapping(inputs or {}, {})
        )

    def receive(self, name: str, message: str, key: str = "") -> "Drawing":
        return self._node("receiveTask", name, messageRef=self._message(message, key))

    def send(self, name: str, message: str, key: str = "", *, inputs: Mapping[str, str] | None = None) -> "Drawing":
        return self._node("sendTask", name, "", self._mapping(inputs or {}, {}), messageRef=self._message(message, key))

    def boundary(
        self,
        name: str,
        on: str,
        *,
        message: str = "",
        key: str = "",
        error: str = "",
        timer: tuple[str, str] | None = None,
        interrupting: bool = True,
        outputs: Mapping[str, str] | None = None,
    ) -> "Drawing":
        event = self._event(message=message, key=key, error=error, timer=timer)
        return self._node(
            "boundaryEvent",
            name,
            event,
            self._mapping({}, outputs or {}),
            attachedToRef=on,
            cancelActivity=str(interrupting).lower(),
        )

    def plain(self, name: str) -> "Drawing":
        return self._node("task", name)

    def xor(self, name: str) -> "Drawing":
        return self._node("exclusiveGateway", name)

    def both(self, name: str) -> "Drawing":
        return self._node("parallelGateway", name)

    # flows

    def flow(self, path: str, *, when: str = "", default: bool = False) -> "Drawing":
        """Connect the nodes named in `path`, each to the next."""
        names = path.split()
        for source, target in pairwise(names):
            name = f"f{len(self._flows)}_{source}_{target}"
            if default:
                self._defaults[source] = name
            inner = (
                f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(when)}</bpmn:conditionExpression>'
                if when
                else ""
            )
            self._flows.append(
                f"<bpmn:sequenceFlow{_attributes({'id': name, 'sourceRef': source, 'targetRef': target})}>"
                f"{inner}</bpmn:sequenceFlow>"
            )
        return self

    def decision(self, name: str, xml: str) -> "Drawing":
        self.decisions[name] = xml.encode()
        return self

    # out

    def xml(self) -> bytes:
        """The diagram as a modeler would save it."""
        nodes = "".join(self._nodes)
        for name in self._kinds:
            default = f' default="{self._defaults[name]}"' if name in self._defaults else ""
            nodes = nodes.replace(f" @{name}@", default)
        body = f'<bpmn:process id="{self.process}" isExecutable="true">{nodes}{"".join(self._flows)}</bpmn:process>'
        return f"{_HEAD}{''.join(self._roots.values())}{body}</bpmn:definitions>".encode()

    def version(self) -> PackVersion:
        """A pack version holding just this process."""
        data = self.xml()
        diagram = bpmn.read(data)
        files = {"p.bpmn": data, **{f"{name}.dmn": text for name, text in self.decisions.items()}}
        digest = hashlib.sha256(b"".join(files.values())).hexdigest()
        definitions: Mapping[str, Definition] = bpmn.definitions(diagram)
        return PackVersion(
            id=None,  # type: ignore[arg-type]
            pack="uji",
            number=1,
            hash=digest,
            title_id="Uji",
            title_en="Test",
            files=files,
            definitions=definitions,
            normalised={self.process: bpmn.normalise(diagram, self.process)},
            decisions={name: f"{name}.dmn" for name in self.decisions},
        )
