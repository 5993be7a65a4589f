"""Small DMN files for tests."""

from xml.sax.saxutils import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def text(kind: str, written: str, attributes: str = "") -> str:
    return f"<{kind} {attributes}><text>{escape(written)}</text></{kind}>"


def table(
    rules: list[list[str]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    inputs: tuple[tuple[str, str], ...] = (("nilai", "number"),),
    outputs: tuple[str, ...] = ("hasil",),
    values: str = "",
    input_values: str = "",
    default: str = "",
) -> str:
    """A decision table; each rule is its input cells followed by its output cells."""
    held = [f'<decisionTable id="t" hitPolicy="{policy}"' + (f' aggregation="{aggregation}">' if aggregation else ">")]
    for number, (expression, kind) in enumerate(inputs):
        held.append(f'<input id="i{number}" label="{expression}">')
        held.append(text("inputExpression", expression, f'typeRef="{kind}"'))
        held.append(text("inputValues", input_values) if input_values else "")
        held.append("</input>")
    for number, name in enumerate(outputs):
        held.append(f'<output id="o{number}" name="{name}">')
        held.append(text("outputValues", values) if values else "")
        held.append(text("defaultOutputEntry", default) if default else "")
        held.append("</output>")
    for number, cells in enumerate(rules, 1):
        held.append(f'<rule id="r{number}">')
        held += [text("inputEntry", cell, f'id="r{number}_{c}"') for c, cell in enumerate(cells[: len(inputs)])]
        held += [text("outputEntry", cell, f'id="r{number}_o{c}"') for c, cell in enumerate(cells[len(inputs) :])]
        held.append("</rule>")
    return "".join(held) + "</decisionTable>"


def decision(name: str, logic: str, *, requires: tuple[str, ...] = (), inputs: tuple[str, ...] = ()) -> str:
    """A decision whose id is its name."""
    needs = [f'<requiredDecision href="#{need}"/>' for need in requires]
    needs += [f'<requiredInput href="#{need}"/>' for need in inputs]
    held = "".join(f"<informationRequirement>{need}</informationRequirement>" for need in needs)
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{held}{logic}</decision>'


def file(*parts: str, namespace: str = NAMESPACE) -> bytes:
    """The file."""
    return f'<definitions xmlns="{namespace}" id="m" name="m" namespace="t">{"".join(parts)}</definitions>'.encode()


def typed(name: str, allowed: str) -> str:
    """A type of texts of which only some are allowed."""
    return f'<itemDefinition name="{name}"><typeRef>string</typeRef>{text("allowedValues", allowed)}</itemDefinition>'
