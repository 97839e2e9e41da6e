"""Which encoding a text file is written in.

UTF-8 and UTF-16 prove themselves. What is neither is Chinese (GB18030, seldom Big5) or western (Windows-1252); almost
any bytes can be read as each of them, so the decision needs a rule. In Chinese text the bytes from 0x80 up come in
pairs, and most pairs begin with B0–D7: the 3,755 everyday characters. In western text they mostly stand alone between
plain letters, and where two meet (“ção”, “créée”) they begin with E0–FC or are held by a letter on each side.
The file is Chinese if there are more everyday pairs than western signs.
"""

import codecs
import re
from collections.abc import Iterable

from charset_normalizer import from_bytes

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = ["big5", "gb18030", "cp1252"]
SAMPLE = 1 << 18
MANY_GOOD = 8
"""So many good bytes of UTF-8 speak for each bad one when a file is UTF-8 with damage."""
HIGH_RUN = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]+")
EVERYDAY = re.compile(rb"[\xb0-\xd7\xa1-\xa3][\xa1-\xfe]")
FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
BIG5_PAIR = re.compile(rb"[\xa1-\xf9][\x40-\x7e\xa1-\xfe]")
BAD_BYTE = re.compile("[\udc80-\udcff]")


def marked(head: bytes) -> str | None:
    """The encoding told by a byte order mark, or by the places of the NULs of UTF-16 without one."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    even, odd = head[::2].count(0), head[1::2].count(0)
    guess = "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None
    if guess is None or even + odd <= len(head) // 20:
        return None
    return guess if re.search("[\r\n]", head[: len(head) & ~1].decode(guess, "ignore")) else None


def is_utf8(chunks: Iterable[bytes]) -> tuple[bool, bytes]:
    """Whether the text is UTF-8, and a sample of what is in it beyond ASCII.

    A few bad bytes among much that is good, or a last character cut in two, are damage and not another encoding: their
    rows are rejected by name.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    sample, good, bad = bytearray(), 0, 0
    for chunk in chunks:
        if chunk.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(chunk)
        good += len(chunk) - len(text)  # the bytes that continue a character
        if is_damaged(text):
            bad += bad_bytes(text)
            sample += _beyond_ascii(chunk)
        if len(sample) >= SAMPLE:
            break
    tail = decoder.getstate()[0]
    cut = bool(tail) and good <= len(tail)
    return bad * MANY_GOOD <= good and not cut, bytes(sample[:SAMPLE] or tail)


def is_damaged(text: str) -> bool:
    """Whether a text decoded with `surrogateescape` holds bytes that could not be read."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def bad_bytes(text: str) -> int:
    """How many bytes of a text decoded with `surrogateescape` could not be read."""
    return len(BAD_BYTE.findall(text))


def chinese_or_western(sample: bytes) -> str:
    """GB18030, Big5 or Windows-1252, for a text that is not UTF-8."""
    sample = FOUR_BYTES.sub(b",", sample)
    everyday = western = 0
    for found in HIGH_RUN.finditer(sample):
        run, before, after = found[0], sample[found.start() - 1 : found.start()], sample[found.end() : found.end() + 1]
        if len(run) == 1 or (len(run) == 2 and before.isalpha() and after.isalpha()):
            western += 1
        elif len(run) % 2 == 0:
            everyday += len(EVERYDAY.findall(run))
    if western * 4 >= everyday and _is_big5(sample):
        return "big5"
    return "gb18030" if everyday > western else "cp1252"


def _is_big5(sample: bytes) -> bool:
    """Whether the library is sure: it puts Big5 first, for a text of which most characters are Big5's frequent ones."""
    pairs = BIG5_PAIR.findall(sample)
    frequent = sum(0xA4 <= pair[0] <= 0xC6 for pair in pairs)
    if len(pairs) < 4 or frequent < 0.8 * len(pairs):
        return False
    best = from_bytes(sample[:8192], cp_isolation=CANDIDATES).best()
    return best is not None and best.encoding == "big5"


def _beyond_ascii(chunk: bytes) -> bytes:
    """The lines of a chunk that are not plain ASCII."""
    return b"\n".join(line for line in chunk.split(b"\n") if not line.isascii())[:SAMPLE]
