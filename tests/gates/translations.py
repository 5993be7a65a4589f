"""Every sentence an official can read has its Indonesian."""

import sys

from engine.locale.extraction import untranslated


def main() -> int:
    """Print each sentence without one; 1 when there is any."""
    found = untranslated()
    print(*found, sep="\n", end="\n" if found else "")  # noqa: T201 - this is a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
