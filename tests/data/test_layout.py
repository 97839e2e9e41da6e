"""A change of any file that makes engine tables is noticed, so that no version is built on tables made otherwise."""

import ast

from data.layout import HERE, MAKERS

MAKE_NOTHING = {"affected", "change", "errors", "organisation", "store", "words"}
"""What files that make tables use beside each other: which rows are concerned, settings (compared on their own), words."""


def imported_by(text: str) -> set[str]:
    """The modules of `data` a file imports, by their first name."""
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    own = {node.module: [alias.name for alias in node.names] for node in found if node.module and not node.level}
    names = {name for module, listed in own.items() if module == "data" for name in listed}
    return names | {module.split(".")[1] for module in own if module.startswith("data.")}


def test_every_file_that_makes_engine_tables_counts() -> None:
    counted = {path for pattern in MAKERS for path in HERE.glob(pattern)}
    used = {name for path in counted if path.suffix == ".py" for name in imported_by(path.read_text("utf-8"))}
    assert used - {path.stem for path in counted} - {"contracts"} == MAKE_NOTHING
