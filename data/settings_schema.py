"""The form of the TOML files people write (mappings, organisation.toml), as JSON Schema, and its mistakes as sentences."""

from datetime import date
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
DAY = {"type": "day"}
DAYS = {"type": "array", "items": DAY}


def table(required: tuple[str, ...] = (), /, **entries: Any) -> dict[str, Any]:
    """A TOML table with exactly these entries."""
    return {"type": "object", "properties": entries, "required": list(required), "additionalProperties": False}


def tables(of: dict[str, Any]) -> dict[str, Any]:
    """A TOML table of tables, by names of the author's own."""
    return {"type": "object", "additionalProperties": of}


NAMES = {"oneOf": [TEXT, {**TEXTS, "minItems": 1}]}
"""One column of a file, or several that it may be called by."""

CELL = table(
    **{"from": NAMES, "values": tables({"type": ["string", "boolean", "number"]})},
    expression=TEXT, constant={"type": ["string", "boolean", "number"]}, first=TEXT, where=TEXT, not_before=TEXT,
    otherwise=TEXT, formats=TEXTS, time_zone=TEXT, after=TEXT, add=NAMES, unit={"enum": ["seconds", "minutes", "hours"]},
    row={"enum": ["content", "number"]}, hash={"type": "boolean"},
)  # fmt: skip

MAPPING = table(
    ("source", "columns"),
    source=TEXT,
    description=TEXT,
    keep_rows=TEXT,
    lenient={"type": "boolean"},
    signature=TEXTS,
    file=table(
        encoding=TEXT, delimiter={"type": "string", "minLength": 1, "maxLength": 1},
        quote={"type": "string", "minLength": 1, "maxLength": 1}, skip_lines={"type": "integer", "minimum": 0},
        skip_last={"type": "integer", "minimum": 0}, unwrap={"type": "boolean"},
        header={"type": "boolean"}, sheet=TEXT, nulls=TEXTS, decimal={"enum": [".", ","]}, time_zone=TEXT, formats=TEXTS,
    ),
    columns=tables({"oneOf": [TEXT, CELL]}),
    fold=table(("order",), order=TEXT, kind={"enum": ["number", "moment", "text"]}),
    lookup=tables(table(("file", "key", "equals"), file=TEXT, key=TEXT, equals=TEXT, sum=TEXTS)),
)  # fmt: skip

PLAN = table(
    ("imports",),
    imports={
        "type": "array", "minItems": 1,
        "items": table(("files",), files={**TEXTS, "minItems": 1}, mapping=TEXT, source=TEXT, correct={"type": "boolean"}),
    },
)  # fmt: skip

SYNC = table(
    ("feeds",),
    feeds={
        "type": "array",
        "items": table(
            files=TEXT, postgres=TEXT, mapping=TEXT, source=TEXT, table=TEXT, cursor=TEXT, dsn_variable=TEXT, service=TEXT,
            timeout_seconds={"type": "integer", "minimum": 1}, overlap_seconds={"type": "integer", "minimum": 0},
        ),
    },
)  # fmt: skip

WORDS = table(("en", "zh"), en=TEXT, zh=TEXT)
MONTH_DAY = {"type": "string", "pattern": r"^\d{2}-\d{2}$"}
WEIGHTS = {name: {"type": "number", "minimum": 0} for name in ("speed", "attitude", "professionalism", "satisfaction")}

ORGANISATION = table(
    time_zone=TEXT,
    fiscal_year_start_month={"type": "integer", "minimum": 1, "maximum": 12},
    reopen_window_days={"type": "integer", "minimum": 0},
    clocks=tables(TEXT),
    calendars=tables(
        table(
            ("shifts",),
            shifts={"type": "array", "minItems": 1, "items": table(("since", "hours"), since=DAY, hours=TEXTS)},
            holidays={"enum": ["china", "weekends"]}, extra_workdays=DAYS, extra_holidays=DAYS,
        )
    ),
    labels=tables(tables(WORDS)),
    service_weights=table(**WEIGHTS, by_category=tables(table(**WEIGHTS))),
    promotions={
        "type": "array",
        "items": table(("name", "first", "last"), name=WORDS, first=MONTH_DAY, last=MONTH_DAY),
    },
    promises={
        "type": "array",
        "items": table(
            ("id", "from"), id=TEXT, **{"from": DAY}, until=DAY, target={"type": "number"}, owner=WORDS,
            baseline=table(("from", "to"), **{"from": DAY, "to": DAY}), in_force={"type": "boolean"},
        ),
    },
)  # fmt: skip

_TYPES = Draft202012Validator.TYPE_CHECKER.redefine("day", lambda _checker, value: type(value) is date)
_Validator: Any = extend(Draft202012Validator, type_checker=_TYPES)  # type: ignore[no-untyped-call]


def check(content: dict[str, Any], schema: dict[str, Any]) -> None:
    """Raise ValueError with the place of the first mistake in `content`."""
    errors = sorted(_Validator(schema).iter_errors(content), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        raise ValueError(_sentence(errors[0]))


def _sentence(error: Any) -> str:
    if error.validator == "oneOf":
        inner = [
            one for one in error.context or () if one.validator != "type" or one.absolute_path != error.absolute_path
        ]
        return _sentence(inner[0]) if inner else f"{_place(error)} must be text or a table"
    place = _place(error)
    match error.validator:
        case "type":
            kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
            return f"{place} must be {' or '.join(_KINDS.get(str(kind), str(kind)) for kind in kinds)}"
        case "enum":
            allowed = " or ".join(f"“{value}”" for value in error.validator_value)
            return f"{place} is “{error.instance}”; it can be {allowed}"
        case "required" | "additionalProperties":
            known = ", ".join(sorted(error.schema["properties"]))
            return f"{place}: {error.message.replace(chr(39), '')}; known entries are {known}"
    return f"{place}: {error.message}"


_KINDS = {
    "string": "text", "array": "a list", "object": "a table", "integer": "a whole number", "number": "a number",
    "boolean": "true or false", "day": "a date like 2026-01-31 without quotes",
}  # fmt: skip


def _place(error: Any) -> str:
    return ".".join(str(step) for step in error.absolute_path) or "the file"
