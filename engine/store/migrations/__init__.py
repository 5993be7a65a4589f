"""Revisions of the database, oldest first."""
