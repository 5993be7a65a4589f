"""Connectors to the systems around the office: one file per system."""
