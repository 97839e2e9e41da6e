"""Numbers and names as findings tell them, in both languages."""

from collections.abc import Iterable, Sequence

from data.contracts.model import Contract
from data.rejects import KINDS, REASONS
from data.words import Text

MOST_NAMES = 6
NO_BREAK = "\u00a0"


def number(value: int) -> str:
    """A whole number with separators."""
    return f"{value:,}"


def share(value: float) -> tuple[str, str]:
    """A fraction in per cent, English and Chinese; a small one is never told as none, a large one never as all."""
    shown = round(value * 100, 1)
    if shown == 0 and value > 0:
        shown = 0.1
    if shown == 100 and value < 1:
        shown = 99.9
    return f"{shown:.1f}{NO_BREAK}%", f"{shown:.1f}%"


def listed(words: Iterable[Text]) -> Text:
    """A list in both languages."""
    found = list(words)
    return Text(", ".join(text.en for text in found), "、".join(text.zh for text in found))


def column_names(contract: Contract, names: Sequence[str]) -> Text:
    """Columns by what people call them; of many, the first few."""
    columns = [contract.column(name).label for name in names[:MOST_NAMES]]
    labels = [Text(f"“{label.en}”", f"“{label.zh}”") for label in columns]
    more = len(names) - MOST_NAMES
    found = listed(labels)
    return Text(f"{found.en} and {more} more", f"{found.zh}等") if more > 0 else found


def reason_words(contract: Contract, column: str, reason: str) -> Text:
    """Why records were rejected, as a phrase."""
    for check in contract.checks:
        if check.name == reason:
            return check.says
    text = REASONS.get(reason, REASONS["unreadable_row"])
    if column not in contract.by_name:
        return text
    declared = contract.column(column)
    kind = KINDS.get(declared.type, Text("text", "文本"))
    return Text(
        f"“{declared.label.en}” {text.en.format(kind=kind.en)}", f"“{declared.label.zh}”{text.zh.format(kind=kind.zh)}"
    )
