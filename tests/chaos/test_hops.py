"""kill -9 between any two hops of a completion and of what it sets off: one effect, nothing lost, the chains whole."""

import multiprocessing
import signal
from pathlib import Path

import pytest

from engine.service.execute import execute
from engine.service.tasks import CompleteTask
from tests.chaos.bureau import founded, running_partner
from tests.chaos.hops import ANSWERS, walk

pytestmark = pytest.mark.chaos

#: More hops than any walk has: a walk that never ends is a failure of the test.
MOST = 2_000


@pytest.mark.parametrize("process", ["uji", "luas"])
def test_a_completion_killed_at_any_hop_happens_once(empty_url: str, tmp_path: Path, process: str) -> None:
    """`luas` also calls a case of its own, runs a list and sends itself a message."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.chaos.hops"])
    with running_partner(tmp_path / "partner.sqlite") as partner:
        at = founded(empty_url, partner)
        hops = 0
        for hops in range(1, MOST):
            case, task = at.begin(process)
            victim = context.Process(target=walk, args=(empty_url, partner, str(task), hops))
            victim.start()
            victim.join(60)
            if victim.exitcode == 0:
                break
            assert victim.exitcode == -signal.SIGKILL, f"hop {hops} ended with {victim.exitcode}"
            at.recover()
            # The browser sends the same form again with its one-time key.
            execute(CompleteTask(task, 1, ANSWERS), world=at.world, actor=at.official, key=f"kunci-{task}")
            at.work()
            assert at.state(case) == "completed", f"hop {hops}"
            assert at.facts(case, "task.completed") == 1, f"hop {hops}"
            assert at.payments(partner, case) == 1, f"hop {hops}"
            assert at.leftovers(case) == {}, f"hop {hops}"
            assert at.called(case) == (["completed"] if process == "luas" else []), f"hop {hops}"
        assert at.whole()
        at.store.close()
    assert 30 < hops < MOST
