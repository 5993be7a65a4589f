"""Letters: Jinja2 templates of a pack, rendered in a child process that cannot run away."""

from engine.letters.check import check_template
from engine.letters.filters import date_in_words
from engine.letters.press import LetterFailed, Press, render

__all__ = ["LetterFailed", "Press", "check_template", "date_in_words", "render"]
