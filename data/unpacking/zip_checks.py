"""What a workbook's archive says of itself, looked at before anything is unpacked."""

import re
import zipfile
from pathlib import Path

UNPACKED = 4 << 30
MEMBERS = 10_000
ALWAYS_ALLOWED = 8 << 20
MOST_TIMES = 200
PROLOG = 64 << 10
PLAIN_PROLOG = re.compile(r"\ufeff?(\s|<\?.*?\?>|<!--.*?-->)*<[A-Za-z_:]", re.S)
"""What may stand before the first element: declarations and comments, and no document type.

A document type can declare entities, which the reader takes for empty cells: a silent loss.
"""
LAST_CORNER = re.compile(rb'(?:<dimension ref="[^"]*|<c r=")XFD1048576"')


def unpacked_size(path: Path) -> int:
    """The size of all members together, as declared. Raises BadZipFile."""
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist())


def is_suspicious(path: Path) -> bool:
    """Whether it would swell, declares entities or has a cell in the last corner of a sheet. Raises BadZipFile."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MEMBERS or unpacked > min(UNPACKED, MOST_TIMES * path.stat().st_size + ALWAYS_ALLOWED):
            return True
        return any(_is_suspicious_part(archive, member) for member in members)


def _is_suspicious_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as part:
        start = part.read(4096)
        text = _decoded(start)
        is_xml = member.filename.endswith((".xml", ".rels")) or text.lstrip("\ufeff \t\r\n").startswith("<")
        if not is_xml or not start:
            return False
        if PLAIN_PROLOG.match(text) is None:
            start += part.read(PROLOG)
            if PLAIN_PROLOG.match(_decoded(start)) is None:
                return True
        return LAST_CORNER.search(start) is not None


def _decoded(start: bytes) -> str:
    """The beginning of an XML part, which may be UTF-16 with or without a mark."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start.decode("utf-16", "replace")
    if start[:2] == b"<\x00":
        return start.decode("utf-16-le", "replace")
    if start[:2] == b"\x00<":
        return start.decode("utf-16-be", "replace")
    return start.decode("utf-8", "replace")
