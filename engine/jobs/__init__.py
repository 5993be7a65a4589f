"""Work outside transactions: calls to partners, continuations, timers and messages."""
