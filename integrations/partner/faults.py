"""Faults that can be switched on: what real partners do on bad days."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One way to fail."""

    NORMAL = "normal"
    #: Answers 500 before doing anything.
    ERROR = "error"
    #: Does the work, but answers only after `seconds`.
    SLOW = "slow"
    #: Does the work and never answers: the caller cannot know.
    TIMEOUT_AFTER = "timeout_after"
    #: Answers nothing and does nothing.
    DOWN = "down"
    #: Refuses for a business reason.
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault for the next `times` calls (-1: until switched off)."""

    kind: Kind = Kind.NORMAL
    times: int = -1
    seconds: float = 0.0


class Switchboard:
    """The faults of each port; safe to switch while calls run."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}
        self._lock = threading.Lock()

    def switch(self, port: str, fault: Fault) -> None:
        """Set the fault of one port."""
        with self._lock:
            self._faults[port] = fault

    def next(self, port: str) -> Fault:
        """The fault the coming call meets; counts down."""
        with self._lock:
            fault = self._faults.get(port, Fault())
            if fault.times == 0:
                return Fault()
            if fault.times > 0:
                self._faults[port] = Fault(fault.kind, fault.times - 1, fault.seconds)
            return fault

    def all(self) -> Mapping[str, Fault]:
        """What is switched on now."""
        with self._lock:
            return {port: fault for port, fault in self._faults.items() if fault.times != 0}
