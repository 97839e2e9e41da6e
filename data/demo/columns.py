"""Arrays to Arrow columns: codes to words, numbers to identifiers, seconds to moments.

Identifiers are written digit by digit into one buffer, since ten million Python strings would cost more time and
memory than everything else here.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.demo.draws import NEVER, Flags, Floats, Ints
from data.demo.rhythm import DAY, Span


def words(codes: Ints, names: Sequence[str], known: Flags | None = None) -> pa.Array:
    """The name of each code; empty where not `known`."""
    missing = None if known is None else ~known
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=missing), pa.array(names, pa.string()))


def one_word(name: str, size: int) -> pa.Array:
    """The same word in every row."""
    return words(np.zeros(size, dtype=np.int32), (name,))


def numbered(prefix: str, numbers: Ints, digits: int, known: Flags | None = None) -> pa.Array:
    """Identifiers like C0001234: a prefix and the number with `digits` digits; empty where not `known`."""
    width = len(prefix) + digits
    text = np.empty((len(numbers), width), dtype=np.uint8)
    text[:, : len(prefix)] = np.frombuffer(prefix.encode(), dtype=np.uint8)
    rest = numbers.astype(np.int64)
    for place in range(width - 1, len(prefix) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        text[:, place] = digit + ord("0")
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * np.int32(width)
    bits = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(text), bits)


def codes(prefix: str, count: int, digits: int) -> list[str]:
    """The identifiers 1 to `count`, for sources small enough to be a list of words."""
    return [f"{prefix}{number:0{digits}d}" for number in range(1, count + 1)]


def happened(span: Span, seconds: Ints) -> pa.Array:
    """Moments; empty where the moment lies after the end of the data."""
    return _moments(span, seconds, seconds > span.end)


def planned(span: Span, seconds: Ints) -> pa.Array:
    """Moments that may lie ahead; empty where there is none."""
    return _moments(span, seconds, seconds >= NEVER)


def _moments(span: Span, seconds: Ints, missing: Flags) -> pa.Array:
    origin = int(np.datetime64(span.first, "ms").astype(np.int64))
    return pa.array(seconds.astype(np.int64) * 1000 + origin, mask=missing).cast(pa.timestamp("ms"))


def on_days(span: Span, days: Ints, *, ahead: bool = False) -> pa.Array:
    """Days; empty where the day lies after the end of the data, unless it may lie `ahead`."""
    origin = int(np.datetime64(span.first, "D").astype(np.int64))
    missing = days >= (NEVER // DAY if ahead else span.days)
    return pa.array((np.where(missing, 0, days) + origin).astype(np.int32), mask=missing).cast(pa.date32())


def whole(values: Ints, known: Flags | None = None) -> pa.Array:
    """Whole numbers; empty where not `known`."""
    return pa.array(values.astype(np.int64), mask=None if known is None else ~known)


def decimals(values: Floats, known: Flags | None = None) -> pa.Array:
    """Decimal numbers; empty where not `known`."""
    return pa.array(values.astype(np.float64), mask=None if known is None else ~known)


def flags(values: NDArray[np.bool_], known: Flags | None = None) -> pa.Array:
    """Yes or no; empty where not `known`."""
    return pa.array(values, mask=None if known is None else ~known)
