"""Small answers to draw, and texts that try to be more than texts."""

from metrics.intervals import proportion
from metrics.model import Row

HOSTILE = (
    '<a href="https://evil.example/">click</a>',
    "<img src=https://evil.example/x.png onerror=alert(1)>",
    "<b>bold</b><br>&lt;script&gt;alert(1)&lt;/script&gt;",
    "[link](https://evil.example/) ![](https://evil.example/y.png) :red[x] `c` $x$ #h",
    "\"><script>alert(1)</script><svg onload='alert(1)'>",
    "{0.__class__} {n} %{x} %s",
    "https://evil.example/z www.evil.example",
)


def rate(hits: int | None, n: int = 0, *, group: object = None, undecided: int = 0) -> Row:
    """A rate with its interval, as the engine answers it; `hits` None is a period or group without data."""
    groups = () if group is None else (group,)
    if hits is None:
        return Row("m", None, groups, None, None, None, 0, undecided)
    low, high = proportion(hits, n) or (None, None)
    return Row("m", None, groups, hits / n, hits, n, n, undecided, low=low, high=high)


def amount(n: int, *group: object) -> Row:
    """A count of one group."""
    return Row("m", None, group, float(n), n, None, n)


def figure_of(value: float | None, n: int = 100, low: float | None = None, high: float | None = None) -> Row:
    """A value of any unit, with its interval if it has one."""
    return Row("m", None, (), value, None, None, n if value is not None else 0, low=low, high=high)


def plain(text: str) -> str:
    """A text with ordinary blanks: which kind of blank stands before a unit is asked in a test of its own."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")
