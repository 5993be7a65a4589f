"""How long the stages of a lint take: what an analyst waits for when a drawing is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time


@dataclass(slots=True)
class Stages:
    """Seconds by stage, summed over the processes of a file, in the order the stages ran."""

    #: Stage -> (seconds on the clock, seconds of CPU).
    spent: dict[str, tuple[float, float]] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Add what runs inside to a stage."""
        clock, cpu = perf_counter(), process_time()
        try:
            yield
        finally:
            before = self.spent.get(name, (0.0, 0.0))
            self.spent[name] = (before[0] + perf_counter() - clock, before[1] + process_time() - cpu)

    @property
    def total(self) -> tuple[float, float]:
        """Seconds on the clock and of CPU, all stages together."""
        return sum(one[0] for one in self.spent.values()), sum(one[1] for one in self.spent.values())
