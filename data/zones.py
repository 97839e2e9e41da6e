"""Local time ↔ UTC in SQL.

`AT TIME ZONE` costs 10–50 times an addition. Most of our users live in a zone whose offset has not changed since
1992 (China, Japan, India …), so there an addition is enough; other zones take the slow and general road.
"""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1992, 2037


@cache
def fixed_offset(zone: str) -> int | None:
    """Seconds east of UTC, if the zone's offset is the same throughout 1992–2037; else None."""
    info = ZoneInfo(zone)
    offsets = {
        datetime(year, month, day, tzinfo=UTC).astimezone(info).utcoffset()
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
        for month in range(1, 13)
        for day in (1, 15)
    }
    only = offsets.pop()
    return int(only.total_seconds()) if only is not None and not offsets else None


def to_utc(sql: str, zone: str) -> str:
    """SQL for a local TIMESTAMP expression turned into a UTC TIMESTAMP."""
    offset = fixed_offset(zone)
    if offset is None:
        return f"(({sql}) AT TIME ZONE '{zone}') AT TIME ZONE 'UTC'"
    return f"({sql}) - INTERVAL ({offset}) SECOND"


def to_local_seconds(seconds: str, zone: str) -> str:
    """SQL for UTC epoch seconds turned into seconds since 1970-01-01 00:00 on the local clock."""
    offset = fixed_offset(zone)
    if offset is None:
        moment = f"make_timestamp(({seconds}) * 1000000)"
        return f"epoch_us(({moment} AT TIME ZONE 'UTC') AT TIME ZONE '{zone}') // 1000000"
    return f"(({seconds}) + {offset})"
