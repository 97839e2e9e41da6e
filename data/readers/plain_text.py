"""Any text file → plain UTF-8 on disk, or a refusal in one sentence.

DuckDB reads UTF-8 only and loads a web page or a pointer file without a word, so both are looked at here first.
"""

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from data.errors import ImportRefused

CHUNK = 1 << 20
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def as_utf8(path: Path, encoding: str | None, work: Path) -> Path:
    """`path` itself if it is plain UTF-8, else a converted copy in `work`. Raises ImportRefused."""
    with _opened(path) as file:
        head = _guard(path, lambda: file.read(4096))
    _refuse_impostors(path, head)
    detected = _detect(path, head)
    encoding = _known(encoding, path) if encoding else detected
    compressed = path.suffix.lower() == ".gz"
    if encoding == detected == "utf-8" and not compressed:
        return path
    target = work / f"{path.stem}.utf8"
    _convert(path, target, encoding)
    return target


def _refuse_impostors(path: Path, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise ImportRefused(f"{path.name} is empty.", f"{path.name} 是空文件。")
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise ImportRefused(
            f"{path.name} is a web page, not a table: the download probably asked for a sign-in. Export it again.",
            f"{path.name} 是网页而不是表格，可能下载时需要登录。请重新导出。",
        )
    if start.startswith(b"version https://git-lfs"):
        raise ImportRefused(
            f"{path.name} is a Git LFS pointer, not the data. Fetch the real file (git lfs pull).",
            f"{path.name} 只是 Git LFS 指针，不是数据本身。请先取得真正的文件（git lfs pull）。",
        )
    if start.startswith((b"pk\x03\x04", b"%pdf", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused(
            f"{path.name} is not a text file, whatever its name says. Give it its right ending and try again.",
            f"{path.name} 并非文本文件，与扩展名不符。请改正扩展名后再试。",
        )


def _detect(path: Path, head: bytes) -> str:
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    with _opened(path) as file:
        try:
            for chunk in _chunks(path, file):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8"


def _known(encoding: str, path: Path) -> str:
    """The encoding under its usual name."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise ImportRefused(
            f"“{encoding}”, given for {path.name}, is not an encoding. Usual ones: utf-8, gb18030, utf-16.",
            f"为 {path.name} 指定的编码“{encoding}”不存在。常用编码：utf-8、gb18030、utf-16。",
        ) from None


def _convert(path: Path, target: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    with _opened(path) as source, target.open("w", encoding="utf-8", newline="") as out:
        try:
            for chunk in _chunks(path, source):
                out.write(decoder.decode(chunk))
            out.write(decoder.decode(b"", final=True))
        except UnicodeDecodeError as error:
            raise ImportRefused(
                f"{path.name} is not written in {encoding} (first bad byte near {error.start}). "
                "State its encoding in the mapping: [file] encoding = …",
                f"{path.name} 不是 {encoding} 编码（第 {error.start} 字节附近出错）。"
                "请在映射文件 [file] 中写明 encoding。",
            ) from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as unpacked:
            yield unpacked  # type: ignore[misc]
    else:
        with path.open("rb") as file:
            yield file


def _chunks(path: Path, file: IO[bytes]) -> Iterator[bytes]:
    while chunk := _guard(path, lambda: file.read(CHUNK)):
        yield chunk


def _guard(path: Path, read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ImportRefused(
            f"{path.name} is cut off or not a gzip file. Copy or download it again.",
            f"{path.name} 不完整或不是 gzip 文件。请重新复制或下载。",
        ) from error
