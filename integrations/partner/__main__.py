"""Run the reference partner as a process of its own."""

import argparse
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
    options = arguments.parse_args()
    desk = Desk(Ledger(options.file), today, time.sleep)
    uvicorn.run(partner(desk), host="127.0.0.1", port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
