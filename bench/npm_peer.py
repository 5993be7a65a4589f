"""The peer from npm: bpmn-engine, installed where nothing of it stays; None where there is no npm or no registry."""

import shutil
import subprocess
from pathlib import Path

from bench import diagrams

NAME = "npm bpmn-engine 25.0.1, state on disk, no HTTP"
_HERE = Path(__file__).parent / "npm"


def w2(folder: Path, lives: int = 100) -> float | None:
    """CPU milliseconds of one W2 life, its state saved with fsync after each act."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    at = folder / "npm"
    shutil.copytree(_HERE, at)
    if subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund"], cwd=at, check=False).returncode:
        return None
    diagram = diagrams.w2(ours=False).replace(b"ok == True", b"${environment.variables.ok}")
    (at / "w2.bpmn").write_bytes(diagram)
    command = [node, "w2.mjs", "w2.bpmn", "state.json", str(lives)]
    return float(subprocess.run(command, cwd=at, check=True, capture_output=True, text=True).stdout)
