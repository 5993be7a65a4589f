"""Legal parameters that forms and registers name must exist, as those of diagrams and tables must."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from engine import feel
from engine.model.findings import Finding, Severity
from engine.model.register import RegisterSpec
from engine.service.formscope import expressions_in
from engine.service.reading import FORM, Reading
from engine.service.registers import FILE


def keys_of(text: str) -> tuple[str, ...]:
    """The parameters one FEEL text names; none where it cannot be read, which is another finding."""
    try:
        return feel.compile(text).parameters
    except feel.FeelError:
        return ()


def unknown(reading: Reading, specs: Mapping[str, RegisterSpec], known: Collection[str] | None) -> Iterator[Finding]:
    """One finding for each unknown key of a form or an invariant; None known: nothing is checked."""
    if known is None:
        return
    for name in reading.forms:
        path = f"forms/{name}{FORM}"
        texts = [text[1:] for text in expressions_in(reading.files[path])]
        yield from _missing(path, "", texts, known)
    for spec in specs.values():
        for invariant in spec.invariants:
            element = f"{spec.key}/{invariant.name}"
            yield from _missing(FILE, element, (invariant.condition.removeprefix("="),), known)


def _missing(path: str, element: str, texts: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    for key in sorted({key for text in texts for key in keys_of(text)} - set(known)):
        yield Finding(
            "feel.parameter",
            Severity.ERROR,
            element,
            f"Seharusnya parameter hukum {key} ada, tetapi tidak ditemukan.",
            f"Expected the legal parameter {key}, but there is none.",
            file=path,
        )
