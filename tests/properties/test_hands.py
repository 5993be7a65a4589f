"""A case stored after every act and taken up by another process is the case that was never stored."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.app import opened, ready
from engine.feel import codec
from engine.store import audit, instances
from engine.store.database import Store
from engine.store.tables import variable
from tests.properties.blocks import SCOPES, Plan, draw, plans
from tests.properties.test_runtime import Act, Unwritten, play
from tests.runtime.case import MONDAY

ROOT = Path(__file__).parents[2]


class Hands:
    """Two processes on one database, which take turns."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "tests.properties.hand", url]
        self._all = [
            subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        self._turn = cycle(self._all)

    def ask(self, **asked: Any) -> Any:
        hand = next(self._turn)
        assert hand.stdin is not None
        assert hand.stdout is not None
        hand.stdin.write(json.dumps(asked) + "\n")
        hand.stdin.flush()
        return json.loads(hand.stdout.readline())

    def close(self) -> None:
        for hand in self._all:
            assert hand.stdin is not None
            hand.stdin.close()
            hand.wait(20)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Hands]]:
    url = f"sqlite:///{tmp_path_factory.mktemp('hands')}/office.sqlite"
    store = opened(url)
    ready(store)
    hands = Hands(url)
    yield store, hands
    hands.close()
    store.close()


def handed(hands: Hands, plan: Plan, acts: list[Act], now: str) -> UUID:
    """Carry the same acts out, each by the other process."""
    drawing, _ = draw(plan)
    about = {"diagram": drawing.xml().hex(), "process": drawing.process}
    version = hands.ask(kind="put", now=now, **about)
    case = hands.ask(kind="start", now=now, version=version, **about)
    for act in acts:
        answers = {name: codec.encode(value) for name, value in act.answers.items()}
        hands.ask(kind=act.kind, case=case, number=act.number, answers=answers, now=act.now.isoformat(), **about)
    return UUID(case)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=plans("seq", "xor", "and", "or", "loop", "timed", *SCOPES, leaves=6), seed=st.integers(0, 2**32))
def test_a_case_goes_from_process_to_process_after_every_act(
    office: tuple[Store, Hands], plan: Plan, seed: int
) -> None:
    store, hands = office
    acts: list[Act] = []
    kept = play(plan, seed, Unwritten(), acts)
    case = handed(hands, plan, acts, MONDAY.isoformat())
    with store.reading() as db:
        row = instances.instance(db, case)
        facts = list(audit.facts(db, case))
        own = select(variable.c.name, variable.c.value).where(variable.c.instance_id == case, variable.c.scope == 0)
        stored = {name: codec.decode(value) for name, value in db.execute(own)}
    assert row is not None
    assert row.state == str(kept.memory.state)
    assert row.next_no == kept.memory.next_no
    assert [(fact["kind"], fact["element"], fact["token"]) for fact in facts] == [
        (fact.kind, fact.element, fact.token) for fact in kept.memory.facts
    ]
    assert stored == kept.variables
