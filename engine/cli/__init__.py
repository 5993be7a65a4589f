"""`tata`: one command for every act on an installation."""

from engine.cli.main import main

__all__ = ["main"]
