"""The page about FEEL names what there is."""

from pathlib import Path

from engine.feel import browser
from engine.feel.builtins.camunda import EXTENSIONS
from engine.feel.run import MAX_CALLS, MAX_LIST, MAX_TEXT

PAGE = (Path(__file__).parents[2] / "docs/reference/feel.md").read_text("utf-8")


def test_every_function_of_the_browser_and_of_the_dialect_is_named() -> None:
    assert [name for name in sorted(browser.FUNCTIONS | EXTENSIONS.keys()) if f"`{name}`" not in PAGE] == []


def test_the_bounds_are_those_of_the_code() -> None:
    for bound in (MAX_CALLS, MAX_LIST, MAX_TEXT, browser.MOST):
        assert f"{bound:,}" in PAGE
