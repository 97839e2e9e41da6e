"""The commands of `python -m metrics` that are more than a question."""
