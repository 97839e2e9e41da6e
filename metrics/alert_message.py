"""Alerts as one message: plain text, a line for each, by kind; with links where the address of Kept is known."""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlencode

from data.alerts import Found
from data.words import Language, Text
from metrics.promises import promise
from metrics.watch import HEADS, Kind

CALLS_NOBODY = str.maketrans("<>", "‹›")
"""Chats read `<!channel>`, `<@all>` or `<at user_id="all">` in what a person typed as a call to everybody."""


def title(alerts: Sequence[Found], language: Language) -> str:
    """How many there are."""
    n = len(alerts)
    return Text(f"Kept: {n} {'alert' if n == 1 else 'alerts'}", f"守诺：{n} 条提醒").to(language)


def body(alerts: Sequence[Found], language: Language, url: str = "") -> str:
    """The alerts, the gravest kinds first; `url` is where Kept is served, if that is known."""
    kinds = list(Kind)
    ordered = sorted(alerts, key=lambda item: kinds.index(Kind(item.kind)))
    parts = []
    for kind, members in groupby(ordered, key=lambda item: Kind(item.kind)):
        lines = [_line(item, language, url) for item in members]
        parts.append("\n".join([HEADS[kind].to(language), *lines]))
    return "\n\n".join(parts)


def _line(item: Found, language: Language, url: str) -> str:
    line = f"- {item.text.to(language).translate(CALLS_NOBODY)}"
    return f"{line}\n  {link(item, language, url)}" if url else line


def link(item: Found, language: Language, url: str) -> str:
    """The page that shows what an alert is about: a promise in the period it speaks of, or the action itself."""
    at = url.rstrip("/")
    match Kind(item.kind):
        case Kind.STALE:
            return f"{at}/quality?{urlencode({'lang': language})}"
        case Kind.OVERDUE:
            return f"{at}/actions?{urlencode({'action': item.subject, 'lang': language})}"
    found = promise(item.subject)
    wanted = {"period": item.period, "promise": found.id, "lang": language}
    return f"{at}/{found.page}?{urlencode(wanted)}"
