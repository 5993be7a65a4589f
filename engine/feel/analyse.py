"""What can be said about an expression before it runs: unknown names, functions, arguments and parameters."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from engine.feel.builtins.library import BUILTINS
from engine.feel.errors import position
from engine.feel.program import Program
from engine.feel.syntax import Call, Const, Name, Node
from engine.feel.tree import walk
from engine.model.findings import Finding, Severity


def analyse(
    program: Program,
    known: Collection[str] | None,
    *,
    parameters: Collection[str] | None = None,
    functions: Collection[str] = (),
) -> list[Finding]:
    """Check names against `known`, keys of parameter() against `parameters` (None skips either).

    `functions` are the callable variables beyond the built-ins. Unknown variables are warnings: data may come later.
    """
    found: list[Finding] = []
    if known is not None:
        found += _unknown_names(program, {*known, *functions})
    found += _calls(program, {*functions, *(known or ())}, closed=known is not None)
    if parameters is not None:
        found += _unknown_parameters(program, parameters)
    return found


def _unknown_names(program: Program, known: Collection[str]) -> Iterator[Finding]:
    called = set(program.functions)
    for name in program.certain:
        if name in known or name == "?" or name in called:
            continue
        yield _finding(
            "feel.unknown_name",
            Severity.WARNING,
            _line(program, name),
            (f'Seharusnya nama yang dikenal, tetapi "{name}" tidak ada', _hint(name, known, "Maksud Anda")),
            (f'Expected a known name, but there is no "{name}"', _hint(name, known, "Did you mean")),
        )


def _calls(program: Program, known: Collection[str], *, closed: bool) -> Iterator[Finding]:
    for node in walk(program.ast):
        if not isinstance(node, Call) or not isinstance(node.callee, Name):
            continue
        name, line = node.callee.name, position(program.text, node.pos)[0]
        if name not in program.functions:
            continue
        if name in BUILTINS:
            yield from _arity(name, node, line)
        elif closed and name not in known:
            yield _finding(
                "feel.unknown_function",
                Severity.ERROR,
                line,
                (f'Seharusnya fungsi yang dikenal, tetapi "{name}" tidak ada', _hint(name, BUILTINS, "Maksud Anda")),
                (f'Expected a known function, but there is no "{name}"', _hint(name, BUILTINS, "Did you mean")),
            )


def _arity(name: str, node: Call, line: int) -> Iterator[Finding]:
    overloads, count = BUILTINS[name].overloads, len(node.arguments)
    if node.names is None and any(overload.accepts(count) for overload in overloads):
        return
    if node.names is not None and any(
        set(node.names) <= {part.name for part in overload.parameters} for overload in overloads
    ):
        return
    shapes = "; ".join(", ".join(part.name for part in overload.parameters) for overload in overloads)
    given = ", ".join(node.names) if node.names else str(count)
    yield _finding(
        "feel.arity",
        Severity.ERROR,
        line,
        (f"Seharusnya {name}({shapes}), tetapi diberi {given}", ""),
        (f"Expected {name}({shapes}), but got {given}", ""),
    )


def _unknown_parameters(program: Program, parameters: Collection[str]) -> Iterator[Finding]:
    for key in program.parameters:
        if key in parameters:
            continue
        yield _finding(
            "feel.unknown_parameter",
            Severity.ERROR,
            _line(program, key),
            (f'Seharusnya parameter yang terdaftar, tetapi "{key}" tidak ada', _hint(key, parameters, "Maksud Anda")),
            (f'Expected a listed parameter, but there is no "{key}"', _hint(key, parameters, "Did you mean")),
        )


def _finding(
    code: str, severity: Severity, line: int, indonesian: tuple[str, str], english: tuple[str, str]
) -> Finding:
    return Finding(code, severity, "", indonesian[0], english[0], indonesian[1], english[1], line=line)


def _hint(name: str, known: Collection[str], question: str) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.7)
    return f'{question} "{near[0]}"?' if near else ""


def _line(program: Program, text: str) -> int:
    return next((position(program.text, node.pos)[0] for node in walk(program.ast) if _says(node, text)), 1)


def _says(node: Node, text: str) -> bool:
    return (isinstance(node, Name) and node.name == text) or (isinstance(node, Const) and node.value == text)
