"""One fair write lock per process: SQLite has one writer, and nobody may starve behind a busy neighbour."""

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """A lock handed over in the order of arrival; `held` tells whether the calling thread has it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._owner: int | None = None

    def held(self) -> bool:
        """Tell whether the calling thread holds the lock."""
        return self._owner == threading.get_ident()

    def __enter__(self) -> "FairLock":
        if self.held():
            raise RuntimeError("Expected one open transaction per thread, but this thread already writes")
        with self._guard:
            turn = threading.Lock()
            waits = self._owner is not None or bool(self._queue)
            if waits:
                turn.acquire()
                self._queue.append(turn)
            else:
                self._owner = threading.get_ident()
        if waits:
            self._wait(turn)
        return self

    def _wait(self, turn: threading.Lock) -> None:
        try:
            turn.acquire()
        except BaseException:
            self._abandon(turn)
            raise
        self._owner = threading.get_ident()

    def _abandon(self, turn: threading.Lock) -> None:
        with self._guard:
            if turn in self._queue:
                self._queue.remove(turn)
                return
        # The turn had already come when the waiter was interrupted: pass it on.
        self._next()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._next()

    def _next(self) -> None:
        with self._guard:
            if not self._queue:
                self._owner = None
                return
            # Owned by nobody in particular until the waiter wakes: arrivals in between must queue.
            self._owner = -1
            self._queue.popleft().release()
