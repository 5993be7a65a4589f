"""Compile a process of a pack version once per Python process; running never changes it."""

import threading
from collections import OrderedDict
from typing import TypeVar

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine import dmn
from engine.feel import FeelSyntaxError
from engine.model.definition import Definition
from engine.model.errors import Invalid, NotFound
from engine.model.pack import PackVersion
from engine.runtime import inclusive, starving
from engine.runtime.bind import bind
from engine.runtime.graph import ProcessSpec
from engine.runtime.parse import parse

_KEPT = 256

_Key = tuple[str, str]
_T = TypeVar("_T")


class Compiled:
    """One process of one version, ready to run."""

    def __init__(self, version: PackVersion, definition: Definition, spec: ProcessSpec) -> None:
        self.version = version
        self.definition = definition
        self.spec = spec

    def decision_model(self, decision: str) -> dmn.Model | None:
        """The model that holds a decision of this version, read once."""
        path = self.version.decisions.get(decision)
        if path is None:
            return None
        key = (self.version.hash, path)
        model = _MODELS.get(key)
        if model is None:
            model = dmn.read(self.version.files[path], others=dmn.library(self.version.files))
            _remember(_MODELS, key, model)
        return model


_MODELS: OrderedDict[_Key, dmn.Model] = OrderedDict()
_COMPILED: OrderedDict[_Key, Compiled] = OrderedDict()
_LOCK = threading.Lock()


def compile(version: PackVersion, process_id: str) -> Compiled:
    """Give the compiled process, from the cache where it is; NotFound, or Invalid where lint was not asked."""
    key = (version.hash, process_id)
    found = _COMPILED.get(key)
    if found is None:
        found = _compile(version, process_id)
        _remember(_COMPILED, key, found)
    return found


def _remember(cache: OrderedDict[_Key, _T], key: _Key, value: _T) -> None:
    with _LOCK:
        cache[key] = value
        while len(cache) > _KEPT:
            cache.popitem(last=False)


def _compile(version: PackVersion, process_id: str) -> Compiled:
    definition = version.definitions.get(process_id)
    if definition is None:
        raise NotFound("process.unknown", f"Expected process {process_id} in pack {version.pack}, but there is none.")
    try:
        spec = parse(definition, version.normalised[process_id])
        bind(spec, definition)
        spec.absorbs = starving.absorbs(definition)
        spec.meetings = inclusive.meetings(definition)
        spec.crowded = inclusive.crowded(spec.meetings)
    except (SpiffWorkflowException, FeelSyntaxError) as error:
        raise Invalid("bpmn.compile", f"Expected {process_id} to compile, but {error}") from error
    return Compiled(version, definition, spec)
