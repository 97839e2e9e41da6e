"""A tiny sticky proxy, as docs/operations.md describes it for nginx and Caddy: a browser stays with the worker it met."""

import asyncio
import contextlib
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit

COOKIE = "kept_worker"
END = b"\r\n\r\n"


@contextmanager
def sticky_proxy(workers: Sequence[str]) -> Iterator[str]:
    """The address of a proxy before workers; a browser whose worker is gone is given to another one."""
    begun: Future[tuple[str, Callable[[], object]]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_run(workers, begun)))
    thread.start()
    address, stop = begun.result(10)
    yield address
    stop()
    thread.join(10)


async def _run(workers: Sequence[str], begun: "Future[tuple[str, Callable[[], object]]]") -> None:
    turns, over, loop = count(), asyncio.Event(), asyncio.get_running_loop()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with (
            contextlib.closing(writer),
            contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError),
        ):
            await _pass(reader, writer, workers, turns)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    begun.set_result((address, lambda: loop.call_soon_threadsafe(over.set)))
    await over.wait()
    server.close()


async def _pass(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, workers: Sequence[str], turns: Iterator[int]
) -> None:
    """One request, and all that follows on a websocket."""
    head = await reader.readuntil(END)
    known = re.search(rf"{COOKIE}=(\d)".encode(), head)
    wanted = int(known[1]) if known else next(turns) % len(workers)
    place, (back, forth) = await _connected(wanted, workers)
    with contextlib.closing(forth):
        if b"upgrade: websocket" not in head.lower():
            head = re.sub(rb"(?im)^connection:.*\r\n", b"", head).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
        forth.write(head)
        away = asyncio.create_task(_pipe(reader, forth))
        answer = await back.readuntil(END)
        if not known or place != wanted:
            answer = answer.replace(b"\r\n", f"\r\nSet-Cookie: {COOKIE}={place}; Path=/; HttpOnly\r\n".encode(), 1)
        writer.write(answer)
        await _pipe(back, writer)
        away.cancel()


async def _connected(
    wanted: int, workers: Sequence[str]
) -> tuple[int, tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to the worker wanted, or to the next one that answers."""
    for step in range(len(workers)):
        place = (wanted + step) % len(workers)
        parts = urlsplit(workers[place])
        with contextlib.suppress(OSError):
            return place, await asyncio.open_connection(parts.hostname, parts.port)
    raise OSError("no worker answers")


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
