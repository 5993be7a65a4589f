"""The files of a pack, read once: diagrams, tables, forms and letters, and what each of them names."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import TypeVar

import forms
from engine import bpmn, dmn
from engine.letters import check_template
from engine.model.definition import Definition, Element
from engine.model.errors import Invalid
from engine.model.findings import Finding, Severity
from engine.model.register import RegisterSpec
from engine.model.world import Operation
from engine.service import startings, tablefile
from engine.service.manifest import Manifest, read_manifest

FORM = ".form.json"
LETTER = ".html.j2"
THROWING = frozenset({"intermediateThrowEvent", "endEvent", "sendTask"})

T = TypeVar("T")


#: The way out of a file that cannot be read at all, by the reason: Indonesian, English.
HINTS = {
    "doctype": (
        "Hapus baris <!DOCTYPE …> di awal berkas, lalu periksa lagi.",
        "Remove the <!DOCTYPE …> line at the top of the file and check again.",
    ),
    "not_xml": (
        "Buka berkas di perancang atau ekspor ulang dari alat asalnya sebagai BPMN 2.0 XML.",
        "Open the file in the modeler, or export it again from its tool as BPMN 2.0 XML.",
    ),
    "not_bpmn": (
        "Ekspor ulang dari alat asalnya sebagai BPMN 2.0 XML.",
        "Export it again from its tool as BPMN 2.0 XML.",
    ),
    "too_large": (
        "Pecah proses menjadi beberapa diagram, atau hapus gambar dan catatan panjang dari berkas.",
        "Split the process into several diagrams, or remove images and long notes from the file.",
    ),
    "too_deep": (
        "Keluarkan subproses yang bersarang menjadi proses tersendiri.",
        "Move nested subprocesses out into processes of their own.",
    ),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a pack may lean on outside itself; None means not known here, so not checked."""

    operations: Mapping[str, Operation] | None = None
    #: Registers of other packs, by full key.
    registers: Mapping[str, RegisterSpec] | None = None
    parameters: Collection[str] | None = None
    #: Form id -> bytes of the shared library; used ones are copied into the version.
    library: Mapping[str, bytes] = field(default_factory=dict)
    #: Message names other packs throw or partners send.
    messages: Collection[str] | None = None
    #: Ids of the processes other packs have.
    processes: Collection[str] | None = None
    #: Message name -> the `pack/process` of another pack it begins.
    message_starts: Mapping[str, str] = field(default_factory=dict)
    #: Codes of the positions and units of the office.
    positions: Collection[str] | None = None
    units: Collection[str] | None = None


@lru_cache(maxsize=256)
def form(data: bytes) -> forms.Form:
    """One form by its content, read once per process; raises Invalid."""
    return forms.read(data)


@dataclass(frozen=True, slots=True)
class Reading:
    """Every readable file by path; what could not be read is among the findings."""

    files: Mapping[str, bytes]
    diagrams: Mapping[str, bpmn.Diagram]
    tables: Mapping[str, dmn.Model]
    forms: Mapping[str, forms.Form]
    #: Path -> the executable processes of that diagram.
    processes: Mapping[str, Mapping[str, Definition]]
    findings: tuple[Finding, ...]

    def definitions(self) -> Mapping[str, Definition]:
        """Every executable process by id; the first file in order of path wins a doubled id."""
        found: dict[str, Definition] = {}
        for of_file in self.processes.values():
            found = {**of_file, **found}
        return found

    def homes(self) -> Mapping[str, str]:
        """Process id -> path of its diagram."""
        found: dict[str, str] = {}
        for path, of_file in self.processes.items():
            found = {**dict.fromkeys(of_file, path), **found}
        return found

    def normalised(self) -> Mapping[str, bytes]:
        """Process id -> the XML the runtime compiles."""
        return {name: bpmn.normalise(self.diagrams[path], name) for name, path in self.homes().items()}

    def decisions(self) -> Mapping[str, str]:
        """Decision id -> path of its table."""
        return {name: path for path, model in self.tables.items() for name in model.decisions}

    def elements(self) -> Iterator[Element]:
        """Every element of every process."""
        for definition in self.definitions().values():
            yield from definition.elements.values()

    def form_names(self) -> set[str]:
        """The forms the diagrams ask for."""
        return {element.form for element in self.elements() if element.form}

    def letters(self) -> set[str]:
        """Template names, without folder and ending."""
        return {_stem(path, "letters/", LETTER) for path in self.files if _is(path, "letters/", LETTER)}

    def thrown(self) -> set[str]:
        """Message names this pack's own processes throw."""
        return thrown_by(self.elements())

    def lint(self, manifest: Manifest, specs: Mapping[str, RegisterSpec], around: Surroundings) -> Iterator[Finding]:
        """Check each file against the others and what surrounds the pack."""
        known = self._known(manifest, specs, around)
        for path, diagram in self.diagrams.items():
            yield from _at(path, bpmn.lint(diagram, known))
        for path, model in self.tables.items():
            yield from _at(path, dmn.lint(model, around.parameters))
        registers = tuple(known.registers or ())
        for name, read_form in self.forms.items():
            yield from _at(f"forms/{name}{FORM}", forms.lint(read_form, registers=registers))
        for path in self.files:
            if _is(path, "letters/", LETTER):
                yield from _at(path, check_template(self.files[path]))
        yield from self._doubled()
        yield from startings.doubled(manifest.key, self.processes, around.message_starts)

    def _known(self, manifest: Manifest, specs: Mapping[str, RegisterSpec], around: Surroundings) -> bpmn.Known:
        return bpmn.Known(
            forms=set(self.forms) | self._broken_forms(),
            form_keys={name: forms.keys(read_form) for name, read_form in self.forms.items()},
            form_types={name: forms.answers(read_form) for name, read_form in self.forms.items()},
            decisions=set(self.decisions()),
            decision_types={key: kind for model in self.tables.values() for key, kind in dmn.kinds(model).items()},
            operations=around.operations,
            connectors=manifest.connectors,
            registers=None if around.registers is None else {**around.registers, **specs},
            roles=set(manifest.roles),
            positions=around.positions,
            units=around.units,
            letters=self.letters(),
            parameters=around.parameters,
            messages=None if around.messages is None else {*around.messages, *self.thrown()},
            processes=None if around.processes is None else {*around.processes, *self.definitions()},
        )

    def _broken_forms(self) -> set[str]:
        """A form that exists but is broken is its own finding, not an unknown form as well."""
        return {_stem(path, "forms/", FORM) for path in self.files if _is(path, "forms/", FORM)}

    def _doubled(self) -> Iterator[Finding]:
        homes: dict[str, str] = {}
        for path, of_file in self.processes.items():
            for name in of_file:
                if name in homes:
                    yield Finding(
                        "pack.doubled",
                        Severity.ERROR,
                        name,
                        f"Proses {name} sudah ada di {homes[name]}",
                        f"The process {name} is already in {homes[name]}",
                        file=path,
                    )
                homes.setdefault(name, path)


def thrown_by(elements: Iterable[Element]) -> set[str]:
    """The message names some elements throw."""
    return {element.message for element in elements if element.message and element.kind in THROWING}


def read(files: Mapping[str, bytes]) -> Reading:
    """Read what can be read; each unreadable file is one finding."""
    findings: list[Finding] = []
    manifest, _ = read_manifest(files.get("pack.toml"))
    unaddressed = manifest.unaddressed if manifest else ""
    diagrams = _each(files, "", ".bpmn", partial(bpmn.read, unaddressed=unaddressed), findings)
    tables = _each(files, "", ".dmn", partial(dmn.read, others=dmn.library(files)), findings)
    read_forms = _each(files, "forms/", FORM, form, findings)
    by_name = {_stem(path, "forms/", FORM): read_form for path, read_form in read_forms.items()}
    _each(files, "", tablefile.ENDING, tablefile.read, findings)
    processes = {path: bpmn.definitions(diagram) for path, diagram in diagrams.items()}
    return Reading(files, diagrams, tables, by_name, processes, tuple(findings))


def _each(
    files: Mapping[str, bytes],
    folder: str,
    ending: str,
    reader: Callable[[bytes], T],
    findings: list[Finding],
) -> dict[str, T]:
    found: dict[str, T] = {}
    for path in sorted(files):
        if not _is(path, folder, ending):
            continue
        try:
            found[path] = reader(files[path])
        except Invalid as refusal:
            findings.append(_unreadable(path, refusal))
    return found


def _unreadable(path: str, refusal: Invalid) -> Finding:
    message_id = refusal.details.get("message_id") or f"Berkas {path} tidak dapat dibaca ({refusal.code})"
    hint_id, hint_en = HINTS.get(refusal.code.partition(".")[2], ("", ""))
    return Finding(refusal.code, Severity.ERROR, "", message_id, refusal.message, hint_id, hint_en, file=path)


def _is(path: str, folder: str, ending: str) -> bool:
    return path.startswith(folder) and path.endswith(ending)


def _stem(path: str, folder: str, ending: str) -> str:
    return path.removeprefix(folder).removesuffix(ending)


def _at(path: str, findings: Collection[Finding]) -> Iterator[Finding]:
    return (replace(finding, file=path) for finding in findings)
