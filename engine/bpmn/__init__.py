"""Diagrams: read safely, checked against what runs right, described as data, normalised for the runtime."""

from engine.bpmn.accepted import accepted
from engine.bpmn.definitions import definitions
from engine.bpmn.known import Known
from engine.bpmn.lint import lint
from engine.bpmn.normalise import normalise
from engine.bpmn.reader import Diagram, read
from engine.xml import Limits

__all__ = ["Diagram", "Known", "Limits", "accepted", "definitions", "lint", "normalise", "read"]
