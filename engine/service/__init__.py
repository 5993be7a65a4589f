"""Commands that change state, views that read it, and the one place that says who may."""
