"""Kombu's filesystem transport with whole messages only: a reader never meets a file that is still being written.

Kombu 5 writes a message under its final name, so a worker that looks at that moment reads half of it and dies.
"""

import json
import os
from time import monotonic_ns, sleep
from typing import Any
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem

#: The scheme of broker URLs for this transport.
SCHEME = "folder"
TRANSPORT_ALIASES[SCHEME] = "engine.jobs.folder:Transport"

#: Times a table of queues is read again while another process writes it.
TRIES = 20


class Channel(filesystem.Channel):
    """Messages appear under their name in one step."""

    def _put(self, queue: str, message: Any, **_: Any) -> None:  # type: ignore[override]  # noqa: ANN401 - kombu
        name = f"{monotonic_ns():020d}_{uuid4().hex}.{queue}.msg"
        unseen = os.path.join(self.data_folder_out, f"{name}.part")
        with open(unseen, "wb") as file:
            file.write(json.dumps(message).encode())
        os.replace(unseen, os.path.join(self.data_folder_out, name))

    def _queue_bind(self, *bound: Any) -> None:  # noqa: ANN401 - kombu's names
        for left in reversed(range(TRIES)):
            try:
                super()._queue_bind(*bound)  # type: ignore[no-untyped-call]
            except ValueError:
                if not left:
                    raise
                sleep(0.05)
            else:
                return


class Transport(filesystem.Transport):
    """The transport behind `folder://`."""

    Channel = Channel
