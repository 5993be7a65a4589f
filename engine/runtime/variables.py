"""Variables live in scopes: read by name, innermost first, written where they exist (Camunda 8)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from engine.feel.counting import decided
from engine.feel.temporal import Date, DateTime
from engine.model.state import Value
from engine.runtime.rows import PROCESS, Rows


class _Absent:
    __slots__ = ()


_ABSENT = _Absent()


class Variables:
    """The variables of one instance during one step; a name is asked of the store once."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._known: dict[int, dict[str, Value]] = {}
        #: Names written since conditions were asked last.
        self.changed: set[str] = set()

    def chain(self, scope: int) -> Sequence[int]:
        """A scope and those around it, innermost first."""
        found = [scope]
        while scope != PROCESS:
            row = self._rows.scope(scope)
            scope = PROCESS if row is None or row.parent is None else row.parent
            found.append(scope)
        return found

    def read(self, scope: int, names: Iterable[str]) -> dict[str, Value]:
        """Those of `names` that exist, as seen from `scope`: one query for each scope of the chain."""
        missing = list(names)
        found: dict[str, Value] = {}
        for number in self.chain(scope):
            if not missing:
                break
            known = self._load(number, missing)
            found.update({name: known[name] for name in missing if known[name] is not _ABSENT})
            missing = [name for name in missing if name not in found]
        return found

    def everything(self, scope: int) -> dict[str, Value]:
        """Every variable seen from `scope`; reads whole scopes."""
        found: dict[str, Value] = {}
        for number in reversed(self.chain(scope)):
            found.update(self.own(number))
        return found

    def own(self, scope: int) -> dict[str, Value]:
        """Every variable of exactly this scope; reads it whole."""
        found = {} if self._rows.is_new(scope) else dict(self._rows.state.variables(scope, None))
        known = self._known.get(scope, {})
        found.update((name, value) for name, value in known.items() if value is not _ABSENT)
        return found

    def exactly(self, scope: int, name: str) -> Value:
        """One variable of exactly this scope; None where there is none."""
        value = self._load(scope, (name,))[name]
        return None if value is _ABSENT else value

    def write(self, scope: int, values: Mapping[str, Value]) -> None:
        """Set each variable in the innermost scope that has it, else in the process: one query for each scope."""
        left = dict(values)
        for number in self.chain(scope)[:-1]:
            known = self._load(number, left) if left else {}
            for name in [name for name in left if known[name] is not _ABSENT]:
                self.declare(number, name, left.pop(name))
        for name, value in left.items():
            self.declare(PROCESS, name, value)

    def declare(self, scope: int, name: str, value: Value) -> None:
        """Set a variable in exactly this scope."""
        if type(value) in (Date, DateTime):
            # A day kept is a day decided: no holiday moves it, whether it is read in this step or in a later one.
            value = decided(value)
        self._known.setdefault(scope, {})[name] = value
        self._rows.step.variables[scope, name] = value
        self.changed.add(name)

    def forget(self, scope: int) -> None:
        """Drop what this step wrote in a scope that goes; the store drops what it has."""
        for name in self._known.pop(scope, ()):
            self._rows.step.variables.pop((scope, name), None)

    def _load(self, scope: int, names: Collection[str]) -> dict[str, Value]:
        known = self._known.setdefault(scope, {})
        unknown = [name for name in names if name not in known]
        if unknown:
            stored = {} if self._rows.is_new(scope) else self._rows.state.variables(scope, unknown)
            for name in unknown:
                known[name] = stored.get(name, _ABSENT)
        return known


class Seen(Mapping[str, Value]):
    """A lazy view for a decision: local values over the variables of a scope."""

    def __init__(self, variables: Variables, scope: int, local: Mapping[str, Value]) -> None:
        self._variables = variables
        self._scope = scope
        self._local = local

    def __getitem__(self, name: str) -> Value:
        if name in self._local:
            return self._local[name]
        return self._variables.read(self._scope, (name,))[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._variables.everything(self._scope), **self._local})

    def __len__(self) -> int:
        return sum(1 for _ in self)
