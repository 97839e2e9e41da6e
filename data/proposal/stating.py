"""What a mapping has to state of a file beyond its columns: layout, moments by durations, the order of updates."""

import re
from typing import Any

from data.contracts.model import Contract
from data.proposal.matching import Matched
from data.proposal.model import Found, Kind
from data.proposal.words import duration_words, fold_words, plain


def stated_layout(found: Found) -> dict[str, Any]:
    """What has to be stated for the file to be read as it was looked at."""
    stated: dict[str, Any] = {}
    if found.encoding and not found.encoding.lower().replace("_", "-").startswith("utf-8"):
        stated["encoding"] = found.encoding
    if found.delimiter not in (None, ","):
        stated["delimiter"] = found.delimiter
    if found.skip_lines:
        stated["skip_lines"] = found.skip_lines
    if found.skip_last:
        stated["skip_last"] = found.skip_last
    if found.unwrap:
        stated["unwrap"] = True
    if not found.header:
        stated["header"] = False
    if found.decimal == ",":
        stated["decimal"] = ","
    if found.sheet:
        stated["sheet"] = found.sheet
    return stated


def state_layout(content: dict[str, Any], found: Found) -> None:
    """Put the layout of this very file, and its own words for "unknown", into the mapping's `file` entries."""
    found_as = {"skip_lines": found.skip_lines, "skip_last": found.skip_last, "unwrap": found.unwrap}
    stated = content.pop("file", {})
    nulls = list(dict.fromkeys([*stated.get("nulls", ()), *found.nulls]))
    file = {**stated, **{name: found_as[name] for name in found_as if name in stated}, **stated_layout(found)}
    if nulls:
        file["nulls"] = nulls
    if file:
        content["file"] = file


def add_durations(content: dict[str, Any], source: Contract, found: Found) -> None:
    """Moments that the file only has as a number of minutes or hours after the receipt."""
    start = next((clock.start + "_at" for clock in source.clocks), None)
    if start is None or start not in content["columns"]:
        return
    for shape in found.columns:
        name = duration_words(source.name).get(plain(shape.header))
        if (
            name
            and name not in content["columns"]
            and (shape.kind is Kind.NUMBER or any(":" in one for one in shape.examples))
        ):
            unit = (
                "hours"
                if re.search("hour|hrs|小时", plain(shape.header))
                else "seconds"
                if "秒" in shape.header
                else "minutes"
            )
            content["columns"][name] = {"after": start, "add": shape.header, "unit": unit}


def add_fold(content: dict[str, Any], matched: Matched, found: Found) -> None:
    """A log of updates: the number occurs several times, and a column says which update is the latest."""
    key = [matched.chosen[name].shape for name in matched.source.key if name in matched.chosen]
    if len(matched.source.key) != 1 or not key or key[0].unique or key[0].distinct > 0.95 * found.rows:
        return
    for shape in found.columns:
        kind = fold_words().get(plain(shape.header))
        fits = (kind == "number" and shape.kind is Kind.NUMBER) or (
            kind == "moment" and shape.dates is not None and shape.dates.formats == ()
        )
        if kind and fits:
            content["fold"] = {"order": shape.header} | ({"kind": kind} if kind != "number" else {})
            return
