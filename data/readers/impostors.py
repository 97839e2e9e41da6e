"""Files that are no table, whatever their name says: each is refused in one sentence."""

import re

from data.errors import ImportRefused
from data.readers.encodings import marked

PAGE = re.compile(r"<(!doctype\s+html|html|head|body|table|div|meta|script|!--)", re.I)
JSON = re.compile(r'[\[{]\s*([\[{]|"[^"]*"\s*:|\])')
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\x28\xb5\x2f\xfd")
NO_TEXT = (b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))


def refuse_impostors(name: str, head: bytes) -> None:
    """Look at the beginning of a text file. Raises ImportRefused."""
    encoding = marked(head)
    start = head.decode(encoding or "latin-1", "ignore").removeprefix("ï»¿").lstrip("\ufeff \t\r\n")
    if not start:
        raise ImportRefused(f"{name} is empty.", f"{name} 是空文件。")
    if PAGE.match(start):
        raise ImportRefused(
            f"{name} is a web page, not a table: the download probably asked for a sign-in. Export it again.",
            f"{name} 是网页而不是表格，可能下载时需要登录。请重新导出。",
        )
    if start.startswith(("<?xml", "<!DOCTYPE")):
        raise ImportRefused(
            f"{name} is XML, not a table. Export it as CSV or XLSX.", f"{name} 是 XML，不是表格。请导出为 CSV 或 XLSX。"
        )
    if start.startswith("version https://git-lfs"):
        raise ImportRefused(
            f"{name} is a Git LFS pointer, not the data. Fetch the real file (git lfs pull).",
            f"{name} 只是 Git LFS 指针，不是数据本身。请先取得真正的文件（git lfs pull）。",
        )
    if JSON.match(start):
        raise ImportRefused(
            f"{name} is JSON, not a table. Export it as CSV or XLSX.",
            f"{name} 是 JSON，不是表格。请导出为 CSV 或 XLSX。",
        )
    if head.startswith(PACKED):
        raise ImportRefused(
            f"{name} is not a text file but a packed one. Unpack it, or give it its right ending, and try again.",
            f"{name} 并非文本文件，而是压缩文件。请解压或改正扩展名后再试。",
        )
    if head.startswith(NO_TEXT) or (encoding is None and _is_binary(head)):
        raise ImportRefused(
            f"{name} is not a text file, whatever its name says. Give it its right ending and try again.",
            f"{name} 并非文本文件，与扩展名不符。请改正扩展名后再试。",
        )


def _is_binary(head: bytes) -> bool:
    """Whether more than every tenth byte is a control character, which no text holds."""
    return 10 * (len(head) - len(head.translate(None, CONTROLS))) > len(head)
