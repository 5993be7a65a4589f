"""Measurements against a peer in the same run; results in bench/results/latest.json."""
