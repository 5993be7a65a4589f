"""What the documentation says is true: commands run, settings are named, links lead somewhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def scripts() -> list[tuple[str, str]]:
    """The shell blocks of each page, one after the other; README's set-up commands run in tests/accept/newcomer.sh."""
    shown = [(page, BLOCK.findall(page.read_text(encoding="utf-8"))) for page in PAGES if page.name != "README.md"]
    return [(f"{page.relative_to(ROOT)}", "".join(blocks)) for page, blocks in shown if blocks]


@pytest.mark.parametrize(("page", "script"), scripts())
def test_every_command_shown_runs(page: str, script: str, tmp_path: Path) -> None:
    for folder in ("processes", "forms"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    # No setting but those of the folder a command runs in, as on a fresh machine.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TATA_")}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    command = ["bash", "-ec", f"tata migrate >/dev/null\n{script}"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, f"{page}:\n{script}\n{done.stdout}{done.stderr}"


def test_the_newcomer_walk_runs_the_commands_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    walk = (ROOT / "tests/accept/newcomer.sh").read_text(encoding="utf-8")
    shown = [line for block in BLOCK.findall(readme) for line in block.splitlines() if line.startswith("make ")]
    assert {"make demo", "make test"} <= {line.split("  ")[0].strip() for line in shown}
    assert "make demo" in walk
    assert "make test" in walk


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"TATA_{name.upper()}" not in text]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in targets if not (page.parent / link).exists()] == []
