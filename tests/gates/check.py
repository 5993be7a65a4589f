"""`make check`: every gate that is not a test, side by side, within a minute."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
CODE = ("engine", "forms", "integrations", "tests", "bench")
GATES: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", *CODE],
    "lint": [str(BIN / "ruff"), "check", *CODE],
    "types": [str(BIN / "mypy"), "engine", "forms", "integrations"],
    "imports": [str(BIN / "lint-imports")],
    "own rules": [sys.executable, "tests/gates/rules.py"],
    "translations": [sys.executable, "tests/gates/translations.py"],
    "migrations": [sys.executable, "tests/gates/migrations.py"],
    "packs": [str(BIN / "tata"), "check", "processes"],
}


def run(gate: tuple[str, list[str]]) -> tuple[str, int, str, float]:
    """One gate: name, exit code, what it printed, seconds."""
    name, command = gate
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return name, done.returncode, done.stdout + done.stderr, time.monotonic() - start


def main() -> int:
    """Run all; print only what failed in full."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, GATES.items()))
    for name, code, output, seconds in results:
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name} ({seconds:.1f} s)")  # noqa: T201
        if code:
            print(output)  # noqa: T201
    return max(code != 0 for _, code, _, _ in results)


if __name__ == "__main__":
    sys.exit(main())
