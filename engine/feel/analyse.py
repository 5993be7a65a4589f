"""What can be said about an expression before it runs: unknown names, functions, arguments, parameters, kinds."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from engine.feel.builtins.registry import Builtin
from engine.feel.errors import position
from engine.feel.infer import Types, infer
from engine.feel.messages import sentences
from engine.feel.program import Program
from engine.feel.syntax import Call, Const, Name, Node
from engine.feel.tree import walk
from engine.model.findings import Finding, Severity

#: Indonesian and English of a message, then of its hint.
Words = tuple[str, str, str, str]


def analyse(
    program: Program,
    known: Collection[str] | None,
    *,
    parameters: Collection[str] | None = None,
    functions: Collection[str] = (),
    types: Types | None = None,
    condition: bool = False,
) -> list[Finding]:
    """Check names against `known`, keys of parameter() against `parameters` (None skips either).

    `functions` are the callable variables beyond the built-ins, `types` the kinds of variables as far as they are
    certain (None skips kinds); a `condition` must give true or false. Only what cannot run is an error: a variable may
    come later. Every finding says line and column in the text.
    """
    found: list[Finding] = []
    if known is not None:
        found += _unknown_names(program, {*known, *functions})
    found += _calls(program, {*functions, *(known or ())}, closed=known is not None)
    if parameters is not None:
        found += _unknown_parameters(program, parameters)
    if types is not None:
        found += _misuse(program, types, condition=condition)
    return found


def _unknown_names(program: Program, known: Collection[str]) -> Iterator[Finding]:
    called = set(program.functions)
    for name in program.certain:
        if name in known or name == "?" or name in called:
            continue
        words = (
            f'Seharusnya nama yang dikenal, tetapi "{name}" tidak ada',
            f'Expected a known name, but there is no "{name}"',
            *_hints(name, known),
        )
        yield _finding("feel.unknown_name", Severity.WARNING, program, first(program, name), words)


def _calls(program: Program, known: Collection[str], *, closed: bool) -> Iterator[Finding]:
    for node in walk(program.ast):
        if not isinstance(node, Call) or not isinstance(node.callee, Name):
            continue
        name = node.callee.name
        if name not in program.functions:
            continue
        if name in program.builtins:
            yield from _arity(program, program.builtins[name], node)
        elif closed and name not in known:
            words = (
                f'Seharusnya fungsi yang dikenal, tetapi "{name}" tidak ada',
                f'Expected a known function, but there is no "{name}"',
                *_hints(name, program.builtins),
            )
            yield _finding("feel.unknown_function", Severity.ERROR, program, node.pos, words)


def _arity(program: Program, builtin: Builtin, node: Call) -> Iterator[Finding]:
    overloads, count = builtin.overloads, len(node.arguments)
    if node.names is None and any(overload.accepts(count) for overload in overloads):
        return
    if node.names is not None and any(
        set(node.names) <= {part.name for part in overload.parameters} for overload in overloads
    ):
        return
    shapes = "; ".join(", ".join(part.name for part in overload.parameters) for overload in overloads)
    given = ", ".join(node.names) if node.names else str(count)
    words = (
        f"Seharusnya {builtin.name}({shapes}), tetapi diberi {given}",
        f"Expected {builtin.name}({shapes}), but got {given}",
        *("", ""),
    )
    yield _finding("feel.arity", Severity.ERROR, program, node.pos, words)


def _unknown_parameters(program: Program, parameters: Collection[str]) -> Iterator[Finding]:
    for key in program.parameters:
        if key not in parameters:
            words = (
                f'Seharusnya parameter yang terdaftar, tetapi "{key}" tidak ada',
                f'Expected a listed parameter, but there is no "{key}"',
                *_hints(key, parameters),
            )
            yield _finding("feel.unknown_parameter", Severity.ERROR, program, first(program, key), words)


def _misuse(program: Program, types: Types, *, condition: bool) -> Iterator[Finding]:
    whole, found = infer(program.ast, types, program.builtins)
    for code, pos, details in found:
        yield _finding("feel.type", Severity.WARNING, program, pos, (*sentences(code, details), "", ""))
    if condition and whole is not None and whole.name != "boolean" and not found:
        words = (
            f"Seharusnya syarat benar atau salah, tetapi hasilnya {whole.name}",
            f"Expected a condition to be true or false, but it gives a {whole.name}",
            *("", ""),
        )
        yield _finding("feel.type", Severity.WARNING, program, program.ast.pos, words)


def _finding(code: str, severity: Severity, program: Program, pos: int, words: Words) -> Finding:
    line, column = position(program.text, pos)
    return Finding(code, severity, "", *words, text_line=line, text_column=column)


def _hints(name: str, known: Collection[str]) -> tuple[str, str]:
    near = get_close_matches(name, known, n=1, cutoff=0.7)
    return (f'Maksud Anda "{near[0]}"?', f'Did you mean "{near[0]}"?') if near else ("", "")


def first(program: Program, text: str) -> int:
    """Where a name or a key stands first."""
    return next((node.pos for node in walk(program.ast) if _says(node, text)), 0)


def _says(node: Node, text: str) -> bool:
    return (isinstance(node, Name) and node.name == text) or (isinstance(node, Const) and node.value == text)
