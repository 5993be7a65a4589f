"""A worker killed on the way from a claim to its effect: `python -m tests.chaos.timer_victim URL POINT SECONDS`."""

import sys
from datetime import UTC, datetime

from sqlalchemy import event

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.timers import ClaimTimers, FireTimer
from engine.store import database
from tests.chaos.victim import die
from tests.conftest import Clock
from tests.office import Office


def main() -> None:
    """Claim what is due, and die after it, or just before what it sets off is committed."""
    url, point, seconds = sys.argv[1:4]
    store = database.open(url)
    office = Office(store, Clock(datetime.fromtimestamp(float(seconds), UTC)))
    (timer,) = execute(ClaimTimers(90), world=office.world, actor=ENGINE)
    if point == "claimed":
        die()
    event.listen(store.engine, "commit", die)
    execute(FireTimer(timer.instance_id, timer.no), world=office.world, actor=ENGINE)


if __name__ == "__main__":
    main()
