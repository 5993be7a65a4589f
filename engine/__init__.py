"""Everything that executes a procedure: from the diagram to the page an official sees."""

__version__ = "0.1.0"
