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
        self._falling: dict[int, None] = {}
        self._waits: dict[int, list[int]] = {}
        #: (scope, kind) -> the subscriptions made or changed in this step.
        self._filed: dict[tuple[int, str], dict[int, None]] = {}
        self._placed: dict[int, set[int]] = {}
        self._counted: dict[int, set[str]] = {}

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
        self._placed.setdefault(token.scope, set()).add(token.no)

    def drop_token(self, number: int) -> None:
        """Let a token go; one that lived in this step only leaves no row."""
        if self.is_born(number):
            self.step.tokens.pop(number, None)
        else:
            self.step.tokens[number] = None

    def tokens_in(self, scope: int) -> list[Token]:
        """Every live token of a scope, in order of number."""
        changed = self.step.tokens
        found = [] if self.is_new(scope) else [t.copy() for t in self.state.tokens_in(scope) if t.no not in changed]
        found += filter(None, (changed.get(number) for number in self._placed.get(scope, ())))
        return sorted(found, key=lambda token: token.no)

    # scopes

    def scope(self, number: int) -> Scope | None:
        """One scope, read once."""
        if number not in self._scopes:
            self._scopes[number] = None if number != PROCESS and self.is_born(number) else self.state.scope(number)
        return self._scopes[number]

    def scope_held_by(self, token: int) -> Scope | None:
        """The scope a token holds, if it holds one; nobody's token (number 0) never does."""
        if token not in self._held:
            found = None if not token or self.is_born(token) else self.state.scope_held_by(token)
            self._held[token] = found
            if found:
                self._scopes.setdefault(found.no, found)
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

    def release(self, scope: Scope) -> None:
        """Let a scope outlive the token that holds it."""
        self.put_scope(replace(scope, holder=None))
        if scope.holder is not None:
            self._held[scope.holder] = None

    def is_new(self, scope: int) -> bool:
        """True for a scope this step made: nothing in it is stored."""
        return scope != PROCESS and self.is_born(scope)

    def drop_scope(self, number: int) -> None:
        """Let a scope go with its counters; its variables are known elsewhere, and the store drops what it has."""
        for name in self._counted.pop(number, ()) if number != PROCESS else ():
            self.step.counters.pop((number, name), None)
        self._live.pop(number, None)
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
        if change < 0:
            self._falling[scope] = None

    def living(self, scope: int) -> int:
        """How many tokens live in a scope at this moment."""
        found = self.scope(scope)
        return (found.live if found else 0) + self._live.get(scope, 0)

    def touch(self, scope: int) -> None:
        """Look at a scope as if a token had left it: it may have been empty from the start."""
        self._falling[scope] = None

    def emptied(self) -> list[Scope]:
        """The scopes whose last token has left since this was asked last, in the order they were left."""
        falling, self._falling = self._falling, {}
        return [scope for number in falling if (scope := self._emptied(number))]

    def _emptied(self, number: int) -> Scope | None:
        change = self._live.get(number, 0)
        if change >= 0 and number not in self._made:
            return None
        scope = self.scope(number)
        return scope if scope and scope.live + change == 0 else None

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
            self._counted.setdefault(scope, set()).add(name)

    def _stored(self, scope: int, name: str) -> int:
        key = (scope, name)
        if key not in self._before:
            self._before[key] = 0 if self.is_new(scope) else self.state.counter(scope, name)
        return self._before[key]

    def load_counters(self, scope: int, prefix: str, names: Iterable[str]) -> None:
        """Read in one query the counters of `names` where one is not known yet."""
        unknown = [name for name in names if (scope, name) not in self._before]
        if unknown:
            found = {} if self.is_new(scope) else self.state.counters(scope, prefix)
            self._before.update({(scope, name): found.get(name, 0) for name in unknown})

    def counters(self, scope: int, prefix: str) -> Mapping[str, int]:
        """The counters of a scope whose names start with `prefix`, those at 0 left out."""
        found = {} if self.is_new(scope) else dict(self.state.counters(scope, prefix))
        self._before.update({(scope, name): n for name, n in found.items()})
        for name in self._counted.get(scope, ()):
            if name.startswith(prefix):
                found[name] = self.counter(scope, name)
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
        filed = self._filed.setdefault((subscription.scope, subscription.kind), {})
        filed[subscription.no] = None

    def subscriptions_in(self, scope: int, kind: str) -> list[Subscription]:
        """The subscriptions of one kind in one scope, in order of number."""
        changed = self.step.subscriptions
        stored = [] if self.is_new(scope) else self.state.subscriptions_in(scope, kind)
        known = {one.no: changed.get(one.no, one) for one in stored}
        known.update((number, changed.get(number)) for number in self._filed.get((scope, kind), ()))
        # One that has moved to another scope is no longer here.
        return [one for one in known.values() if one and one.scope == scope]

    def drop_subscription(self, number: int) -> None:
        """Let a subscription go."""
        if self.is_born(number):
            self.step.subscriptions.pop(number, None)
        else:
            self.step.subscriptions[number] = None

    def prune(self) -> None:
        """Leave out what was begun for tokens that left within the step: nobody is to see it."""
        step = self.step
        step.opened = [one for one in step.opened if self._lives(one.token)]
        step.jobs = [one for one in step.jobs if self._lives(one.token)]
        step.calls = [one for one in step.calls if self._lives(one.token)]
        step.incidents = [one for one in step.incidents if self._lives(one.token)]

    def _lives(self, token: int) -> bool:
        return self.step.tokens.get(token) is not None

    def end(self, state: InstanceState) -> None:
        """End the instance; nothing living is left."""
        self.drop_scope(PROCESS)
        self._live.clear()
        self.step.state = state
