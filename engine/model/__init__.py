"""The words every other part of the engine shares; standard library only."""
