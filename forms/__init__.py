"""The form language: form-js JSON to a model, to checked answers, to an HTML page."""

from forms.binding import Bound, Problem, bind, summary
from forms.editing import edit, is_edit
from forms.lint import lint, lint_file
from forms.lookups import NO_LOOKUPS, Attached, Lookups, Option
from forms.names import Raw
from forms.reader import read
from forms.rendering import render
from forms.schema import Field, Form, Kind, file_fields, is_live, keys
from forms.spelling import prefill, raw
from forms.telling import told
from forms.typing import answers

__all__ = [
    "NO_LOOKUPS",
    "Attached",
    "Bound",
    "Field",
    "Form",
    "Kind",
    "Lookups",
    "Option",
    "Problem",
    "Raw",
    "answers",
    "bind",
    "edit",
    "file_fields",
    "is_edit",
    "is_live",
    "keys",
    "lint",
    "lint_file",
    "prefill",
    "raw",
    "read",
    "render",
    "summary",
    "told",
]
