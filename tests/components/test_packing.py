"""Scripts and styles are packed once, and everything else passes as it is."""

import asyncio
import gzip
from collections import Counter
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, strategies as st
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from components.packing import PackedAssets

SCRIPT = b"export default function () {}\n" * 200
FOR_GOOD = {"Cache-Control": "public, immutable, max-age=31536000", "ETag": '"unpacked"'}
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def run(work: Coroutine[object, object, None]) -> None:
    """Run to the end, in a thread of its own: a browser test in this process may have left a loop running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


class Site:
    """A server with a script, and how often it was asked for what."""

    def __init__(self, answer: bytes = SCRIPT, headers: Mapping[str, str] = FOR_GOOD, status: int = 200) -> None:
        self.asked: Counter[str] = Counter()

        async def serve(request: Request) -> Response:
            self.asked[request.url.path] += 1
            given = await request.body() if request.method == "POST" else answer
            return Response(given, status, dict(headers), "text/javascript")

        self.app = PackedAssets(Starlette(routes=[Route("/{path:path}", serve, methods=["GET", "POST"])]))

    def get(
        self, path: str, asking: Mapping[str, str] = BROWSER, method: str = "GET", body: bytes = b""
    ) -> tuple[int, Headers, bytes]:
        """Status, headers and body of an answer."""
        told: list[Message] = []
        scope: Scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in asking.items()],
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            told.append(message)

        run(self.app(scope, receive, send))
        return told[0]["status"], Headers(raw=told[0]["headers"]), b"".join(part.get("body", b"") for part in told[1:])


@pytest.mark.parametrize("path", ["/static/js/index.Ab1.js", "/base/static/css/index.Ab1.css"])
def test_a_script_is_packed_and_keeps_its_type_and_how_long_it_may_be_kept(path: str) -> None:
    status, headers, body = Site().get(path)
    assert (status, gzip.decompress(body)) == (200, SCRIPT)
    assert len(body) < len(SCRIPT) / 4
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"].startswith("text/javascript")
    assert headers["cache-control"] == FOR_GOOD["Cache-Control"]
    assert int(headers["content-length"]) == len(body)
    assert "accept-encoding" in headers["vary"].lower()
    assert "etag" not in headers


def test_it_is_read_and_packed_once_for_all_browsers() -> None:
    site = Site()
    assert len({site.get("/static/js/a.js")[2] for _visit in range(3)}) == 1
    assert site.asked == {"/static/js/a.js": 1}


@pytest.mark.parametrize(
    ("path", "asking", "method"),
    [
        ("/static/js/a.js", {}, "GET"),
        ("/static/js/a.js", {"Accept-Encoding": "br"}, "GET"),
        ("/static/js/a.js", {**BROWSER, "Range": "bytes=0-9"}, "GET"),
        ("/static/media/font.woff2", BROWSER, "GET"),
        ("/media/report.js", BROWSER, "GET"),
        ("/_stcore/upload_file/a.js", BROWSER, "POST"),
    ],
)
def test_what_is_no_script_or_not_asked_for_packed_passes_as_it_is(
    path: str, asking: dict[str, str], method: str
) -> None:
    site = Site()
    for _visit in range(2):
        _status, headers, body = site.get(path, asking, method, SCRIPT)
        assert body == SCRIPT
        assert "content-encoding" not in headers
    assert site.asked[path] == 2


@pytest.mark.parametrize(("status", "headers"), [(404, FOR_GOOD), (200, {"Cache-Control": "no-cache"}), (200, {})])
def test_what_may_change_is_never_kept(status: int, headers: dict[str, str]) -> None:
    site = Site(headers=headers, status=status)
    for _visit in range(2):
        found = site.get("/static/js/a.js")
        assert (found[0], found[2], "content-encoding" in found[1]) == (status, SCRIPT, False)
    assert site.asked["/static/js/a.js"] == 2


@given(st.binary(max_size=2_000))
def test_any_file_arrives_as_it_was(content: bytes) -> None:
    _status, headers, body = Site(content).get("/static/js/a.js")
    assert (gzip.decompress(body) if headers["content-encoding"] == "gzip" else body) == content


def test_a_websocket_is_not_touched() -> None:
    seen: list[Scope] = []

    async def inner(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    async def nothing(*_message: object) -> Message:
        return {}

    scope: Scope = {"type": "websocket", "path": "/static/a.js", "headers": []}
    run(PackedAssets(inner)(scope, nothing, nothing))
    assert seen == [scope]
