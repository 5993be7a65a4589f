"""A decision that cannot be made: an incident for an admin, never a guess."""


class DecisionFailed(Exception):
    """`code` for machines (dmn.unique, dmn.any, dmn.input_value, dmn.cycle, feel.syntax …), `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
