"""kill -9 between any two hops of a choice in ad-hoc work: it happens once or not at all, never half."""

import multiprocessing
import signal

import pytest

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import DeployPack
from tests.chaos.bureau import Bureau, founded
from tests.chaos.hops import choose, chosen
from tests.runtime.drawing import Drawing

pytestmark = pytest.mark.chaos

MOST = 500
TO = "role:staf@UJI"
MANIFEST = b'key = "bebas"\ntitle_id = "Bebas"\ntitle_en = "Free"\nversion = "1"\n[roles]\nstaf = "Staf"\n'


def deployed(at: Bureau) -> None:
    inside = Drawing().user("a", TO).user("b", TO).script("n", "=1", "n")
    drawing = Drawing("bebas", caseNumber="BBS", startGroups="staf").start().adhoc("ah", inside, to=TO)
    files = {"pack.toml": MANIFEST, "bebas.bpmn": drawing.end().flow("s ah e").xml()}
    execute(DeployPack(files), world=at.world, actor=ENGINE)


def test_a_choice_killed_at_any_hop_happens_once(empty_url: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.chaos.hops"])
    at = founded(empty_url)
    deployed(at)
    hops = 0
    for hops in range(1, MOST):
        case, task = at.begin("bebas", "bebas")
        victim = context.Process(target=choose, args=(empty_url, "", str(task), hops))
        victim.start()
        victim.join(60)
        if victim.exitcode == 0:
            break
        assert victim.exitcode == -signal.SIGKILL, f"hop {hops} ended with {victim.exitcode}"
        # The browser sends the same buttons again with their one-time keys.
        for key, act in chosen(str(task)).items():
            execute(act, world=at.world, actor=at.official, key=key)
        assert at.state(case) == "completed", f"hop {hops}"
        assert at.facts(case, "adhoc.chosen") == 1, f"hop {hops}"
        assert at.facts(case, "adhoc.declared") == 1, f"hop {hops}"
        assert at.leftovers(case) == {}, f"hop {hops}"
    assert at.whole()
    at.store.close()
    assert 20 < hops < MOST
