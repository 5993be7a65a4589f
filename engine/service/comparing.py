"""What differs between two versions of a pack, in words an official reads; no drawing is needed to follow it."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from typing import Any

from engine.service.comparing_words import FIELD_WORDS, KIND_WORDS, shown
from engine.service.manifest import read_manifest
from engine.service.reading import FORM, Reading, read
from engine.service.registers import read_registers

#: Lines of a text that are shown at most.
MOST_LINES = 200
_PARAMETER = re.compile(rb'parameter\((?:"|&#34;|&quot;|\\")([\w.]+)')

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `how` is added, removed, changed or moved; `element` its id in the diagram, "" for none."""

    path: str
    how: str
    #: What it concerns, as its author named it.
    subject: str
    text_id: str
    text_en: str
    element: str = ""


@dataclass(frozen=True, slots=True)
class FileDiff:
    """The text of a file that is neither a diagram, a table, a form nor a list of registers."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every difference, by file; and the files that are only text."""

    changes: tuple[Change, ...]
    texts: tuple[FileDiff, ...]


def compare(before: Files, after: Files) -> Comparison:
    """All that differs from `before` to `after`, in order of file."""
    old, new = read(before), read(after)
    changes = [*_files(before, after), *_diagrams(old, new), *_tables(old, new), *_forms(old, new)]
    changes += [*_registers(before, after), *_manifest(before, after), *_parameters(before, after)]
    texts = [_text(path, before[path], after[path]) for path in sorted(before.keys() & after.keys()) if _is_text(path)]
    return Comparison(
        tuple(sorted(changes, key=lambda change: change.path)), tuple(text for text in texts if text.lines)
    )


def _files(before: Files, after: Files) -> Iterator[Change]:
    for path in sorted(after.keys() - before.keys()):
        yield Change(path, "added", path, "berkas ditambahkan", "file added")
    for path in sorted(before.keys() - after.keys()):
        yield Change(path, "removed", path, "berkas dihapus", "file removed")


def _diagrams(old: Reading, new: Reading) -> Iterator[Change]:
    was, now, homes = old.definitions(), new.definitions(), {**old.homes(), **new.homes()}
    for name in was.keys() & now.keys():
        path, a, b = homes[name], was[name], now[name]
        yield from _fields(path, name, a.name or name, a, b, skip={"elements", "flows", "lanes", "process_id"})
        yield from _members(path, a.lanes, b.lanes, lambda one: one.name or one.id, lambda _: "lane")
        yield from _members(path, a.elements, b.elements, lambda one: one.name or one.id, lambda one: str(one.kind))
        flowing = partial(_flow, ends={**a.elements, **b.elements})
        yield from _members(path, a.flows, b.flows, flowing, lambda _: "sequenceFlow")
        yield from _moved(path, old, new)


def _flow(flow: Any, ends: Mapping[str, Any]) -> str:  # noqa: ANN401 - a Flow
    source, target = (ends[one].name or one if one in ends else one for one in (flow.source, flow.target))
    return f"{source} → {target}"


def _moved(path: str, old: Reading, new: Reading) -> Iterator[Change]:
    """Shapes that only stand elsewhere: one line for all of them."""
    if path not in old.diagrams or path not in new.diagrams:
        return
    was, now = (_bounds(reading.diagrams[path].root) for reading in (old, new))
    moved = sorted(name for name in was.keys() & now.keys() if was[name] != now[name])
    if moved:
        text = f"{len(moved)} unsur dipindahkan di gambar", f"{len(moved)} elements moved in the drawing"
        yield Change(path, "moved", path, *text)


def _bounds(root: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - an lxml element
    found = {}
    for shape in root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"):
        for bounds in shape.findall("{http://www.omg.org/spec/DD/20100524/DC}Bounds"):
            sides = tuple(str(bounds.get(side)).removesuffix(".0") for side in ("x", "y", "width", "height"))
            found[shape.get("bpmnElement", "")] = sides
    return found


def _tables(old: Reading, new: Reading) -> Iterator[Change]:
    for path in old.tables.keys() & new.tables.keys():
        was, now = old.tables[path].decisions, new.tables[path].decisions
        yield from _members(path, was, now, lambda one: one.name or one.id, lambda _: "decision", skip={"logic"})
        for name in was.keys() & now.keys():
            yield from _rules(path, was[name].name or name, was[name].logic, now[name].logic)


def _rules(path: str, decision: str, was: Any, now: Any) -> Iterator[Change]:  # noqa: ANN401 - some Logic
    if not (hasattr(was, "rules") and hasattr(now, "rules")):
        if was != now:
            yield Change(path, "changed", decision, "rumus diubah", "logic changed")
        return
    yield from _fields(path, "", decision, was, now, skip={"rules", "inputs", "outputs", "id"})
    for columns in ("inputs", "outputs"):
        a, b = ({one.id: one for one in getattr(table, columns)} for table in (was, now))
        yield from _members(path, a, b, lambda one: getattr(one, "label", "") or getattr(one, "name", ""), _column)
    a, b = ({rule.id: (number, _rule(rule)) for number, rule in enumerate(t.rules, 1)} for t in (was, now))
    for name in [*a, *(one for one in b if one not in a)]:
        yield from _one_rule(path, decision, a.get(name), b.get(name))
    if [one for one in a if one in b] != [one for one in b if one in a]:
        yield Change(path, "moved", decision, "urutan baris diubah", "the order of the rules changed")


def _one_rule(path: str, decision: str, was: Any, now: Any) -> Iterator[Change]:  # noqa: ANN401 - number and text
    if was is None:
        yield Change(path, "added", decision, f"baris {now[0]}: {now[1]}", f"rule {now[0]}: {now[1]}")
    elif now is None:
        yield Change(path, "removed", decision, f"baris {was[0]}: {was[1]}", f"rule {was[0]}: {was[1]}")
    elif was[1] != now[1]:
        told = f"{was[1]} menjadi {now[1]}", f"{was[1]} became {now[1]}"
        yield Change(path, "changed", decision, f"baris {now[0]}: {told[0]}", f"rule {now[0]}: {told[1]}")


def _rule(rule: Any) -> str:  # noqa: ANN401 - a Rule
    tests = ", ".join(cell.text or "-" for cell in rule.tests)
    return f"«{tests} ⇒ {', '.join(cell.text for cell in rule.results)}»"


def _column(_: object) -> str:
    return "column"


def _forms(old: Reading, new: Reading) -> Iterator[Change]:
    for name in old.forms.keys() & new.forms.keys():
        path, was, now = f"forms/{name}{FORM}", old.forms[name], new.forms[name]
        yield from _fields(path, "", was.title or name, was, now, skip={"fields", "id"})
        a, b = ({one.key or f"#{n}": one for n, one in enumerate(form.walk())} for form in (was, now))
        yield from _members(path, a, b, lambda one: one.label or one.key or one.text[:40], lambda _: "field")
        if [one for one in a if one in b] != [one for one in b if one in a]:
            yield Change(path, "moved", was.title or name, "urutan isian diubah", "the order of the fields changed")


def _registers(before: Files, after: Files) -> Iterator[Change]:
    path = "registers.toml"
    was, now = (read_registers("", files.get(path))[0] for files in (before, after))
    yield from _members(path, was, now, lambda one: one.title_id, lambda _: "register", skip={"fields", "key"})
    for key in was.keys() & now.keys():
        named = partial(_column_of, title=was[key].title_id)
        yield from _members(path, was[key].fields, now[key].fields, named, lambda _: "field")


def _column_of(one: Any, title: str) -> str:  # noqa: ANN401 - a RegisterField
    return f"{title}: {one.label_id or one.name}"


def _manifest(before: Files, after: Files) -> Iterator[Change]:
    (was, _), (now, _) = (read_manifest(files.get("pack.toml")) for files in (before, after))
    if was is not None and now is not None:
        yield from _fields("pack.toml", "", now.title_id, was, now, skip={"key"})


def _parameters(before: Files, after: Files) -> Iterator[Change]:
    was, now = (_named(files) for files in (before, after))
    for key in sorted(now - was):
        yield Change("", "added", key, "parameter hukum mulai dipakai", "legal parameter now used")
    for key in sorted(was - now):
        yield Change("", "removed", key, "parameter hukum tidak dipakai lagi", "legal parameter no longer used")


def _named(files: Files) -> set[str]:
    return {found.decode() for data in files.values() for found in _PARAMETER.findall(data)}


def _members(
    path: str,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    named: Callable[[Any], str],
    kind: Callable[[Any], str],
    skip: set[str] | None = None,
) -> Iterator[Change]:
    for key in [*was, *(one for one in now if one not in was)]:
        a, b = was.get(key), now.get(key)
        if a is None or b is None:
            how, one = ("added", b) if a is None else ("removed", a)
            word_id, word_en = KIND_WORDS.get(kind(one), (kind(one), kind(one)))
            done = ("ditambahkan", "added") if a is None else ("dihapus", "removed")
            yield Change(path, how, named(one), f"{word_id} {done[0]}", f"{word_en} {done[1]}", key)
        else:
            yield from _fields(path, key, named(b), a, b, skip=(skip or set()) | {"id", "incoming", "outgoing"})


def _fields(path: str, element: str, subject: str, was: Any, now: Any, *, skip: set[str]) -> Iterator[Change]:  # noqa: ANN401
    if not is_dataclass(was) or type(was) is not type(now):
        return
    for one in fields(was):
        a, b = getattr(was, one.name), getattr(now, one.name)
        if one.name in skip or a == b:
            continue
        for label, x, y in _parts(one.name, a, b):
            word_id, word_en = FIELD_WORDS.get(label, (label, label))
            told_id, told_en = _became(x, y, "id"), _became(x, y, "en")
            yield Change(path, "changed", subject, f"{word_id} {told_id}", f"{word_en} {told_en}", element)


def _parts(name: str, was: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 - any field
    """One field, or each entry of one that has several."""
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for key in [*was, *(one for one in now if one not in was)]:
            if was.get(key) != now.get(key):
                yield str(key), was.get(key), now.get(key)
    elif is_dataclass(was) and type(was) is type(now):
        for one in fields(was):
            if getattr(was, one.name) != getattr(now, one.name):
                yield one.name, getattr(was, one.name), getattr(now, one.name)
    else:
        yield name, was, now


def _became(was: Any, now: Any, language: str) -> str:  # noqa: ANN401 - any value
    before, after = shown(was, language), shown(now, language)
    if not before:
        return f"menjadi {after}" if language == "id" else f"is now {after}"
    if not after:
        return f"dikosongkan (semula {before})" if language == "id" else f"emptied (was {before})"
    return f"dari {before} menjadi {after}" if language == "id" else f"from {before} to {after}"


def _is_text(path: str) -> bool:
    return not path.endswith((".bpmn", ".dmn", FORM)) and path not in ("pack.toml", "registers.toml")


def _text(path: str, was: bytes, now: bytes) -> FileDiff:
    if was == now:
        return FileDiff(path, ())
    try:
        before, after = was.decode().splitlines(), now.decode().splitlines()
    except UnicodeDecodeError:
        return FileDiff(path, ("?",))
    lines = [line for line in difflib.unified_diff(before, after, lineterm="", n=1) if line[:3] not in ("---", "+++")]
    return FileDiff(path, tuple(lines[:MOST_LINES]))
