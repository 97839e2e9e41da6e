"""docs/metrics.md, generated from the registry and the promises; a test keeps it in step."""

from pathlib import Path

from data.contracts import contract
from metrics.catalog import metric, of_subject
from metrics.decisions import decisions
from metrics.dimensions import dimensions
from metrics.formula import formula
from metrics.model import Kind, Metric, Unit
from metrics.promises import promises
from metrics.references import references
from metrics.subjects import SUBJECTS

HEAD = """# Metrics and promises · 指标与承诺

Generated from `metrics/definitions`, `metrics/promises.toml`, `metrics/references.toml` and `metrics/decisions.toml` by
`python -m metrics docs`; do not edit by hand. The Definitions page shows the same, with the SQL that ran.
"""


def write(folder: Path) -> None:
    """Write `metrics.md` into `folder`."""
    (folder / "metrics.md").write_text(page(), "utf-8")


def page() -> str:
    """The text of docs/metrics.md."""
    subjects = "".join(
        f"\n# {subject.label.en} · {subject.label.zh}\n" + "".join(_metric(item) for item in of_subject(name))
        for name, subject in SUBJECTS.items()
    )
    return HEAD + _promises() + _references() + subjects + _decisions()


def _promises() -> str:
    lines = [
        "\n## Promises · 承诺\n",
        "| promise | target | window | owner | clause | 条款 |",
        "|---|---|---|---|---|---|",
    ]
    for item in promises():
        sign = "≥" if item.at_least else "≤"
        ratio = metric(item.metric).unit in (Unit.RATIO, Unit.CHANGE)
        target = f"{item.target:.0%}" if ratio else f"{item.target:,.0f}"
        lines.append(
            f"| `{item.id}` | {sign} {target} | {item.window.value} | {item.owner.en} · {item.owner.zh}"
            f" | {item.clause.en} | {item.clause.zh} |"
        )
    return "\n".join(lines) + "\n"


def _references() -> str:
    lines = ["\n## Reference values, quoted · 参考值（引用）\n", "| figure | 数字 | shown beside |", "|---|---|---|"]
    lines += [
        f"| {item.label.en}: {item.detail.en} | {item.label.zh}：{item.detail.zh} | {', '.join(f'`{name}`' for name in item.metrics)} |"
        for item in references()
    ]
    return "\n".join(lines) + "\n"


def _metric(item: Metric) -> str:
    names = ", ".join(f"`{name}`" for name in dimensions(item.source))
    owners = sorted(
        {f"{promise.owner.en} · {promise.owner.zh}" for promise in promises() if promise.metric == item.name}
    )
    subject = SUBJECTS[item.subject].owner
    words = formula(item)
    exclusions = contract(item.source).exclusions
    lines = [
        f"\n## {item.name} · {item.label.zh}\n",
        f"{item.label.en}. {item.meaning.en}\n",
        f"{item.meaning.zh}\n",
        f"- formula: {words.en} · {words.zh}",
        f"- unit: {item.unit.value}; better: {item.direction.value}; source: `{item.source}`;"
        f" placed in time by: {f'`{item.axis}`' if item.axis else 'the last day of the period'}",
        f"- owner: {', '.join(owners) or f'{subject.en} · {subject.zh}'}",
        f"- population: `{item.where}`",
        *(f"- {name}: `{sql}`" for name, sql in item.measures.items()),
        f"- dimensions: {names}",
        f"- decision: [{item.decision}](#{item.decision})",
    ]
    if exclusions:
        left_out = [f"{entry.label.en} · {entry.label.zh}" for entry in exclusions]
        lines.insert(-2, f"- left out: {'; '.join(left_out)}")
    if item.kind is Kind.QUANTILE:
        lines.insert(-2, f"- quantile: {item.quantile}")
    if item.relation is not None:
        lines.insert(-2, f"- over: `{item.relation}`")
    return "\n".join(lines) + "\n"


def _decisions() -> str:
    lines = ["\n# Why it is computed so · 口径与理由\n"]
    for item in decisions().values():
        lines += [
            f'<a id="{item.anchor}"></a>',
            f"## {item.title.en} · {item.title.zh}\n",
            f"{item.text.en}\n",
            f"{item.text.zh}\n",
        ]
    return "\n".join(lines)
