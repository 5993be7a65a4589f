"""A decision that cannot be made: an incident for an admin, never a guess."""


class DecisionFailed(Exception):
    """`code` for machines (dmn.unique, dmn.any, dmn.input_value, dmn.cycle, feel.syntax …), `message` for people.

    `message_id` says it in Indonesian where an analyst causes it by an example; else it is the English one.
    """

    def __init__(self, code: str, message: str, message_id: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_id = message_id or message
