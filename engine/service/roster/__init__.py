"""The office as sheets of rows: units, positions, people, holdings, holidays, parameters; in a file or row by row."""

from engine.service.roster.commands import SHEETS, WriteRows, preview
from engine.service.roster.csvfile import read, written
from engine.service.roster.sheet import Change, Column, Plan, Problem, Sheet, WrongRows

__all__ = [
    "SHEETS",
    "Change",
    "Column",
    "Plan",
    "Problem",
    "Sheet",
    "WriteRows",
    "WrongRows",
    "preview",
    "read",
    "written",
]
