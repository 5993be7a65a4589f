"""Run the reference partner as a process of its own."""

import argparse
import os
import sys
import threading
import time

import uvicorn

from integrations.partner.app import partner, today
from integrations.partner.desk import Desk
from integrations.partner.ledger import Ledger


def main() -> None:
    """Serve on loopback until stopped."""
    arguments = argparse.ArgumentParser(prog="python -m integrations.partner")
    arguments.add_argument("--port", type=int, default=8091)
    arguments.add_argument("--file", default=":memory:")
    arguments.add_argument("--until-eof", action="store_true", help="end when standard input closes")
    options = arguments.parse_args()
    if options.until_eof:
        threading.Thread(target=leave_with_parent, daemon=True).start()
    desk = Desk(Ledger(options.file), today, time.sleep)
    uvicorn.run(partner(desk), host="127.0.0.1", port=options.port, log_level="warning")


def leave_with_parent() -> None:
    """Wait for the end of standard input: whoever started us is gone."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
