"""The one formatter of numbers, durations, dates and periods, for both languages.

English sets a thin space before the per-cent sign (98.4 %), Chinese none (98.4%); a missing value is a dash, never 0.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from data.words import Language, Text
from metrics.model import Grain, Unit
from metrics.periods import Period

DASH = "–"
MINUS = "−"
NO_BREAK = "\u00a0"
"""A blank at which no line ends."""
LOCALES = {"en": Locale.parse("en_US"), "zh": Locale.parse("zh_CN")}
"""Read once: by its name, a locale is looked for on the disk at every number."""
TICKS_OF_TIME = ((48.0, 24.0, Text("days", "天")), (1.0, 1.0, Text("h", "小时")), (1 / 60, 1 / 60, Text("min", "分钟")))
"""The unit of an axis of hours: the least step for it, its length, its name."""


def percent(value: float | None, language: Language, digits: int = 1) -> str:
    """A fraction as a percentage. Rounding never claims what is not so: 99.96 % is not shown as 100 %."""
    if value is None:
        return DASH
    shown = round(value * 100, digits)
    if shown == 100 and value < 1:
        shown = 100 - 10**-digits
    if shown == 0 and value > 0:
        shown = 10**-digits
    return f"{_decimal(shown, digits, language)}{'%' if language == 'zh' else NO_BREAK + '%'}"


def points(change: float | None, language: Language, digits: int = 1) -> str:
    """A difference of two fractions, signed, in percentage points."""
    return DASH if change is None else _signed(round(change * 100, digits), digits, language)


def count(value: float | None, language: Language) -> str:
    """A whole number with separators."""
    return DASH if value is None else _decimal(round(value), 0, language)


def hours(value: float | None, language: Language) -> str:
    """A duration in hours, in the unit a person would use: minutes, hours or days."""
    if value is None:
        return DASH
    if 0 < value < 0.5 / 60:
        return {"en": f"< 1{NO_BREAK}min", "zh": "不足 1 分钟"}[language]
    if abs(value) < 1:
        number, unit = _decimal(value * 60, 0, language), {"en": "min", "zh": "分钟"}[language]
    elif abs(value) < 72:
        number, unit = _decimal(value, 1, language), {"en": "h", "zh": "小时"}[language]
    else:
        number, unit = _decimal(value / 24, 1, language), {"en": "days", "zh": "天"}[language]
    return f"{number}{NO_BREAK}{unit}"


def value(number: float | None, unit: Unit, language: Language) -> str:
    """A metric's value in its unit."""
    match unit:
        case Unit.RATIO:
            return percent(number, language)
        case Unit.HOURS:
            return hours(number, language)
        case Unit.COUNT:
            return count(number, language)
    if number is None:
        return DASH
    match unit:
        case Unit.DAYS:
            return f"{_decimal(round(number), 0, language)}{NO_BREAK}{'天' if language == 'zh' else 'days'}"
        case Unit.CHANGE:
            return f"{_signed(round(number * 100, 1), 1, language)}{'%' if language == 'zh' else NO_BREAK + '%'}"
        case Unit.NPS:
            return _signed(round(number), 0, language)
    digits = 3 if unit is Unit.FREQUENCY else 1
    return _decimal(round(number, digits), digits, language)


def interval(low: float, high: float, unit: Unit, language: Language) -> str:
    """From low to high: “98.3–98.7 %”; where a sign may stand before a number, “−16.4 to −14.4 %”."""
    first, last = value(low, unit, language), value(high, unit, language)
    if unit in (Unit.RATIO, Unit.CHANGE):
        first = first.removesuffix("%").removesuffix(NO_BREAK)
    if unit in (Unit.CHANGE, Unit.NPS):
        return f"{first}{NO_BREAK}{'至' if language == 'zh' else 'to'}{NO_BREAK}{last}"
    return f"{first}–{last}"


def target(number: float, unit: Unit, language: Language) -> str:
    """A target, without decimals it does not have."""
    digits = 0 if round(number * 100, 6).is_integer() else 1
    if unit is Unit.RATIO:
        return percent(number, language, digits)
    if unit is Unit.CHANGE:
        shown = _signed(round(number * 100, digits), digits, language)
        return f"{shown}{'%' if language == 'zh' else NO_BREAK + '%'}"
    return value(number, unit, language)


def tick(number: float, unit: Unit, language: Language, step: float) -> str:
    """A round number on an axis whose ticks are `step` apart, with the digits that step needs and no more."""
    sign = "%" if language == "zh" else f"{NO_BREAK}%"
    shown = step * 100 if unit in (Unit.RATIO, Unit.CHANGE) else step
    digits = next((digits for digits in range(4) if round(shown * 10**digits, 6) >= 1), 4)
    match unit:
        case Unit.RATIO:
            return percent(number, language, digits)
        case Unit.CHANGE:
            return _signed(round(number * 100, digits), digits, language) + sign
        case Unit.HOURS:
            _least, per, name = next(item for item in TICKS_OF_TIME if step >= item[0])
            return f"{_decimal(round(number / per), 0, language)}{NO_BREAK}{name.to(language)}"
        case Unit.DAYS:
            return value(number, unit, language)
        case Unit.NPS:
            return _signed(round(number), 0, language)
    return _decimal(round(number, digits), digits, language)


def change(number: float | None, unit: Unit, language: Language) -> str:
    """A signed difference, in points for rates."""
    if number is None:
        return DASH
    if unit in (Unit.RATIO, Unit.CHANGE):
        return points(number, language)
    digits = {Unit.COUNT: 0, Unit.DAYS: 0, Unit.NPS: 0, Unit.FREQUENCY: 3}.get(unit, 1)
    return _signed(round(number, digits), digits, language)


def day(moment: date, language: Language) -> str:
    """A day: 14 Sep 2026, 2026年9月14日."""
    return format_date(moment, "y年M月d日" if language == "zh" else "d MMM y", locale=LOCALES[language])


def short_day(moment: date, language: Language) -> str:
    """A day without its year: 14 Sep, 9月14日."""
    return format_date(moment, "M月d日" if language == "zh" else "d MMM", locale=LOCALES[language])


def days(first: date, last: date, language: Language, *, with_year: bool = True) -> str:
    """Days in a row, short: 1–12 Nov 2026, 2026年11月1日–12日; a single day by its name."""
    name = day if with_year else short_day
    if first == last:
        return name(first, language)
    if first.year != last.year:
        return f"{day(first, language)} – {day(last, language)}"
    if language == "zh":
        end = f"{last.day}日" if first.month == last.month else short_day(last, language)
        return f"{name(first, language)}–{end}"
    if first.month == last.month:
        return f"{first.day}–{name(last, language)}"
    return f"{short_day(first, language)} – {name(last, language)}"


def month(moment: date, language: Language, *, with_year: bool = True) -> str:
    """A month: Sep 2026, 2026年9月."""
    pattern = ("y年M月" if with_year else "M月") if language == "zh" else ("MMM y" if with_year else "MMM")
    return format_date(moment, pattern, locale=LOCALES[language])


def moment(seconds: int, zone: ZoneInfo, language: Language) -> str:
    """UTC epoch seconds on the local clock: 30 Sep 2026 23:59, 2026年9月30日 23:59."""
    local = datetime.fromtimestamp(seconds, zone)
    return format_datetime(local, "y年M月d日 HH:mm" if language == "zh" else "d MMM y HH:mm", locale=LOCALES[language])


def short_moment(seconds: int, zone: ZoneInfo, language: Language, year: int) -> str:
    """UTC epoch seconds on the local clock, without the year where it is `year`: 30 Sep 23:59, 9月30日 23:59."""
    local = datetime.fromtimestamp(seconds, zone)
    if local.year != year:
        return moment(seconds, zone, language)
    return format_datetime(local, "M月d日 HH:mm" if language == "zh" else "d MMM HH:mm", locale=LOCALES[language])


def sortable_moment(seconds: int, zone: ZoneInfo) -> str:
    """UTC epoch seconds on the local clock, as spreadsheets sort and read it: 2026-09-30 23:59:00."""
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M:%S")


def year_of(seconds: int, zone: ZoneInfo) -> int:
    """The local year of UTC epoch seconds."""
    return datetime.fromtimestamp(seconds, zone).year


def duration(seconds: float, language: Language) -> str:
    """A duration to the minute, as one says it of a single case: 23 h 38 min, 3 d 4 h, 23 小时 38 分."""
    whole = abs(round(seconds))
    units = (
        ((86_400, "d", "天"), (3600, "h", "小时")) if whole >= 72 * 3600
        else ((3600, "h", "小时"), (60, "min", "分")) if whole >= 60 else ((1, "s", "秒"),)
    )  # fmt: skip
    parts: list[str] = []
    for size, en, zh in units:
        number, whole = divmod(whole, size)
        if number or (size == units[-1][0] and not parts):
            parts.append(f"{number}{NO_BREAK}{zh if language == 'zh' else en}")
    return " ".join(parts)


def period(item: Period, language: Language, fiscal_start: int = 1) -> str:
    """A period as a person says it: 2026 Q3, 2026年第3季度."""
    name = item.name(fiscal_start)
    match item.grain:
        case Grain.QUARTER:
            return f"{name[:4]}年第{name[-1]}季度" if language == "zh" else f"{name[:4]} Q{name[-1]}"
        case Grain.HALF:
            half = {"1": "上半年", "2": "下半年"}[name[-1]]
            return f"{name[:4]}年{half}" if language == "zh" else f"{name[:4]} H{name[-1]}"
        case Grain.YEAR:
            return f"{name}年" if language == "zh" else name
        case Grain.MONTH:
            return month(item.start, language)
        case Grain.WEEK:
            return f"{name[:4]}年第{int(name[5:])}周" if language == "zh" else f"{name[:4]} week {int(name[5:])}"
        case Grain.DAY:
            return day(item.start, language)
    return f"{day(item.start, language)} – {day(item.end, language)}"


def listed(words: Sequence[str], language: Language) -> str:
    """Words in a row: “Team, Channel”, “团队、渠道”."""
    return ("、" if language == "zh" else ", ").join(words)


def clauses(parts: Sequence[str], language: Language) -> str:
    """Parts of a sentence, one after the other: “2 broken, 1 at risk”."""
    return ("，" if language == "zh" else ", ").join(parts)


def sentences(parts: Sequence[str], language: Language) -> str:
    """Sentences one after the other; Chinese sets no blank between them."""
    return ("" if language == "zh" else " ").join(parts)


def file_size(size: int, language: Language) -> str:
    """A size in bytes, in the unit a person would choose: 640 B, 12.3 KB, 1.5 GB."""
    number, unit = float(size), "B"
    for larger in ("KB", "MB", "GB"):
        if number < 1000:
            break
        number, unit = number / 1000, larger
    return f"{_decimal(number, 0 if unit == 'B' or number >= 100 else 1, language)} {unit}"


def _decimal(number: float, digits: int, language: Language) -> str:
    return _spelt(number or 0, digits, language)  # a nought has no sign


@lru_cache(maxsize=20_000)  # pages repeat their numbers, and Babel needs a tenth of a millisecond for each
def _spelt(number: float, digits: int, language: Language) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(number, pattern, locale=LOCALES[language]).replace("-", MINUS)


def _signed(number: float, digits: int, language: Language) -> str:
    if number == 0:
        return _decimal(0, digits, language)
    return ("+" if number > 0 else MINUS) + _decimal(abs(number), digits, language)
