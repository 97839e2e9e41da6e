"""A process: PACKED.gz TARGET. Ends with an `Outcome`."""

import gzip
import shutil
import sys
import zlib
from pathlib import Path

from data.unpacking.limits import GIGABYTE, Outcome, limit_process

CHUNK = 1 << 20
ALWAYS_ALLOWED = 64 << 20
MOST_TIMES = 300
"""Tables shrink to a tenth or so; gzip itself can reach a thousandth, which only a bomb does."""
LARGEST = 64 * GIGABYTE


def unpack(packed: Path, target: Path) -> Outcome:
    """Write the unpacked file, unless it swells beyond what a table does."""
    most = min(max(ALWAYS_ALLOWED, MOST_TIMES * packed.stat().st_size), LARGEST)
    room = shutil.disk_usage(target.parent).free
    written = 0
    try:
        with gzip.open(packed, "rb") as source, target.open("wb") as out:
            while chunk := source.read(CHUNK):
                written += len(chunk)
                if written > most:
                    return Outcome.BOMB
                if written > room:
                    return Outcome.NO_ROOM
                out.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return Outcome.CUT_OFF
    except OSError:
        return Outcome.NO_ROOM
    return Outcome.DONE


if __name__ == "__main__":
    limit_process(memory=GIGABYTE // 2, seconds=900, file_size=LARGEST)
    sys.exit(unpack(Path(sys.argv[1]), Path(sys.argv[2])))
