"""Plays visitors of the public form: each opens the page, fills in the form and sends it, over and over.

A process of its own, started as `python -m bench.visitors PORT PATH POSITION CLIENTS VISITS`; it talks plain HTTP/1.1
over kept connections to this machine only, and answers with one JSON object. It does as little as a client can, so
that what is measured is the server.
"""

import asyncio
import json
import sys
import time
from urllib.parse import quote, urlencode

__all__: list[str] = []

_MARK = b'name="token" value="'
_TOKEN_LENGTH = 44
_PATIENCE_S = 120.0


class _Visits:
    """What all visitors share: how many visits are left, and how long each took."""

    def __init__(self, *, port: int, path: str, position: str, visits: int) -> None:
        host = f"Host: 127.0.0.1:{port}\r\n"
        self.left = visits
        self.milliseconds: list[float] = []
        self.page = f"GET {path}?position={quote(position)} HTTP/1.1\r\n{host}Accept-Language: en\r\n\r\n".encode()
        self.head = f"POST {path} HTTP/1.1\r\n{host}Content-Type: application/x-www-form-urlencoded\r\n"
        self.form = urlencode(_answers(position))


def _answers(position: str) -> dict[str, str]:
    """What an invented former soldier answers; the token and the e-mail address are each visit's own."""
    return {
        "position": position,
        "fact-service_branch": "jsdf",
        "fact-service_years": "6",
        "fact-specialised_training": "yes",
        "written": "青木 恵子",
        "reading": "アオキ ケイコ",
        "latin": "AOKI KEIKO",
        "birth-year": "1988",
        "birth-month": "4",
        "birth-day": "17",
        "phone": "090-0000-1234",
        "message": "通訳もできます。いつでもご連絡ください。",
        "consent": "yes",
    }


class _Visitor(asyncio.Protocol):
    """One kept connection: page, form, page, form, until no visit is left."""

    def __init__(self, visits: _Visits, ended: "asyncio.Future[None]") -> None:
        self._visits, self._ended = visits, ended
        self._received = bytearray()
        self._sends_form = False
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._open_page()

    def connection_lost(self, error: Exception | None) -> None:
        if not self._ended.done():
            self._ended.set_exception(error or ConnectionError("The server closed the connection."))

    def data_received(self, data: bytes) -> None:
        self._received += data
        body_at = self._received.find(b"\r\n\r\n") + 4
        if body_at < 4:
            return
        head = bytes(self._received[:body_at]).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(self._received) >= body_at + length:
            body = bytes(self._received[body_at : body_at + length])
            self._received.clear()
            self._answered(head, body)

    def _answered(self, head: bytes, body: bytes) -> None:
        if self._sends_form:
            self._expect(head, b"303")
            self._visits.milliseconds.append((time.perf_counter() - self._began) * 1000)
            self._open_page()
        else:
            self._expect(head, b"200")
            place = body.index(_MARK) + len(_MARK)
            self._send_form(body[place : place + _TOKEN_LENGTH].decode("ascii"))

    def _expect(self, head: bytes, status: bytes) -> None:
        if head.split(b" ", 2)[1] != status:
            raise RuntimeError(f"The server answered: {head.decode('latin-1')}")

    def _open_page(self) -> None:
        if self._visits.left == 0:
            self._ended.set_result(None)
            self._transport.close()
            return
        self._visits.left -= 1
        self._sends_form = False
        self._began = time.perf_counter()
        self._transport.write(self._visits.page)

    def _send_form(self, token: str) -> None:
        self._sends_form = True
        body = f"token={quote(token)}&email=visitor{self._visits.left}%40mail.example&{self._visits.form}"
        self._transport.write(f"{self._visits.head}Content-Length: {len(body)}\r\n\r\n{body}".encode())


async def _visit(port: int, path: str, position: str, clients: int, visits: int) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    # An error in a callback must end the run, not be told and forgotten.
    failed: list[BaseException] = []
    ended = [loop.create_future() for _ in range(clients)]
    loop.set_exception_handler(lambda _, context: _give_up(context, failed, ended))
    shared = _Visits(port=port, path=path, position=position, visits=visits)
    began = time.perf_counter()
    for future in ended:
        await loop.create_connection(lambda future=future: _Visitor(shared, future), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.wait_for(asyncio.gather(*ended), _PATIENCE_S)
    seconds = time.perf_counter() - began
    if failed:
        raise failed[0]
    ordered = sorted(shared.milliseconds)
    return {
        "visits": len(ordered),
        "rate": len(ordered) / seconds,
        "p50": ordered[len(ordered) // 2],
        "p95": ordered[int(len(ordered) * 0.95)],
        "most": ordered[-1],
    }


def _give_up(context: dict[str, object], failed: list[BaseException], ended: "list[asyncio.Future[None]]") -> None:
    error = context.get("exception")
    failed.append(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))
    for future in ended:
        if not future.done():
            future.set_exception(failed[0])


def main() -> None:
    """Visit, and write the result."""
    port, path, position, clients, visits = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(_visit(int(port), path, position, int(clients), int(visits)))))


if __name__ == "__main__":
    main()
