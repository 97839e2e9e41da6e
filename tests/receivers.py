"""Real receivers on this machine: a web server and a mail server, which keep every byte that arrives."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """What arrived; `status` and `answer` are what a web server says to it."""

    port: int = 0
    bodies: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 200
    answer: bytes = b"{}"
    moved_to: str = ""

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What arrived as JSON."""
        return [json.loads(body) for body in self.bodies]

    @property
    def mails(self) -> list[EmailMessage]:
        """What arrived as mail."""
        return [message_from_bytes(body, policy=policy.default) for body in self.bodies]


@contextmanager
def web_server() -> Iterator[Received]:
    """Answers every POST as it is told to."""
    found = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            found.paths.append(self.path)
            self.send_response(found.status)
            if found.moved_to:
                self.send_header("Location", found.moved_to)
            self.send_header("Content-Length", str(len(found.answer)))
            self.end_headers()
            self.wfile.write(found.answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler), found):
        yield found


@contextmanager
def mail_server() -> Iterator[Received]:
    """Takes every mail, as RFC 5321 has it."""
    found = Received()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline():
                match line[:4].upper().strip():
                    case b"DATA":
                        self.say("354 go on")
                        found.bodies.append(self.content())
                        self.say("250 taken")
                    case b"QUIT":
                        self.say("221 bye")
                        return
                    case _:
                        self.say("250 well")

        def say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

        def content(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b"."))
            return b"".join(lines)

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler), found):
        yield found


@contextmanager
def _served(server: socketserver.TCPServer, found: Received) -> Iterator[None]:
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
