"""A visitor without a browser: speaks Streamlit's own protocol over its websocket, and waits until a script has ended."""

import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

FINISHED = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY


@dataclass(frozen=True)
class Step:
    """A click: the page, by its address, and the view it shows."""

    page: str
    view: tuple[tuple[str, str], ...]


@dataclass
class Session:
    """One session of the server: its pages (address and hash), the one shown, and how often something failed."""

    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    errors: int = 0

    async def click(self, step: Step) -> float:
        """Run a page as a click does; the seconds until its script has ended. What went wrong is counted.

        Raises ConnectionClosed when the server hangs up.
        """
        message = BackMsg()
        message.rerun_script.query_string = urlencode(step.view)
        message.rerun_script.page_script_hash = self.pages.get(step.page, "")
        start = time.perf_counter()
        try:
            await self.socket.send(message.SerializeToString())
            while not self._ended(await self._next()):
                pass
        except ConnectionClosed:
            self.errors += 1
            raise
        return time.perf_counter() - start

    async def _next(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(await self.socket.recv(decode=False))
        return message

    def _ended(self, message: ForwardMsg) -> bool:
        """Whether the script has ended; on the way, the pages are learnt and failures are counted."""
        match message.WhichOneof("type"):
            case "new_session":
                self.shown = message.new_session.page_script_hash
            case "navigation":
                self.pages = {item.url_pathname: item.page_script_hash for item in message.navigation.app_pages}
            case "delta":
                self.errors += _tells_failure(message.delta.new_element)
            case "script_finished":
                self.errors += message.script_finished != FINISHED
                return True
        return False


@asynccontextmanager
async def session(address: str) -> Any:
    """A session, its first page drawn."""
    host = address.removeprefix("http://")
    address, told = f"ws://{host}/_stcore/stream", {"subprotocols": ["streamlit"], "max_size": None}
    # a server that is too busy to answer a ping is slow, which is measured, and not gone
    async with connect(address, **told, ping_interval=None) as socket:  # type: ignore[arg-type]
        opened = Session(socket)
        await opened.click(Step("", (("lang", "en"),)))
        yield opened


def in_turn(steps: list[Step]) -> Iterator[Step]:
    """The steps, and again from the first; shared by sessions, so that each takes the next."""
    while True:
        yield from steps


def _tells_failure(element: Any) -> bool:
    kind = element.WhichOneof("type")
    return kind == "exception" or bool(kind == "alert" and element.alert.format == Alert.ERROR)
