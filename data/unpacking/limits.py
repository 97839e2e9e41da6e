"""What an unpacking process may use, and how it says what it found (its exit code)."""

from enum import IntEnum

GIGABYTE = 1 << 30


class Outcome(IntEnum):
    """Exit codes of an unpacking process; any other means that it was stopped by a limit or fell over."""

    DONE = 0
    NO_SUCH_SHEET = 3
    UNREADABLE = 4
    BOMB = 5
    PROTECTED = 6
    CUT_OFF = 7
    NO_ROOM = 8


def limit_process(*, memory: int, seconds: int, file_size: int) -> None:
    """Hold this process to so many bytes of memory, seconds of computing and bytes per file, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
