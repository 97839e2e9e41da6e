"""The pages there are, read from the frame that registers them."""

import ast
from pathlib import Path

from metrics.subjects import SUBJECTS

PAGES = Path(__file__).resolve().parents[2] / "pages"


def registered(*, hidden: bool = False) -> list[str]:
    """The pages of the menu, in its order; or those that only links lead to."""
    calls = [
        node for node in ast.walk(ast.parse((PAGES / "index.py").read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    made = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "Page"]
    found = [call.args[0] for call in made if hidden == any(item.arg == "visibility" for item in call.keywords)]
    return [str(name.value).removesuffix(".py") for name in found if isinstance(name, ast.Constant)]


NAMES = registered()
LINKED_TO = registered(hidden=True)
"""Pages that stand in no menu."""
SUBJECT_PAGES = [name for name in NAMES if name in SUBJECTS and name != "response"]
"""Pages that begin with the figures of their subject."""
WITH_PANELS = ["response", *SUBJECT_PAGES, "explore"]
WITHOUT_FILTERS = ["actions", "bring", "quality", "review"]
"""Pages that show all data, whatever the filters of the others."""
WITHOUT_DATA = ["bring"]
"""Pages that are there before there are any data, and show none."""
SHOWING_DATA = [name for name in NAMES if name not in WITHOUT_DATA]
WITH_FILTERS = [name for name in NAMES if name not in WITHOUT_FILTERS]
