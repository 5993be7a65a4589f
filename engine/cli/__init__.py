"""`tata`: one command for every act on an installation."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run one command; a drawing is linted without loading what runs an office."""
    if sys.argv[1:2] == ["lint"]:
        from engine.cli.lint import alone

        alone()
    else:
        from engine.cli.main import main as every

        every()
