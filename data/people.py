"""Who is doing something, as versions and their history name people."""

import getpass
import os


def who() -> str:
    """KEPT_USER, which a signed-in page sets for what it starts; else the name of the account that runs the process."""
    named = os.environ.get("KEPT_USER", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
