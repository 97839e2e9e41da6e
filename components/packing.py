"""Streamlit's own scripts and styles, packed once for all browsers: a first visit loads a quarter of the bytes.

Streamlit serves them unpacked, so that a slow machine does not pack them at every request; here each is packed once.
"""

import asyncio
import gzip
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PACKED = (".js", ".css")
FOR_GOOD = "immutable"
"""What Streamlit says of a file whose address changes with its content; no other is kept."""

MOST = 1_000
"""Files kept; Streamlit has some 300."""

CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range")
"""What a browser may ask that would not give the whole file."""


@dataclass
class _Caught:
    """An answer on its way to the browser."""

    status: int = 0
    headers: MutableHeaders = field(default_factory=MutableHeaders)
    body: bytes = b""

    async def send(self, message: Message) -> None:
        """Take part of the answer."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], MutableHeaders(raw=list(message["headers"]))
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def pack(self) -> None:
        """Compress it, away from the loop that serves everybody."""
        self.body = await asyncio.to_thread(gzip.compress, self.body, 9)
        self.headers["Content-Encoding"] = "gzip"
        self.headers["Content-Length"] = str(len(self.body))
        self.headers.add_vary_header("Accept-Encoding")
        for name in ("etag", "accept-ranges"):  # said of the unpacked file
            if name in self.headers:
                del self.headers[name]

    async def go(self, send: Send) -> None:
        """Give it to the browser."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers.raw})
        await send({"type": "http.response.body", "body": self.body})


class PackedAssets:
    """Between the browser and Streamlit; whatever is no script or style of Streamlit's passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, _Caught] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not _wanted(scope):
            await self._app(scope, receive, send)
            return
        answer = self._kept.get(scope["path"])
        if answer is None:
            answer = _Caught()
            plain = {**scope, "headers": [item for item in scope["headers"] if item[0] not in CONDITIONS]}
            await self._app(plain, receive, answer.send)
            if answer.status == 200 and FOR_GOOD in answer.headers.get("Cache-Control", ""):
                await answer.pack()
                if len(self._kept) < MOST:
                    self._kept[scope["path"]] = answer
        await answer.go(send)


def _wanted(scope: Scope) -> bool:
    """Whether a request is for a script or style of Streamlit's, by a browser that can unpack it."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].endswith(PACKED):
        return False
    headers = Headers(scope=scope)
    return "/static/" in scope["path"] and "gzip" in headers.get("Accept-Encoding", "") and "Range" not in headers
