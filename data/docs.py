"""docs/data.md and one CSV template per source, generated from the contracts; a test keeps them in step."""

import csv
from pathlib import Path

from data.contracts import contracts
from data.contracts.model import Column, Contract

HEAD = """# Data: what each source must look like · 数据：各数据源的字段要求

Generated from `data/contracts` by `python -m data docs`; do not edit by hand.

- A file that uses these column names needs no mapping: `python -m data import FILE --source NAME`.
  Any other file needs a mapping; `data/mapping.py` describes the form, `data/mappings/` has examples.
- A *moment* is a date with a time (`2026-09-14 10:02:00`); without an offset it is told in the mapping's time zone,
  else in the organisation's. A *day* has no time. Empty cells are empty, never 0.
- Personal columns hold codes, never names, phones, e-mails or addresses. · 个人信息字段只放代号，不放姓名、电话、邮箱、地址。
- Templates with the right header are in `docs/templates/`. · 表头模板见 `docs/templates/`。
"""


def write(folder: Path) -> None:
    """Write `data.md` and `templates/*.csv` into `folder`."""
    (folder / "data.md").write_text(page(), "utf-8")
    templates = folder / "templates"
    templates.mkdir(exist_ok=True)
    for contract in contracts().values():
        with (templates / f"{contract.name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow([column.name for column in contract.columns])


def page() -> str:
    """The text of docs/data.md."""
    return HEAD + "".join(_section(contract) for contract in contracts().values())


def _section(contract: Contract) -> str:
    lines = [
        f"\n## {contract.name} · {contract.label.zh}\n",
        f"{contract.meaning.en} {contract.meaning.zh} Key · 主键: {', '.join(f'`{name}`' for name in contract.key)}.\n",
        "| column | type | unit | required | personal | meaning | 含义 |",
        "|---|---|---|---|---|---|---|",
        *(_row(column) for column in contract.columns),
    ]
    if contract.checks:
        lines += ["\nA row is rejected when · 以下情形的行会被拒绝：\n"]
        lines += [f"- {check.says.en} · {check.says.zh} (`NOT {check.sql}`)" for check in contract.checks]
    if contract.exclusions:
        lines += ["\nLeft out of every promise, and counted · 不计入承诺但单独计数：\n"]
        lines += [f"- {item.label.en} · {item.label.zh} (`{item.sql}`)" for item in contract.exclusions]
    if contract.clocks:
        lines += ["\nClocks · 时钟：\n"]
        lines += [
            f"- `{clock.name}`: {clock.label.en} · {clock.label.zh} (`{clock.start}` → `{clock.stop}`)"
            for clock in contract.clocks
        ]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    yes = {True: "yes", False: ""}
    allowed_en = "; ".join(f"`{value.code}` {value.label.en}" for value in column.values)
    allowed_zh = "；".join(f"`{value.code}` {value.label.zh}" for value in column.values)
    meaning = column.meaning.en + (f": {allowed_en}" if allowed_en else "")
    meaning_zh = column.meaning.zh + (f"：{allowed_zh}" if allowed_zh else "")
    cells = (f"`{column.name}`", column.type.value, column.unit or "", yes[column.required], yes[column.personal])
    return f"| {' | '.join(cells)} | {meaning} | {meaning_zh} |"
