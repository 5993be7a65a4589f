"""`make soak`: coverage-guided fuzzing of everything that reads what others wrote, for as long as it is let.

`python tests/fuzz/soak.py diagrams|words|tables [arguments of libFuzzer]`; what it finds is written beside the corpus
it keeps in `build/soak`, and belongs into a test.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["engine"]):
    from engine import feel
    from tests.fuzz import seeds, targets
    from tests.fuzz.mutate import Change, mutated
    from tests.fuzz.test_words import SCOPE

ENV = feel.Env(now=datetime(2026, 3, 10, 2, tzinfo=UTC), steps=20_000)


def _changed(data: bytes, files: tuple[bytes, ...]) -> bytes:
    """The input chooses a file and what is changed in it."""
    take = atheris.FuzzedDataProvider(data)
    which = take.ConsumeIntInRange(0, len(files) - 1)
    changes: list[Change] = []
    while take.remaining_bytes() >= 8 and len(changes) < 4:
        what, where, other, third = (take.ConsumeIntInRange(0, 65_535) for _ in range(4))
        changes.append((what, where, other, third))
    return mutated(files[which], changes)


def diagrams(data: bytes) -> None:
    """A diagram: half of the inputs are changes of ours, half are taken as they are."""
    targets.read_diagram(_changed(data, seeds.diagrams()) if data[:1] < b"\x80" else data, len(data))


def words(data: bytes) -> None:
    """An expression and a cell."""
    text = data.decode("utf-8", "replace")
    targets.evaluate(text, SCOPE, ENV)
    targets.evaluate(text, SCOPE, ENV, unary=True)


def tables(data: bytes) -> None:
    """A decision table."""
    targets.decide(_changed(data, seeds.tables()) if data[:1] < b"\x80" else data, SCOPE, ENV)


_TARGETS: dict[str, Callable[[bytes], None]] = {"diagrams": diagrams, "words": words, "tables": tables}


def main() -> None:
    """Fuzz one target."""
    name = sys.argv.pop(1)
    corpus = Path("build/soak") / name
    corpus.mkdir(parents=True, exist_ok=True)
    atheris.Setup([*sys.argv, f"-artifact_prefix={corpus.parent}/{name}-", str(corpus)], _TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
