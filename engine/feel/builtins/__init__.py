"""The built-in functions of FEEL (DMN 1.5 §10.3.4) and those of the office, one family per module."""
