"""docs/metrics.md, generated from the registry and the promises; a test keeps it in step."""

from pathlib import Path

from metrics.catalog import metrics
from metrics.dimensions import dimensions
from metrics.model import Kind, Metric
from metrics.promises import promises

HEAD = """# Metrics and promises · 指标与承诺

Generated from `metrics/definitions` and `metrics/promises.toml` by `python -m metrics docs`; do not edit by hand.
Why a figure is computed as it is: [decisions.md](decisions.md).
"""


def write(folder: Path) -> None:
    """Write `metrics.md` into `folder`."""
    (folder / "metrics.md").write_text(page(), "utf-8")


def page() -> str:
    """The text of docs/metrics.md."""
    return HEAD + _promises() + "".join(_metric(item) for item in metrics().values())


def _promises() -> str:
    lines = [
        "\n## Promises · 承诺\n",
        "| promise | target | window | owner | clause | 条款 |",
        "|---|---|---|---|---|---|",
    ]
    for item in promises():
        sign = "≥" if item.at_least else "≤"
        lines.append(
            f"| `{item.id}` | {sign} {item.target:.0%} | {item.window.value} | {item.owner.en} · {item.owner.zh}"
            f" | {item.clause.en} | {item.clause.zh} |"
        )
    return "\n".join(lines) + "\n"


def _metric(item: Metric) -> str:
    names = ", ".join(f"`{name}`" for name in dimensions(item.source))
    lines = [
        f"\n## {item.name} · {item.label.zh}\n",
        f"{item.label.en}. {item.meaning.en}\n",
        f"{item.meaning.zh}\n",
        f"- unit: {item.unit.value}; better: {item.direction.value}; source: `{item.source}`; placed in time by: `{item.axis}`",
        f"- population: `{item.where}`",
        *(f"- {name}: `{sql}`" for name, sql in item.measures.items()),
        f"- dimensions: {names}",
        f"- decision: [{item.decision}](decisions.md#{item.decision})",
    ]
    if item.kind is Kind.QUANTILE:
        lines.insert(-2, f"- quantile: {item.quantile}")
    return "\n".join(lines) + "\n"
