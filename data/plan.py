"""A plan: several files or sources to be imported as one version.

[[imports]]
files = ["tickets_jan.csv", "tickets_feb.csv"]     # beside the plan; `*` stands for anything
mapping = "tickets.toml"                           # beside the plan; or source = "tickets" for our own column names
correct = false                                    # also replace what otherwise keeps its first value
"""

import tomllib
from pathlib import Path
from typing import Any

import tomli_w

from data.batch import Batch
from data.errors import ImportRefused
from data.mapping import read_mapping
from data.settings_schema import PLAN, check

FILE = "plan.toml"


def read_plan(path: Path) -> list[Batch]:
    """The batches of a plan. Raises ImportRefused or UnknownName with the place of the mistake."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
        check(content, PLAN)
    except FileNotFoundError:
        raise ImportRefused(f"The plan {path} does not exist.", f"导入计划 {path} 不存在。") from None
    except ValueError as error:
        raise ImportRefused(
            f"The plan {path.name} cannot be used: {error}.", f"导入计划 {path.name} 无法使用：{error}。"
        ) from error
    return [_batch(path.parent, entry) for entry in content["imports"]]


def write_plan(folder: Path, imports: list[dict[str, Any]]) -> Path:
    """Write a plan into the folder of its files; returns its path."""
    path = folder / FILE
    path.write_text(tomli_w.dumps({"imports": imports}), "utf-8")
    return path


def _batch(folder: Path, entry: dict[str, Any]) -> Batch:
    files = [path for pattern in entry["files"] for path in _files(folder, pattern)]
    if ("mapping" in entry) == ("source" in entry):
        raise ImportRefused(
            f"An import of the plan ({', '.join(entry['files'])}) needs either a mapping or a source.",
            f"导入计划中的 {'、'.join(entry['files'])} 必须指定 mapping 或 source 之一。",
        )
    mapping = read_mapping(folder / entry["mapping"]) if "mapping" in entry else None
    return Batch(files, mapping, entry.get("source"), entry.get("correct", False))


def _files(folder: Path, pattern: str) -> list[Path]:
    """A name stands for itself, also where it has signs that mean something in a pattern."""
    if (folder / pattern).is_file() or not any(sign in pattern for sign in "*?["):
        return [folder / pattern]
    found = sorted(path for path in folder.glob(pattern) if path.is_file())
    if not found:
        raise ImportRefused(f"No file in {folder} is called {pattern}.", f"{folder} 中没有名为 {pattern} 的文件。")
    return found
