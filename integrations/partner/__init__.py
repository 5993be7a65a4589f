"""The reference partner: small finance, asset and personnel systems with books of their own and switchable faults."""
