"""Eight officials' browsers complete the same twenty tasks at once."""

import random
import threading
from collections import Counter
from uuid import UUID

import pytest

from engine.model.errors import Conflict
from engine.service.execute import execute
from engine.service.tasks import CompleteTask
from tests.chaos.bureau import founded

pytestmark = pytest.mark.chaos


def test_eight_threads_and_twenty_tasks_give_twenty_wins(empty_url: str) -> None:
    bureau = founded(empty_url)
    cases = [bureau.begin() for _ in range(20)]
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()
    official = bureau.official

    def race(seed: int) -> None:
        order: list[UUID] = [task for _, task in cases]
        random.Random(seed).shuffle(order)
        for task in order:
            try:
                execute(CompleteTask(task, 1, {"nilai": ["1.000"]}), world=bureau.world, actor=official)
                outcome = "won"
            except Conflict:
                outcome = "conflict"
            except Exception as error:
                outcome = f"{type(error).__name__}: {error}"
            with lock:
                outcomes[outcome] += 1

    threads = [threading.Thread(target=race, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == {"won": 20, "conflict": 140}
    assert [bureau.facts(case, "task.completed") for case, _ in cases] == [1] * 20
    assert bureau.whole()
    bureau.store.close()
