"""Commands of `python -m data`, a file each."""
