"""Draw a small process in a few words; read and normalised by the real reader."""

import hashlib
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Self
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


def _properties(values: Mapping[str, str]) -> str:
    rows = "".join(f"<zeebe:property{_attributes({'name': k, 'value': v})}/>" for k, v in values.items())
    return f"<zeebe:properties>{rows}</zeebe:properties>" if rows else ""


class Drawing:
    """A process: nodes in the order they are drawn, flows in the order they are connected."""

    def __init__(self, process: str = "p", *, tag: str = "", **properties: str) -> None:
        self.process = process
        rows = "".join(f"<zeebe:property{_attributes({'name': k, 'value': v})}/>" for k, v in properties.items())
        own = f"<zeebe:properties>{rows}</zeebe:properties>" if rows else ""
        own += f"<zeebe:versionTag{_attributes({'value': tag})}/>" if tag else ""
        self._own = f"<bpmn:extensionElements>{own}</bpmn:extensionElements>" if own else ""
        self._nodes: list[str] = []
        self._flows: list[str] = []
        self._defaults: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._roots: dict[str, str] = {}
        self.decisions: dict[str, bytes] = {}

    def _node(self, kind: str, name: str, inner: str = "", extensions: str = "", **attributes: object) -> Self:
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

    def _escalation(self, code: str) -> str:
        named = _attributes({"id": f"x_{code}", "name": code, "escalationCode": code})
        self._roots[f"x_{code}"] = f"<bpmn:escalation{named}/>"
        return f"x_{code}"

    def _signal(self, name: str) -> str:
        self._roots[f"s_{name}"] = f"<bpmn:signal id={quoteattr(f's_{name}')} name={quoteattr(name)}/>"
        return f"s_{name}"

    def _event(
        self,
        *,
        message: str = "",
        key: str = "",
        error: str = "",
        signal: str = "",
        timer: tuple[str, str] | None = None,
        escalation: str = "",
        condition: str = "",
    ) -> str:
        if escalation:
            reference = "" if escalation == "*" else f' escalationRef="{self._escalation(escalation)}"'
            return f"<bpmn:escalationEventDefinition{reference}/>"
        if condition:
            formal = f'<bpmn:condition xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:condition>'
            return f"<bpmn:conditionalEventDefinition>{formal}</bpmn:conditionalEventDefinition>"
        if signal:
            return f'<bpmn:signalEventDefinition signalRef="{self._signal(signal)}"/>'
        if message:
            return f'<bpmn:messageEventDefinition messageRef="{self._message(message, key)}"/>'
        if error:
            reference = "" if error == "*" else f' errorRef="{self._error(error)}"'
            return f"<bpmn:errorEventDefinition{reference}/>"
        if timer:
            kind, text = timer
            tag = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}[kind]
            moment = f'<bpmn:{tag} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{tag}>'
            return f"<bpmn:timerEventDefinition>{moment}</bpmn:timerEventDefinition>"
        return ""

    def several(self, kind: str, name: str, *events: Mapping[str, Any], together: bool = False, **says: Any) -> Self:
        """An event of several triggers, of which the first is enough, or all are needed `together`."""
        inner = "".join(self._event(**event) for event in events)
        return self._node(kind, name, inner, **({"parallelMultiple": "true"} if together else {}), **says)

    # nodes

    def start(
        self,
        name: str = "s",
        *,
        interrupting: bool = True,
        outputs: Mapping[str, str] | None = None,
        **event: Any,
    ) -> Self:
        written = {} if interrupting else {"isInterrupting": "false"}
        return self._node("startEvent", name, self._event(**event), self._mapping({}, outputs or {}), **written)

    def end(
        self,
        name: str = "e",
        *,
        message: str = "",
        key: str = "",
        error: str = "",
        signal: str = "",
        escalation: str = "",
        terminate: bool = False,
        inputs: Mapping[str, str] | None = None,
    ) -> Self:
        inner = "<bpmn:terminateEventDefinition/>"
        if not terminate:
            inner = self._event(message=message, key=key, error=error, signal=signal, escalation=escalation)
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
    ) -> Self:
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
    ) -> Self:
        rows = "".join(f"<zeebe:header{_attributes({'key': k, 'value': v})}/>" for k, v in headers.items())
        extensions = f"<zeebe:taskDefinition{_attributes({'type': kind, 'retries': '3'})}/>"
        extensions += f"<zeebe:taskHeaders>{rows}</zeebe:taskHeaders>" if rows else ""
        return self._node(tag, name, "", extensions + self._mapping(inputs or {}, outputs or {}))

    def script(self, name: str, expression: str, result: str, *, outputs: Mapping[str, str] | None = None) -> Self:
        script = f"<zeebe:script{_attributes({'expression': expression, 'resultVariable': result})}/>"
        return self._node("scriptTask", name, "", script + self._mapping({}, outputs or {}))

    def rule(self, name: str, decision: str, result: str, *, inputs: Mapping[str, str] | None = None) -> Self:
        called = f"<zeebe:calledDecision{_attributes({'decisionId': decision, 'resultVariable': result})}/>"
        return self._node("businessRuleTask", name, "", called + self._mapping(inputs or {}, {}))

    def catch(
        self,
        name: str,
        *,
        message: str = "",
        key: str = "",
        signal: str = "",
        timer: tuple[str, str] | None = None,
        condition: str = "",
        outputs: Mapping[str, str] | None = None,
    ) -> Self:
        event = self._event(message=message, key=key, signal=signal, timer=timer, condition=condition)
        return self._node("intermediateCatchEvent", name, event, self._mapping({}, outputs or {}))

    def throw(
        self,
        name: str,
        *,
        message: str = "",
        key: str = "",
        signal: str = "",
        escalation: str = "",
        inputs: Mapping[str, str] | None = None,
        **properties: str,
    ) -> Self:
        event = self._event(message=message, key=key, signal=signal, escalation=escalation)
        rows = "".join(f"<zeebe:property{_attributes({'name': k, 'value': v})}/>" for k, v in properties.items())
        extensions = self._mapping(inputs or {}, {}) + (f"<zeebe:properties>{rows}</zeebe:properties>" if rows else "")
        return self._node("intermediateThrowEvent", name, event, extensions)

    def receive(self, name: str, message: str, key: str = "", **attributes: str) -> Self:
        return self._node("receiveTask", name, messageRef=self._message(message, key), **attributes)

    def send(self, name: str, message: str, key: str = "", *, inputs: Mapping[str, str] | None = None) -> Self:
        return self._node("sendTask", name, "", self._mapping(inputs or {}, {}), messageRef=self._message(message, key))

    def boundary(
        self,
        name: str,
        on: str,
        *,
        message: str = "",
        key: str = "",
        error: str = "",
        signal: str = "",
        timer: tuple[str, str] | None = None,
        escalation: str = "",
        condition: str = "",
        interrupting: bool = True,
        outputs: Mapping[str, str] | None = None,
    ) -> Self:
        event = self._event(
            message=message,
            key=key,
            error=error,
            signal=signal,
            timer=timer,
            escalation=escalation,
            condition=condition,
        )
        return self._node(
            "boundaryEvent",
            name,
            event,
            self._mapping({}, outputs or {}),
            attachedToRef=on,
            cancelActivity=str(interrupting).lower(),
        )

    def call(
        self,
        name: str,
        process: str,
        *,
        tag: str = "",
        passes_all: bool = True,
        returns_all: bool = True,
        inputs: Mapping[str, str] | None = None,
        outputs: Mapping[str, str] | None = None,
        loop: str = "",
    ) -> Self:
        passing = {
            "propagateAllParentVariables": str(passes_all).lower(),
            "propagateAllChildVariables": str(returns_all).lower(),
        }
        binding = {"bindingType": "versionTag", "versionTag": tag} if tag else {}
        called = f"<zeebe:calledElement{_attributes({'processId': process, **passing, **binding})}/>"
        return self._node("callActivity", name, loop, called + self._mapping(inputs or {}, outputs or {}))

    def plain(self, name: str) -> Self:
        return self._node("task", name)

    def xor(self, name: str) -> Self:
        return self._node("exclusiveGateway", name)

    def both(self, name: str) -> Self:
        return self._node("parallelGateway", name)

    def some(self, name: str) -> Self:
        return self._node("inclusiveGateway", name)

    def first(self, name: str, **attributes: str) -> Self:
        return self._node("eventBasedGateway", name, **attributes)

    def weigh(self, name: str, activation: str = "") -> Self:
        """A complex gateway with its activation condition."""
        return self._node("complexGateway", name, self._formal("activationCondition", activation))

    def tokens(self, name: str, *, needs: object = "", gives: object = "") -> Self:
        """Let the activity `name` begin with several tokens, or leave several by each flow."""
        written = _attributes({"startQuantity": needs, "completionQuantity": gives})
        at = next(at for at, node in enumerate(self._nodes) if f" @{name}@" in node)
        self._nodes[at] = self._nodes[at].replace(f" @{name}@", f"{written} @{name}@", 1)
        return self

    # scopes and loops

    def sub(
        self,
        name: str,
        inside: "Drawing",
        *,
        inputs: Mapping[str, str] | None = None,
        outputs: Mapping[str, str] | None = None,
        **attributes: object,
    ) -> Self:
        """A subprocess with what another drawing holds inside."""
        self._roots |= inside._roots
        return self._node("subProcess", name, inside._body(), self._mapping(inputs or {}, outputs or {}), **attributes)

    def adhoc(
        self,
        name: str,
        inside: "Drawing",
        *,
        to: str = "",
        until: str = "",
        begins: str = "",
        one_by_one: bool = False,
        keeps: bool = False,
        inputs: Mapping[str, str] | None = None,
        outputs: Mapping[str, str] | None = None,
    ) -> Self:
        """An ad-hoc subprocess: who chooses, until when, what begins at entry."""
        self._roots |= inside._roots
        extensions = self._mapping(inputs or {}, outputs or {}) + _properties({"candidateGroups": to} if to else {})
        extensions += f"<zeebe:adHoc{_attributes({'activeElementsCollection': begins})}/>" if begins else ""
        words = {"ordering": "Sequential" if one_by_one else "Parallel"}
        words |= {"cancelRemainingInstances": "false"} if keeps else {}
        body = inside._body() + self._formal("completionCondition", until)
        return self._node("adHocSubProcess", name, body, extensions, **words)

    def marked(self, name: str, **properties: str) -> Self:
        """Give the node `name` properties."""
        at = next(at for at, node in enumerate(self._nodes) if f" @{name}@" in node)
        node, rows = self._nodes[at], _properties(properties)
        if "<bpmn:extensionElements>" in node:
            self._nodes[at] = node.replace("<bpmn:extensionElements>", f"<bpmn:extensionElements>{rows}", 1)
        else:
            head, rest = node.split(">", 1)
            self._nodes[at] = f"{head}><bpmn:extensionElements>{rows}</bpmn:extensionElements>{rest}"
        return self

    def on(self, name: str, inside: "Drawing") -> Self:
        """An event subprocess; its drawing's start says what it waits for."""
        return self.sub(name, inside, triggeredByEvent="true")

    def each(
        self,
        name: str,
        collection: str = "",
        item: str = "",
        *,
        output: str = "",
        outputs: str = "",
        times: str = "",
        until: str = "",
        one_by_one: bool = False,
        none: Mapping[str, str] | None = None,
        one: Mapping[str, str] | None = None,
        when: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Self:
        """Let the activity `name` run for every item of a list, or so many times.

        `none` or `one` is the event its items throw, `when` maps conditions to what they throw (nothing for {}).
        """
        words = {
            "inputCollection": collection,
            "inputElement": item,
            "outputElement": output,
            "outputCollection": outputs,
        }
        inner = f"<bpmn:extensionElements><zeebe:loopCharacteristics{_attributes(words)}/></bpmn:extensionElements>"
        inner += self._formal("loopCardinality", times) + self._formal("completionCondition", until)
        tag, says = "multiInstanceLoopCharacteristics", {"isSequential": str(one_by_one).lower()}
        for behaviour, event in (("None", none), ("One", one)):
            if event is not None:
                says |= {"behavior": behaviour, f"{behaviour.lower()}BehaviorEventRef": self._shared(name, event)}
        for condition, event in (when or {}).items():
            says["behavior"] = "Complex"
            thrown = f"<bpmn:event>{self._event(**event)}</bpmn:event>" if event else ""  # type: ignore[arg-type]
            inner += (
                f"<bpmn:complexBehaviorDefinition>{self._formal('condition', condition)}{thrown}"
                "</bpmn:complexBehaviorDefinition>"
            )
        return self._add(name, f"<bpmn:{tag}{_attributes(says)}>{inner}</bpmn:{tag}>")

    def _shared(self, name: str, event: Mapping[str, str]) -> str:
        """An event definition beside the process; gives its id."""
        written = self._event(**event)  # type: ignore[arg-type]
        self._roots[f"b_{name}"] = written.replace("EventDefinition ", f'EventDefinition id="b_{name}" ', 1)
        return f"b_{name}"

    def again(self, name: str, when: str = "", *, before: bool = False, most: str = "") -> Self:
        """Let the activity `name` run again while a condition holds."""
        tag, words = "standardLoopCharacteristics", {"testBefore": str(before).lower(), "loopMaximum": most}
        return self._add(name, f"<bpmn:{tag}{_attributes(words)}>{self._formal('loopCondition', when)}</bpmn:{tag}>")

    def _formal(self, tag: str, text: str) -> str:
        return f'<bpmn:{tag} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{tag}>' if text else ""

    def _add(self, name: str, inner: str) -> Self:
        at = next(at for at, node in enumerate(self._nodes) if f" @{name}@" in node)
        stem, end = self._nodes[at].rsplit("</", 1)
        self._nodes[at] = f"{stem}{inner}</{end}"
        return self

    # undoing

    def undo(self, host: str, handler: str) -> Self:
        """Let the activity `handler`, drawn before, undo what `host` did."""
        self._node("boundaryEvent", f"undo_{host}", "<bpmn:compensateEventDefinition/>", attachedToRef=host)
        at = next(at for at, node in enumerate(self._nodes) if f" @{handler}@" in node)
        self._nodes[at] = self._nodes[at].replace(f" @{handler}@", f' isForCompensation="true" @{handler}@', 1)
        ends = {"id": f"as_{host}", "sourceRef": f"undo_{host}", "targetRef": handler}
        self._flows.append(f'<bpmn:association associationDirection="One"{_attributes(ends)}/>')
        return self

    def undoing(self, name: str, of: str = "", *, waits: bool = True, end: bool = False) -> Self:
        """An event that has one activity undone, or all it can see; at the end of a path or on its way."""
        words = {"activityRef": of, "waitForCompletion": "" if waits else "false"}
        kind = "endEvent" if end else "intermediateThrowEvent"
        return self._node(kind, name, f"<bpmn:compensateEventDefinition{_attributes(words)}/>")

    def when_undone(self, name: str) -> Self:
        """The start of an event subprocess that undoes the subprocess around it."""
        return self._node("startEvent", name, "<bpmn:compensateEventDefinition/>")

    def transaction(self, name: str, inside: "Drawing", **attributes: Any) -> Self:
        """A transaction with what another drawing holds inside."""
        self._roots |= inside._roots
        return self._node("transaction", name, inside._body(), **attributes)

    def cancelling(self, name: str) -> Self:
        """An end that cancels the transaction around it."""
        return self._node("endEvent", name, "<bpmn:cancelEventDefinition/>")

    def cancelled(self, name: str, on: str) -> Self:
        """Where the path goes on after a transaction was cancelled."""
        return self._node("boundaryEvent", name, "<bpmn:cancelEventDefinition/>", attachedToRef=on)

    # data

    def data(self, name: str, *, called: str = "", kind: str = "dataObject", **says: object) -> Self:
        """A data object (or property) of the scope, with a reference `<name>_ref`; its variable is `called`."""
        self._nodes.append(f"<bpmn:{kind}{_attributes({'id': name, 'name': called, **says})}/>")
        if kind == "dataObject":
            self._nodes.append(
                f"<bpmn:dataObjectReference{_attributes({'id': f'{name}_ref', 'dataObjectRef': name})}/>"
            )
        return self

    def moves(
        self,
        name: str,
        takes: Mapping[str, str | Mapping[str, str]] | None = None,
        leaves: Mapping[str, str | Mapping[str, str]] | None = None,
    ) -> Self:
        """Give an activity data inputs (input -> source) and outputs (output -> target).

        Instead of its source or target a mapping says `end`, and a `transformation` or assignments `to` -> from.
        """
        inner, arrows = "", ""
        for tag, ends in (("Input", takes or {}), ("Output", leaves or {})):
            inner += "".join(f"<bpmn:data{tag}{_attributes({'id': f'{name}_{one}', 'name': one})}/>" for one in ends)
        for tag, ends in (("input", takes or {}), ("output", leaves or {})):
            refs = (f"<bpmn:data{tag.title()}Refs>{name}_{one}</bpmn:data{tag.title()}Refs>" for one in ends)
            inner += f"<bpmn:{tag}Set>{''.join(refs)}</bpmn:{tag}Set>"
            for one, said in ends.items():
                arrows += self._moved(tag.title(), f"{name}_{one}", {"end": said} if isinstance(said, str) else said)
        return self._add(name, f"<bpmn:ioSpecification>{inner}</bpmn:ioSpecification>{arrows}")

    def _moved(self, tag: str, own: str, says: Mapping[str, str]) -> str:
        source, target = (says["end"], own) if tag == "Input" else (own, says["end"])
        inner = "".join(f"<bpmn:sourceRef>{one}</bpmn:sourceRef>" for one in source.split())
        inner += f"<bpmn:targetRef>{target}</bpmn:targetRef>" + self._formal(
            "transformation", says.get("transformation", "")
        )
        for to, value in says.items():
            if to not in ("end", "transformation"):
                inner += f"<bpmn:assignment>{self._formal('from', value)}{self._formal('to', to)}</bpmn:assignment>"
        return f"<bpmn:data{tag}Association>{inner}</bpmn:data{tag}Association>"

    def beside_task(self, kind: str, name: str, to: str = "", inner: str = "") -> Self:
        """A global task beside the process."""
        own = f"<zeebe:userTask/><zeebe:assignmentDefinition{_attributes({'candidateGroups': to})}/>" if to else ""
        body = f"<bpmn:extensionElements>{own}</bpmn:extensionElements>" if own else ""
        self._roots[name] = f"<bpmn:{kind}{_attributes({'id': name, 'name': name.title()})}>{body}{inner}</bpmn:{kind}>"
        return self

    # flows

    def flow(self, path: str, *, when: str = "", default: bool = False) -> Self:
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

    def decision(self, name: str, xml: str) -> Self:
        self.decisions[name] = xml.encode()
        return self

    # out

    def xml(self) -> bytes:
        """The diagram as a modeler would save it."""
        nodes = "".join(self._nodes)
        for name in self._kinds:
            default = f' default="{self._defaults[name]}"' if name in self._defaults else ""
            nodes = nodes.replace(f" @{name}@", default)
        body = f'<bpmn:process id="{self.process}" isExecutable="true">{self._own}{nodes}{"".join(self._flows)}'
        body += "</bpmn:process>"
        return f"{_HEAD}{''.join(self._roots.values())}{body}</bpmn:definitions>".encode()

    def _body(self) -> str:
        nodes = "".join(self._nodes)
        for name in self._kinds:
            default = f' default="{self._defaults[name]}"' if name in self._defaults else ""
            nodes = nodes.replace(f" @{name}@", default)
        return nodes + "".join(self._flows)

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
