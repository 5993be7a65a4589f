"""How a task says whose it is: one address (architecture: work belongs to positions)."""

import re

_ADDRESS = re.compile(r"(?:position:[^\s@:]+|role:[^\s@:]+@[^\s@:]+)\Z")


def is_address(text: str) -> bool:
    """True for `position:<code>` or `role:<key>@<unit>`."""
    return _ADDRESS.match(text) is not None
