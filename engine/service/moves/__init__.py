"""Running cases moved to another version of their process: a plan, a verdict for each, a run that carries them."""
