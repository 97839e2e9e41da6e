"""The typeface of printed files: one of this machine that has Chinese letters, embedded as far as it is used."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.errors import FileNotMade

KNOWN = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/msyhbd.ttc", 0),
    ("C:/Windows/Fonts/simhei.ttf", "C:/Windows/Fonts/simhei.ttf", 0),
    ("/System/Library/Fonts/STHeiti Light.ttc", "/System/Library/Fonts/STHeiti Medium.ttc", 1),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", "/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("/Library/Fonts/Arial Unicode.ttf", "/Library/Fonts/Arial Unicode.ttf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
)  # fmt: skip
"""Where systems keep a Chinese typeface: regular, bold, and which face of the collections."""


@dataclass(frozen=True)
class Face:
    """One face of a file of typefaces."""

    path: Path
    index: int = 0


@dataclass(frozen=True)
class Typeface:
    """What printed files are set in."""

    regular: Face
    bold: Face


@cache
def typeface() -> Typeface:
    """A typeface with Chinese letters. Raises FileNotMade where there is none."""
    regular, bold = _matched("regular"), _matched("bold")
    if regular is not None:
        return Typeface(regular, bold or regular)
    for path, heavy, index in KNOWN:
        if Path(path).exists():
            light = Face(Path(path), index)
            return Typeface(light, Face(Path(heavy), index) if Path(heavy).exists() else light)
    raise FileNotMade(
        "There is no typeface with Chinese letters on this machine. Install one, on Debian: apt-get install fonts-noto-cjk",
        "本机没有中文字体，无法生成打印版。请先安装，例如在 Debian 上运行：apt-get install fonts-noto-cjk",
    )


def _matched(weight: str) -> Face | None:
    """What fontconfig would take for Chinese; None without fontconfig, or where that has none."""
    program = shutil.which("fc-match")
    if program is None:
        return None
    asked = [program, "-f", "%{file}\n%{index}\n%{lang}", f"sans-serif:lang=zh-cn:{weight}"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=20)  # noqa: S603 - no words of a user's
    except (OSError, subprocess.TimeoutExpired):
        return None
    path, index, languages = (*done.stdout.split("\n", 2), "", "", "")[:3]
    if "zh-cn" not in languages.split("|") or not index.isdecimal() or not Path(path).is_file():
        return None
    return Face(Path(path), int(index) & 0xFFFF)  # the high half names an instance of a variable face
