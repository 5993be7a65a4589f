"""One step's view of the rows: what the store has, overlaid by what this step changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.model.facts import Fact
from engine.model.state import Scope, State, Subscription, Token
from engine.model.step import InstanceState, Step

#: The scope of the process itself.
PROCESS = 0


class Rows:
    """Read lazily through the port, keep every change in one Step, read nothing twice."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.step = Step(next_no=state.next_no)
        self._first = state.next_no
        self._before: dict[tuple[int, str], int] = {}
        self._scopes: dict[int, Scope | None] = {}
        self._made: set[int] = set()
        self._held: dict[int, Scope | None] = {}
        self._live: dict[int, int] = {}
        self._waits: dict[int, list[int]] = {}

    def number(self) -> int:
        """Take the next number of the instance."""
        number = self.step.next_no
        self.step.next_no = number + 1
        return number

    def is_born(self, number: int) -> bool:
        """True for what this step made: the store knows nothing of it."""
        return number >= self._first

    def fact(self, kind: str, element: str = "", token: int | None = None, **data: object) -> None:
        """Add one fact; `data` holds ids, names and codes only."""
        self.step.facts.append(Fact(kind, element, token, data))

    # tokens

    def token(self, number: int) -> Token | None:
        """One live token, as a copy that may be changed."""
        if number in self.step.tokens:
            return self.step.tokens[number]
        found = self.state.token(number)
        return found.copy() if found else None

    def put_token(self, token: Token) -> None:
        """Keep a new or changed token."""
        self.step.tokens[token.no] = token

    def drop_token(self, number: int) -> None:
        """Let a token go; one that lived in this step only leaves no row."""
        if self.is_born(number):
            self.step.tokens.pop(number, None)
        else:
            self.step.tokens[number] = None

    def tokens_in(self, scope: int) -> list[Token]:
        """Every live token of a scope, in order of number."""
        changed = self.step.tokens
        stored = [t.copy() for t in self.state.tokens_in(scope) if t.no not in changed]
        return sorted([*stored, *(t for t in changed.values() if t and t.scope == scope)], key=lambda t: t.no)

    # scopes

    def scope(self, number: int) -> Scope | None:
        """One scope, read once."""
        if number not in self._scopes:
            self._scopes[number] = None if number != PROCESS and self.is_born(number) else self.state.scope(number)
        return self._scopes[number]

    def scope_held_by(self, token: int) -> Scope | None:
        """The local scope of a token, if it has one."""
        if token not in self._held:
            self._held[token] = None if self.is_born(token) else self.state.scope_held_by(token)
        return self._held[token]

    def begin(self, process: Scope) -> None:
        """Open the process itself, of which nothing is stored yet."""
        self._scopes[process.no] = None
        self.put_scope(process)

    def put_scope(self, scope: Scope) -> None:
        """Keep a new or changed scope."""
        if self.scope(scope.no) is None:
            self._made.add(scope.no)
        self._scopes[scope.no] = scope
        self.step.scopes[scope.no] = scope
        if scope.holder is not None:
            self._held[scope.holder] = scope

    def drop_scope(self, number: int) -> None:
        """Let a scope go."""
        scope = self.scope(number)
        if scope and scope.holder is not None:
            self._held[scope.holder] = None
        self._scopes[number] = None
        if number in self._made:
            self.step.scopes.pop(number, None)
        else:
            self.step.scopes[number] = None

    def count_live(self, scope: int, change: int) -> None:
        """Remember that `change` tokens came to (or left) a scope; the row is read only if the sum is not 0."""
        self._live[scope] = self._live.get(scope, 0) + change

    def settle_live(self) -> list[Scope]:
        """Write the live counts that changed and give those scopes."""
        settled = []
        for number, change in self._live.items():
            scope = self.scope(number) if change or number in self._made else None
            if scope:
                scope = replace(scope, live=scope.live + change)
                self.put_scope(scope)
                settled.append(scope)
        self._live.clear()
        return settled

    # counters

    def counter(self, scope: int, name: str) -> int:
        """A counter as this step left it."""
        changed = self.step.counters.get((scope, name))
        return self._stored(scope, name) if changed is None else changed

    def set_counter(self, scope: int, name: str, value: int) -> None:
        """Change a counter; one that is back where it was leaves no row."""
        if value == self._stored(scope, name):
            self.step.counters.pop((scope, name), None)
        else:
            self.step.counters[scope, name] = value

    def _stored(self, scope: int, name: str) -> int:
        key = (scope, name)
        if key not in self._before:
            self._before[key] = self.state.counter(scope, name)
        return self._before[key]

    def load_counters(self, scope: int, prefix: str, names: Iterable[str]) -> None:
        """Read in one query the counters of `names` where one is not known yet."""
        unknown = [name for name in names if (scope, name) not in self._before]
        if unknown:
            found = self.state.counters(scope, prefix)
            self._before.update({(scope, name): found.get(name, 0) for name in unknown})

    def counters(self, scope: int, prefix: str) -> Mapping[str, int]:
        """The counters of a scope whose names start with `prefix`, those at 0 left out."""
        found = dict(self.state.counters(scope, prefix))
        self._before.update({(scope, name): n for name, n in found.items()})
        changed = self.step.counters.items()
        found.update({name: n for (no, name), n in changed if no == scope and name.startswith(prefix)})
        return {name: n for name, n in found.items() if n}

    # subscriptions

    def subscription(self, number: int) -> Subscription | None:
        """One subscription."""
        if number in self.step.subscriptions:
            return self.step.subscriptions[number]
        return self.state.subscription(number)

    def subscriptions_of(self, token: int) -> list[Subscription]:
        """What a token waits for, in order of number."""
        changed = self.step.subscriptions
        stored = [] if self.is_born(token) else [s for s in self.state.subscriptions_of(token) if s.no not in changed]
        made = (changed.get(number) for number in self._waits.get(token, ()))
        return [*stored, *(subscription for subscription in made if subscription)]

    def put_subscription(self, subscription: Subscription) -> None:
        """Keep a new or changed subscription."""
        self.step.subscriptions[subscription.no] = subscription
        if subscription.token is not None:
            numbers = self._waits.setdefault(subscription.token, [])
            if subscription.no not in numbers:
                numbers.append(subscription.no)

    def drop_subscription(self, number: int) -> None:
        """Let a subscription go."""
        if self.is_born(number):
            self.step.subscriptions.pop(number, None)
        else:
            self.step.subscriptions[number] = None

    def end(self, state: InstanceState) -> None:
        """End the instance; nothing living is left."""
        self.drop_scope(PROCESS)
        self._live.clear()
        self.step.state = state
