"""What the log keeps of a failure: its kind and its place. Its message is left out, because it may hold data."""

import traceback
from pathlib import Path


def where_it_failed(error: BaseException) -> str:
    """The kind of the error and the lines it came through, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {lines}"
