"""When a promise clock stopped, and the bands its times are shown in."""

from data.contracts.model import Clock, Value
from data.words import Text

BANDS = (1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 168)
"""Upper edges of the bands, in hours; every limit we promise is one of them, so a band is hit or missed as a whole."""

NOT_ENDED = "99_not_ended"


def stop_sql(clock: Clock) -> str:
    """When a clock stopped, as known at the as-of moment: a reopening within the window takes the first stop back."""
    if clock.reopen is None:
        return f"{clock.stop}_s"
    return f"CASE WHEN {clock.reopen}_s <= $as_of THEN {clock.restop}_s ELSE {clock.stop}_s END"


def band_sql(clock: Clock) -> str:
    """The band of the time from start to stop, as a code that sorts by length."""
    stop, start = stop_sql(clock), f"{clock.start}_s"
    cases = "".join(
        f" WHEN ({stop}) - {start} <= {hours * 3600} THEN '{code}'"
        for hours, code in zip(BANDS, _codes(), strict=False)
    )
    return f"CASE WHEN NOT COALESCE(({stop}) <= $as_of, false) THEN '{NOT_ENDED}'{cases} ELSE '{_codes()[-1]}' END"


def band_values() -> tuple[Value, ...]:
    """All bands with their names, shortest first, then the cases that have not ended."""
    edges = (0, *BANDS)
    labels = [Text("≤ 1 h", "1 小时内")]
    labels += [Text(f"{low}–{high} h", f"{low}–{high} 小时") for low, high in zip(edges[1:], BANDS[1:], strict=False)]
    labels.append(Text(f"> {BANDS[-1]} h", f"{BANDS[-1]} 小时以上"))
    bands = tuple(Value(code, label) for code, label in zip(_codes(), labels, strict=True))
    return (*bands, Value(NOT_ENDED, Text("not ended", "未结束")))


def band_tick(code: str) -> Text:
    """A band as short as an axis needs it: its upper edge, in hours."""
    if code == NOT_ENDED:
        return Text("open", "未结")
    place = _codes().index(code)
    if place == len(BANDS):
        return Text(f">{BANDS[-1]}", f">{BANDS[-1]}")
    return Text(f"≤{BANDS[place]}", f"≤{BANDS[place]}")


def upper_edge(code: str) -> int | None:
    """The upper edge of a band in hours; None for the last band and for cases not ended."""
    place = _codes().index(code) if code in _codes() else len(BANDS)
    return BANDS[place] if place < len(BANDS) else None


def _codes() -> list[str]:
    return [f"{place:02d}_to_{hours}h" for place, hours in enumerate(BANDS, start=1)] + [
        f"{len(BANDS) + 1:02d}_over_{BANDS[-1]}h"
    ]
