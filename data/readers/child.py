"""Runs an unpacking process and turns what it says into one sentence."""

import subprocess
import sys
from pathlib import Path

from data.errors import ImportRefused
from data.unpacking.limits import Outcome

REFUSALS = {
    Outcome.NO_SUCH_SHEET: ("has no sheet of that name", "没有该名称的工作表"),
    Outcome.UNREADABLE: ("is not a readable workbook", "不是可读取的工作簿"),
    Outcome.BOMB: (
        "unpacks to far more than a table may (a decompression bomb?). Save it anew, or export it as CSV",
        "解压后体积异常，疑似压缩炸弹。请重新另存，或改为导出 CSV",
    ),
    Outcome.PROTECTED: ("is protected by a password. Save it without one", "设有密码保护。请去掉密码后另存"),
    Outcome.CUT_OFF: (
        "is cut off or not a gzip file. Copy or download it again",
        "不完整或不是 gzip 文件。请重新复制或下载",
    ),
    Outcome.NO_ROOM: ("does not fit on the disk when it is unpacked", "解压后磁盘空间不足"),
}
STOPPED = ("takes more time or memory than a table may", "占用的时间或内存超出限制")


def run(module: str, path: Path, target: Path, *more: str, seconds: int) -> None:
    """Let `data.unpacking.<module>` unpack `path` into `target`. Raises ImportRefused."""
    command = [sys.executable, "-m", f"data.unpacking.{module}", str(path.resolve()), str(target.resolve()), *more]
    try:
        code = subprocess.run(  # noqa: S603 - our own module, no shell, paths as arguments
            command, cwd=Path(__file__).resolve().parents[2], timeout=seconds, check=False, capture_output=True
        ).returncode
    except subprocess.TimeoutExpired:
        code = -1
    if code != Outcome.DONE:
        target.unlink(missing_ok=True)
        en, zh = REFUSALS.get(Outcome(code), STOPPED) if code in set(Outcome) else STOPPED
        raise ImportRefused(f"{path.name} {en}.", f"{path.name} {zh}。")
