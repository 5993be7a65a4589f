"""Placeholder for the working calendar."""
