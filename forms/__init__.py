"""The form language: form-js JSON to a model, to checked answers, to an HTML page."""
