"""What the commands of `python -m data` share."""

import argparse
from collections.abc import Callable

Common = Callable[[argparse.ArgumentParser], argparse.ArgumentParser]
"""Adds the options every command has."""
