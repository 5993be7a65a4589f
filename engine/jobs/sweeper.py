"""The sweeper: now and then looks after dead workers and old messages, and more rarely forgets what is old."""

from time import monotonic

from engine.jobs import moving
from engine.jobs.run import Hand, sweep
from engine.service.housekeeping import ForgetOld

#: Seconds between two rounds of forgetting.
HOUR = 3600.0


class Sweeper:
    """One hand's sense of when to sweep; the first look does both."""

    def __init__(self, hand: Hand, every: float) -> None:
        self._hand = hand
        self._every = every
        self._swept = self._forgot = float("-inf")

    def look(self) -> None:
        """Sweep where `every` seconds have passed since the last time."""
        now = monotonic()
        if now - self._swept >= self._every:
            self._swept = now
            sweep(self._hand)
            moving.take_up(self._hand.world)
        if now - self._forgot >= HOUR:
            self._forgot = now
            self._hand.say(ForgetOld())
