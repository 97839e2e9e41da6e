"""What was found in a file, said as sentences."""

from collections.abc import Iterator

from data.proposal.model import ColumnShape, Found, Kind, Order
from data.words import Text

DELIMITERS = {
    ",": Text("commas", "逗号"),
    ";": Text("semicolons", "分号"),
    "\t": Text("tabs", "制表符"),
    "|": Text("vertical bars", "竖线"),
}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf_8_sig": "UTF-8", "gb18030": "GB18030", "gbk": "GBK", "big5": "Big5",
             "cp1252": "Windows-1252"}  # fmt: skip
PERSONAL = {
    Kind.PHONE: Text("phone number", "手机号"),
    Kind.EMAIL: Text("e-mail address", "电子邮箱"),
    Kind.NAME: Text("name of a person", "姓名"),
    Kind.ADDRESS: Text("address", "地址"),
    Kind.ID_NUMBER: Text("identity number", "证件号"),
    Kind.ACCOUNT: Text("personal account", "个人账号"),
}


def described(found: Found) -> tuple[Text, ...]:
    """What a person should know of a file before it is imported."""
    return (*_layout(found), *_dates(found), *_values(found))


def _layout(found: Found) -> Iterator[Text]:
    match found.format:
        case "xlsx":
            sheet = f" “{found.sheet}” of {len(found.sheets)}" if found.sheet else ""
            sheet_zh = f"（共 {len(found.sheets)} 个工作表，取“{found.sheet}”）" if found.sheet else ""
            yield Text(f"A workbook; sheet{sheet}." if sheet else "A workbook.", f"Excel 工作簿{sheet_zh}。")
        case "parquet":
            yield Text("A Parquet file, with types of its own.", "Parquet 文件，自带数据类型。")
        case _:
            encoding = ENCODINGS.get(found.encoding or "", (found.encoding or "").upper())
            by = DELIMITERS.get(found.delimiter or ",", DELIMITERS[","])
            yield Text(f"{encoding}, separated by {by.en}.", f"{encoding} 编码，以{by.zh}分隔。")
    if not found.header:
        yield Text("There is no header: the columns are called c1, c2 …", "没有表头：各列依次称为 c1、c2……")
    elif found.skip_lines:
        line = found.skip_lines + 1
        yield Text(
            f"The header is in line {line}; what stands before it is left out.", f"表头在第 {line} 行，之前的内容略过。"
        )
    if found.skip_last:
        last = "The last line is" if found.skip_last == 1 else f"The last {found.skip_last} lines are"
        yield Text(
            f"{last} no record (a total or a remark) and left out.",
            f"末尾 {found.skip_last} 行不是数据（合计或说明），略过。",
        )
    if found.unwrap:
        yield Text("Cells are wrapped for a spreadsheet (=\"…\" or '…); the wrapping is taken off.",
                   "单元格带有防止 Excel 改写的包装（=\"…\" 或 '…），导入时去除。")  # fmt: skip
    if found.decimal == ",":
        yield Text("Decimals are written with a comma.", "小数点写作逗号。")
    if not found.complete:
        yield Text(
            f"The file is large; {found.rows:,} of its rows were looked at.",
            f"文件较大，查看了其中 {found.rows:,} 行。",
        )
    if found.misfits:
        yield Text(f"{found.misfits:,} {'line does' if found.misfits == 1 else 'lines do'} not fit the header and would be rejected.",
                   f"有 {found.misfits:,} 行与表头不符，导入时会被拒绝。")  # fmt: skip


def _dates(found: Found) -> Iterator[Text]:
    for column in found.columns:
        dates = column.dates
        if dates is None:
            continue
        name, of = column.header, dates.values
        match dates.order:
            case Order.DAY:
                n = dates.only_day_first
                yield Text(f"{name}: days come before months (decided by {n:,} of {of:,} values).",
                           f"{name}：日在前、月在后（由 {of:,} 个值中的 {n:,} 个判定）。")  # fmt: skip
            case Order.MONTH:
                n = dates.only_month_first
                yield Text(f"{name}: months come before days (decided by {n:,} of {of:,} values).",
                           f"{name}：月在前、日在后（由 {of:,} 个值中的 {n:,} 个判定）。")  # fmt: skip
            case Order.EITHER:
                yield Text(f"{name}: nothing tells whether days or months come first, in any of {of:,} values.",
                           f"{name}：全部 {of:,} 个值都无法判断日、月的先后。")  # fmt: skip
            case Order.MIXED:
                yield Text(
                    f"{name}: {dates.only_day_first:,} values can only be read day first, {dates.only_month_first:,} only"
                    " month first.",
                    f"{name}：{dates.only_day_first:,} 个值只能按日在前读，{dates.only_month_first:,} 个只能按月在前读。",
                )
    days = [column.header for column in found.columns if column.dates is not None and not column.dates.has_time]
    if days:
        named = ", ".join(days)
        yield Text(f"Days without a time of day: {named}. They tell days, not hours.",
                   f"只有日期、没有时刻：{'、'.join(days)}。只能算天数，不能算小时数。")  # fmt: skip


def _values(found: Found) -> Iterator[Text]:
    if found.nulls:
        words = ", ".join(f"“{word}”" for word in found.nulls)
        yield Text(f"{words} stands for “unknown” and is read as empty.", f"{words} 表示未知，按空值处理。")
    people = [column for column in found.columns if column.kind.personal]
    if people:
        held = "1 column holds" if len(people) == 1 else f"{len(people)} columns hold"
        yield Text(
            f"{held} personal data: {_named(people)}. Their values are never stored.",
            f"{len(people)} 列含个人信息：{_named_zh(people)}。原值不会保存。",
        )


def _named(columns: list[ColumnShape]) -> str:
    return ", ".join(f"{column.header} ({PERSONAL[column.kind].en})" for column in columns)


def _named_zh(columns: list[ColumnShape]) -> str:
    return "、".join(f"{column.header}（{PERSONAL[column.kind].zh}）" for column in columns)
