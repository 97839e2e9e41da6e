"""Any text file → plain UTF-8 on disk, or a refusal in one sentence.

DuckDB reads UTF-8 only and loads a web page or a pointer file without a word, so both are looked at here first.
"""

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO

from data.errors import ImportRefused
from data.readers import child
from data.readers.encodings import MANY_GOOD, bad_bytes, chinese_or_western, is_damaged, is_utf8, marked
from data.readers.impostors import refuse_impostors
from data.unpacking.limits import Outcome

CHUNK = 1 << 20
HEAD = 1 << 16
SECONDS = 900


def unpacked(path: Path, work: Path) -> Path:
    """`path` itself, or what a .gz file holds, written into `work` under its own name. Raises ImportRefused."""
    if path.suffix.lower() != ".gz":
        return path
    target = work / path.stem
    child.run("gunzip", path, target, seconds=SECONDS)
    return target


def detect_encoding(path: Path) -> str:
    """The encoding of a text file (.gz too) as Python names it; all of the file is looked at. Raises ImportRefused."""
    with _opened(path) as file:
        head = _guard(path, lambda: file.read(HEAD))
        if mark := marked(head):
            return mark
        plain, sample = is_utf8(chain([head], _chunks(path, file)))
    return "utf-8" if plain else chinese_or_western(sample)


def as_utf8(path: Path, encoding: str | None, work: Path, name: str) -> Path:
    """`path` itself if it is UTF-8, else a converted copy in `work`. Raises ImportRefused, which calls the file `name`.

    A byte that cannot be read stays as it is in the copy, so that its own record is found to be bad, and no other.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    refuse_impostors(name, head)
    detected = detect_encoding(path)
    encoding = _known(encoding, name) if encoding else detected
    if detected in ("utf-8", "utf-8-sig") and encoding in ("utf-8", "utf-8-sig"):
        return path
    target = work / f"{path.stem}.utf8"
    _convert(path, target, "utf-8-sig" if encoding == "utf-8" else encoding, name)
    return target


def _known(encoding: str, name: str) -> str:
    """The encoding under its usual name."""
    try:
        found = codecs.lookup(encoding)
        if not found._is_text_encoding:
            raise LookupError
    except LookupError:
        raise ImportRefused(
            f"“{encoding}”, given for {name}, is not an encoding. Usual ones: utf-8, gb18030, utf-16.",
            f"为 {name} 指定的编码“{encoding}”不存在。常用编码：utf-8、gb18030、utf-16。",
        ) from None
    return "gb18030" if found.name in ("gb2312", "gbk") else found.name


def _convert(path: Path, target: Path, encoding: str, name: str) -> None:
    """Write `path` as UTF-8. Refuses when there are too many bad bytes for mere damage."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    bad = good = 0
    with path.open("rb") as source, target.open("wb") as out:
        try:
            for chunk in chain(_chunks(path, source), [b""]):
                text = decoder.decode(chunk, final=not chunk)
                data = text.encode("utf-8", "surrogateescape")
                good += len(data) - len(text)
                if is_damaged(text):
                    bad += bad_bytes(text)
                out.write(data)
        except UnicodeError:
            bad, good = 1, 0
    if bad * MANY_GOOD > good:
        raise ImportRefused(
            f"{name} is not written in {encoding.removesuffix('-sig')}, or is damaged. "
            "State its encoding in the mapping: [file] encoding = …",
            f"{name} 不是 {encoding.removesuffix('-sig')} 编码，或文件已损坏。请在映射文件 [file] 中写明 encoding。",
        )


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as packed:
            yield packed  # type: ignore[misc]
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
        en, zh = child.REFUSALS[Outcome.CUT_OFF]
        raise ImportRefused(f"{path.name} {en}.", f"{path.name} {zh}。") from error
