"""Combinations of constructs: our second corpus, drawn from the specification."""
