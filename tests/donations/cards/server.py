"""A server on loopback for the stand-ins of the providers: real HTTP, one table of routes for each."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

__all__ = ["Answer", "Asked", "Server"]

Answer = tuple[int, Any]
"""Status, and a body: bytes as they are, anything else as JSON."""


class Asked:
    """A request as a route sees it."""

    def __init__(self, path: str, headers: Mapping[str, str], body: bytes) -> None:
        self.path = urlsplit(path).path
        self.query = parse_qsl(urlsplit(path).query)
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return dict(parse_qsl(self.body.decode()))

    @property
    def json(self) -> dict[str, Any]:
        """The body as JSON, empty where there is none."""
        return dict(json.loads(self.body)) if self.body else {}


class Server:
    """Serves `routes`: method and pattern of the path → a function of the request and the pattern's groups.

    `down` answers everything with that status, as a provider does that has trouble; `asked` counts what was asked for.
    """

    def __init__(self) -> None:
        self.routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = []
        self.down = 0
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer("GET")

            def do_POST(self) -> None:
                self._answer("POST")

            def _answer(self, method: str) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, found = server.answer(method, Asked(self.path, dict(self.headers), body))
                sent = found if isinstance(found, bytes) else json.dumps(found).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html" if isinstance(found, bytes) else "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, format: str, *args: object) -> None:
                return

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"

    def route(self, method: str, pattern: str, found: Callable[..., Answer]) -> None:
        """Answer a method and a path."""
        self.routes.append((method, re.compile(pattern), found))

    def answer(self, method: str, asked: Asked) -> Answer:
        """What the first route that fits says."""
        self.asked.append(f"{method} {asked.path}")
        if self.down:
            return self.down, {"error": {"message": "down"}}
        for wanted, pattern, found in self.routes:
            fits = pattern.fullmatch(asked.path)
            if wanted == method and fits is not None:
                return found(asked, *fits.groups())
        return 404, {"error": {"message": f"no {method} {asked.path}", "type": "invalid_request_error"}}

    def close(self) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()
