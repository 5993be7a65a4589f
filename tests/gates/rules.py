"""The project's own lint: rules no general linter knows (architecture §9)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CAP = 400
PACKAGES = ("engine", "forms", "integrations")
#: Where the clock and randomness may be touched: the composition root and processes of their own.
FREE = ("engine/app.py", "engine/cli/", "integrations/partner/")
CLOCK = {
    "now",
    "utcnow",
    "today",
    "uuid1",
    "uuid4",
    "getrandbits",
    "random",
    "token_hex",
    "token_urlsafe",
    "token_bytes",
}
CLOCK_OWNERS = {"datetime", "date", "uuid", "random", "secrets", "time"}


#: An import inside a function is a cost put off; the line above must say which.
REASON = "# Imported here because"


def sources() -> Iterator[tuple[str, ast.Module, list[str]]]:
    """Every Python file of the product: path, tree, lines."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "node_modules" in name:
                continue
            text = path.read_text(encoding="utf-8")
            yield name, ast.parse(text), text.splitlines()


def broken(name: str, tree: ast.Module, lines: list[str]) -> Iterator[str]:
    """Each broken rule of one file as `path:line: sentence`."""
    if len(lines) > CAP:
        yield f"{name}:1: Expected at most {CAP} lines, but there are {len(lines)}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from broken_call(name, node)
        elif isinstance(node, ast.ClassDef):
            yield from broken_command(name, node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from broken_imports(name, node, lines)


def broken_imports(name: str, node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> Iterator[str]:
    """Imports inside a function that do not say why."""
    for inner in node.body:
        if isinstance(inner, ast.Import | ast.ImportFrom) and REASON not in lines[inner.lineno - 2]:
            yield f"{name}:{inner.lineno}: Expected imports at the top, but one is inside {node.name}"


def broken_call(name: str, node: ast.Call) -> Iterator[str]:
    """Commits outside the one door; clock and randomness outside the composition root."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return
    if function.attr == "commit" and name != "engine/service/execute.py":
        yield f"{name}:{node.lineno}: Expected only engine/service/execute.py to commit, but this does"
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    clock = function.attr in CLOCK or (owner == "time" and function.attr == "time")
    if owner in CLOCK_OWNERS and clock and not name.startswith(FREE):
        read = f"{owner}.{function.attr}"
        yield f"{name}:{node.lineno}: Expected clock and randomness to be passed in, but this reads {read}"


def broken_command(name: str, node: ast.ClassDef) -> Iterator[str]:
    """Every command declares the right it needs."""
    bases = {ast.unparse(base).partition("[")[0] for base in node.bases}
    if "Command" not in bases:
        return
    declared = {t.id for s in node.body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)}
    declared |= {s.target.id for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)}
    if "needs" not in declared:
        yield f"{name}:{node.lineno}: Expected command {node.name} to declare `needs`, but it does not"


def main() -> int:
    """Print what is broken; 1 when anything is."""
    found = [line for source in sources() for line in broken(*source)]
    print(*found, sep="\n", end="\n" if found else "")  # noqa: T201 - this is a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
