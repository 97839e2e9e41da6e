"""What an import did, or a dry run would do, in sentences on the terminal."""

from data.batch import Report
from data.trial import Trial
from data.words import Text, system_language


def told(done: Report | Trial) -> str:
    """The sentences, one per line."""
    report = done.report if isinstance(done, Trial) else done
    said = [_counts(report), *_reasons(report), *_columns(report)]
    if isinstance(done, Trial):
        said.append(Text("A dry run: nothing was changed.", "试运行：数据未作任何改动。"))
    else:
        said += _outcome(report)
    return "\n".join(text.to(system_language()) for text in said)


def _counts(report: Report) -> Text:
    counts = report.counts
    return Text(
        f"{report.source}: read {counts.read:,} = accepted {counts.accepted:,} + updated {counts.updated:,}"
        f" + duplicate {counts.duplicate:,} + rejected {counts.rejected:,}.",
        f"{report.source}：读取 {counts.read:,} 行 = 接受 {counts.accepted:,} + 更新 {counts.updated:,}"
        f" + 重复 {counts.duplicate:,} + 拒绝 {counts.rejected:,}。",
    )


def _reasons(report: Report) -> list[Text]:
    return [Text(f"  {count:,} × {reason.en}", f"  {count:,} × {reason.zh}") for reason, count in report.rejected_for]


def _columns(report: Report) -> list[Text]:
    """What was not in the file, what of it is not kept, and what looked like personal data."""
    said = []
    if report.absent:
        said.append(Text(f"Not in the file, left empty: {', '.join(report.absent)}.",
                         f"文件中没有、因此留空的字段：{'、'.join(report.absent)}。"))  # fmt: skip
    if report.left_out:
        said.append(Text(f"Columns of the file that are not kept: {', '.join(report.left_out)}.",
                         f"未保留的文件列：{'、'.join(report.left_out)}。"))  # fmt: skip
    for name, count in report.screened:
        said.append(Text(f"{count:,} values of {name} looked like personal data; a pseudonym or nothing took their place.",
                         f"{name} 中有 {count:,} 个值疑似个人信息，已替换为代号或清空。"))  # fmt: skip
    return said


def _outcome(report: Report) -> list[Text]:
    """Where the rejected rows are, what cannot be told from the data, and the version in force."""
    said = []
    if report.rejects:
        said.append(Text(f"Rejected rows: {report.rejects}", f"被拒绝的行：{report.rejects}"))
    if report.day_only:
        names = ", ".join(report.day_only)
        said.append(Text(
            f"Dates without a time of day: {names}. A promise in hours says what was surely kept and missed, no more.",
            f"仅有日期而无时刻的字段：{names}。按小时计的承诺只能说明肯定兑现与肯定未兑现的单数。",
        ))  # fmt: skip
    if report.replaced_demo:
        said.append(Text("The demo data were set aside: demo and real data never mix.",
                         "已停用演示数据：演示数据与真实数据不会混用。"))  # fmt: skip
    if report.published:
        said.append(Text(f"Published as version {report.version}.", f"已发布为版本 {report.version}。"))
    else:
        said.append(Text("Nothing new: the data stay as they were.", "没有新内容，数据保持不变。"))
    return said
