"""One source in several files: tickets_jan.csv and tickets_feb.csv are parts of one import."""

from dataclasses import replace

from data.proposal.dates import together
from data.proposal.model import ColumnShape, Found, Kind
from data.proposal.words import plain


def grouped(files: list[Found]) -> list[list[Found]]:
    """Files of the same headers and layout, which one mapping reads."""
    groups: dict[tuple[object, ...], list[Found]] = {}
    for file in files:
        layout = (file.format, file.delimiter, file.header, file.skip_lines, file.skip_last, file.sheet, file.encoding)
        headers = tuple(plain(header) for header in file.headers) if file.header else file.path
        groups.setdefault((headers, layout), []).append(file)
    return list(groups.values())


def merged(files: list[Found]) -> Found:
    """The parts as one file, so that what one part leaves open another may decide."""
    first, *others = files
    for other in others:
        columns = tuple(_both(one, two) for one, two in zip(first.columns, other.columns, strict=True))
        first = replace(
            first, rows=first.rows + other.rows, misfits=first.misfits + other.misfits, columns=columns,
            nulls=tuple(dict.fromkeys((*first.nulls, *other.nulls))), unwrap=first.unwrap or other.unwrap,
            complete=first.complete and other.complete,
        )  # fmt: skip
    return first


def _both(one: ColumnShape, two: ColumnShape) -> ColumnShape:
    if one.kind is Kind.EMPTY:
        return two
    if two.kind is Kind.EMPTY:
        return one
    counts: dict[str, int] = {}
    for value, count in (*one.values, *two.values):
        counts[value] = counts.get(value, 0) + count
    lows = [low for low in (one.low, two.low) if low is not None]
    highs = [high for high in (one.high, two.high) if high is not None]
    dates = together(one.dates, two.dates)
    kind = (
        one.kind
        if one.kind is two.kind
        else Kind.MOMENT
        if one.kind.dated and two.kind.dated
        else _wider(one.kind, two.kind)
    )
    return replace(
        one, kind=kind, values=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))) if one.values and two.values else (),
        distinct=max(one.distinct, two.distinct), unique=one.unique and two.unique, is_code=one.is_code and two.is_code,
        whole=one.whole and two.whole, low=min(lows, default=None), high=max(highs, default=None),
        longest=max(one.longest, two.longest), dates=dates if kind.dated else None, empty=(one.empty + two.empty) / 2,
    )  # fmt: skip


def _wider(one: Kind, two: Kind) -> Kind:
    """The kind that both fit: a person's data win, then text over codes over numbers over yes and no."""
    for kind in (*[kind for kind in Kind if kind.personal], Kind.TEXT, Kind.CODE, Kind.NUMBER):
        if kind in (one, two):
            return kind
    return Kind.TEXT
