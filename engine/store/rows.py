"""The State port over rows: one query per question, each one an index range."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, select

from engine.feel import codec
from engine.model.state import RegisterAnswer, RegisterCall, Scope, Subscription, Token, Value
from engine.store import dialect, registers
from engine.store.instances import InstanceRow
from engine.store.prepared import Prepared, listed, places
from engine.store.tables import counter, scope, subscription, token, variable
from engine.store.unit import Unit


class RowState:
    """Read one locked case for the runtime; implements engine.model.state.State."""

    def __init__(self, unit: Unit, instance: InstanceRow) -> None:
        self._unit = unit
        self._instance = instance
        self._asked = {"instance": instance.id}
        self._tokens: dict[int, Token | None] = {}
        self.next_no = instance.next_no
        self.called = instance.parent_id is not None

    def _all(self, query: Prepared, **asked: object) -> list[tuple[Any, ...]]:
        return query.all(self._unit.db, self._asked | asked)

    def _ordered(self, query: Prepared, **asked: object) -> list[tuple[Any, ...]]:
        # Sorted here: an ORDER BY makes SQLite walk the whole case by its primary key instead of the small index.
        # Every such row begins with its number.
        return sorted(self._all(query, **asked), key=itemgetter(0))

    def _one(self, query: Prepared, **asked: object) -> tuple[Any, ...] | None:
        return query.one(self._unit.db, self._asked | asked)

    def token(self, no: int) -> Token | None:
        """One live token, read once: the case is locked, and after it is written another state is taken."""
        if no not in self._tokens:
            row = self._one(_TOKEN, no=no)
            self._tokens[no] = None if row is None else _token(row)
        return self._tokens[no]

    def tokens_in(self, scope: int) -> Sequence[Token]:
        """Every live token of one scope, in order of number."""
        # The partial index holds inner scopes only: at the top nearly every token is of scope 0.
        query = _TOKENS_INSIDE if scope > 0 else _TOKENS_AT_TOP
        return [_token(row) for row in self._ordered(query, scope_no=scope)]

    def scope(self, no: int) -> Scope | None:
        """One scope."""
        row = self._one(_SCOPE, no=no)
        return None if row is None else Scope(*row)

    def scope_held_by(self, token: int) -> Scope | None:
        """The scope a subprocess token holds open."""
        row = self._one(_SCOPE_HELD, holder=token)
        return None if row is None else Scope(*row)

    def counter(self, scope: int, name: str) -> int:
        """A join or live counter; 0 where there is none."""
        row = self._one(_COUNTER, scope_no=scope, name=name)
        return 0 if row is None else int(row[0])

    def counters(self, scope: int, prefix: str) -> Mapping[str, int]:
        """The counters of a scope whose names start with `prefix`."""
        return dict(self._all(_COUNTERS, scope_no=scope, prefix=prefix, length=len(prefix)))

    def subscription(self, no: int) -> Subscription | None:
        """One subscription."""
        row = self._one(_SUBSCRIPTION, no=no)
        return None if row is None else _subscription(row)

    def subscriptions_of(self, token: int) -> Sequence[Subscription]:
        """What one token waits for."""
        return [_subscription(row) for row in self._ordered(_SUBSCRIPTIONS_OF, token_no=token)]

    def subscriptions_in(self, scope: int, kind: str) -> Sequence[Subscription]:
        """The subscriptions of one kind in one scope."""
        return [_subscription(row) for row in self._ordered(_SUBSCRIPTIONS_IN, scope_no=scope, kind=kind)]

    def variables(self, scope: int, names: Collection[str] | None) -> Mapping[str, Value]:
        """The named variables of exactly this scope that exist; all of them for None."""
        if names is None:
            rows = self._all(_ALL_VARIABLES, scope_no=scope)
        elif not names:
            return {}
        else:
            rows = self._all(_named(len(names)), scope_no=scope, **listed("name", names))
        return {name: codec.decode(value) for name, value in rows}

    def register(self, call: RegisterCall) -> RegisterAnswer:
        """Act on a register inside this transaction."""
        return registers.act(self._unit, call, instance=self._instance)


def _token(row: tuple[Any, ...]) -> Token:
    no, node, scope_no, state, parent, data = row
    return Token(no, node, scope_no, state, parent, data or {})


def _subscription(row: tuple[Any, ...]) -> Subscription:
    no, token_no, scope_no, kind, name, key, due, data = row
    return Subscription(no, token_no, scope_no, kind, name, key, due, data or {})


def _of(table: Any, *names: str) -> Select[Any]:  # noqa: ANN401 - any table with an instance
    return select(*(table.c[name] for name in names)).where(table.c.instance_id == bindparam("instance"))


_TOKENS = _of(token, "no", "node", "scope", "state", "parent", "data")
_TOKEN = Prepared(_TOKENS.where(token.c.no == bindparam("no")))
_TOKENS_AT_TOP = Prepared(_TOKENS.where(token.c.scope == bindparam("scope_no")))
# The 0 is written out: a bound one would not prove to SQLite that the partial index holds what is asked for.
_INSIDE = dialect.Likely(token.c.scope > literal_column("0"))
_TOKENS_INSIDE = Prepared(_TOKENS.where(token.c.scope == bindparam("scope_no"), _INSIDE))
_SCOPES = _of(scope, "no", "parent", "holder", "node", "live")
_SCOPE = Prepared(_SCOPES.where(scope.c.no == bindparam("no")))
_SCOPE_HELD = Prepared(_SCOPES.where(scope.c.holder == bindparam("holder")))
_COUNTER = Prepared(
    _of(counter, "n").where(counter.c.scope == bindparam("scope_no"), counter.c.name == bindparam("name"))
)
_COUNTERS = Prepared(
    _of(counter, "name", "n").where(
        counter.c.scope == bindparam("scope_no"),
        func.substr(counter.c.name, 1, bindparam("length")) == bindparam("prefix"),
    )
)
_SUBSCRIPTIONS = _of(subscription, "no", "token", "scope", "kind", "name", "key", "due", "data")
_SUBSCRIPTION = Prepared(_SUBSCRIPTIONS.where(subscription.c.no == bindparam("no")))
_SUBSCRIPTIONS_OF = Prepared(_SUBSCRIPTIONS.where(subscription.c.token == bindparam("token_no")))
_SUBSCRIPTIONS_IN = Prepared(
    _SUBSCRIPTIONS.where(subscription.c.scope == bindparam("scope_no"), subscription.c.kind == bindparam("kind"))
)
_IN_SCOPE = _of(variable, "name", "value").where(variable.c.scope == bindparam("scope_no"))
_ALL_VARIABLES = Prepared(_IN_SCOPE)


@lru_cache(maxsize=256)
def _named(count: int) -> Prepared:
    return Prepared(_IN_SCOPE.where(variable.c.name.in_(places("name", count))))
