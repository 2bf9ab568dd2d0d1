"""The listening socket, whose options every accepted connection inherits, and those connections."""

from __future__ import annotations

import asyncio
import socket

import msgspec
from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from server.intake import MAX_HEADER_BYTES

SEND_BUFFER_BYTES = 256 * 1024
"""What the kernel keeps for a reader that does not read; without it, that grows to about 4 MB."""
USER_TIMEOUT_MS = 60_000
"""How long sent bytes may stay unacknowledged before the connection is given up: a peer that has vanished."""
KEEPALIVE_IDLE_S, KEEPALIVE_INTERVAL_S, KEEPALIVE_PROBES = 30, 10, 3
BACKLOG = 2048
_TRANSPORT = "transport"
REQUEST_TIMEOUT_S = 30.0
"""How long a request's head may take, and how long its body may stall."""
LEAST_BODY_RATE = 4096
"""Bytes of a body that have to come in a second, at the mean, after `REQUEST_TIMEOUT_S`; a modem sends as many.

So n bytes may take `REQUEST_TIMEOUT_S` + n / `LEAST_BODY_RATE` seconds, and what a client makes the server keep it pays for
with bandwidth, as before Apache's mod_reqtimeout.
"""


class _UntilTheEnd(int):
    """The length of an answer that ends with its connection: to uvicorn, it is neither exceeded nor missed."""

    def __lt__(self, other: object) -> bool:
        return False

    def __sub__(self, other: object) -> _UntilTheEnd:
        return self

    def __ne__(self, other: object) -> bool:
        return False


class Connection(HttpToolsProtocol):
    """A connection that the app can cut, and that neither waits for ever for a request nor keeps one of any size.

    A request that comes behind a POST that is being answered is not taken: the connection closes after that answer, and
    a client that leaves meanwhile is noticed. RFC 9112, section 9.3.2: clients should not pipeline behind a POST.
    """

    _in_head = _arriving = _deaf = False
    _bare_bytes = 0
    """What has come of a request since the last piece of its body."""
    _body_bytes, _body_began_s = 0, 0.0
    _heard_s = 0.0
    _deadline: asyncio.TimerHandle | None = None
    """Runs while it is the client's turn."""
    _ahead: tuple[RequestResponseCycle, ...] = ()
    """Requests that others have come behind."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn narrows it, too
        """Show the app its transport, and wait for a request."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, _TRANSPORT: transport}
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell all requests that their client has gone; uvicorn tells the last one."""
        self._stop_waiting()
        for cycle in self._ahead:
            cycle.disconnected = not cycle.response_complete
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what has come. The parser would keep a head, or trailers, of any size; they end here."""
        if self._deaf:
            return
        self._heard_s = self.loop.time()
        self._bare_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._bare_bytes > MAX_HEADER_BYTES:
            self._refuse(431, f"Expected headers of at most {MAX_HEADER_BYTES} bytes.")
        elif self._is_awaited():
            self._expect()
        else:
            self._stop_waiting()

    def on_message_begin(self) -> None:
        """A request's head begins."""
        super().on_message_begin()
        self._in_head = self._arriving = True
        self._stop_waiting()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what comes as one behind a body is left out."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head has ended; `HeaderLimit` looks at what it holds."""
        earlier, self._in_head = self.cycle, False
        self._body_bytes, self._body_began_s = 0, self.loop.time()
        super().on_headers_complete()
        if self.cycle is earlier:  # an upgrade, which makes no cycle
            return
        if self.scope["http_version"] == "1.0":  # which knows no chunks
            self.cycle.chunked_encoding, self.cycle.expected_content_length = False, _UntilTheEnd()
        if earlier and not earlier.response_complete:
            self._come_behind(earlier)

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        self._bare_bytes = 0
        self._body_bytes += len(body)
        if not self._deaf:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there."""
        self._bare_bytes, self._arriving = 0, False
        if not self._deaf:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(400, msg)

    def _come_behind(self, earlier: RequestResponseCycle) -> None:
        """uvicorn reads no further now, so it would not see the client leave, and it tells only the last request of it."""
        if earlier.scope["method"] != "POST":
            self._ahead = (*(cycle for cycle in self._ahead if not cycle.response_complete), earlier)
            return
        self.pipeline.popleft()
        self.cycle, self._deaf = earlier, True
        earlier.keep_alive = False
        self.flow.resume_reading()

    def _is_awaited(self) -> bool:
        """Whether it is the client's turn: no answer is being made, unless it is one to a body that still comes."""
        answered = self.cycle is None or self.cycle.response_complete
        return not self._deaf and (answered or (self._arriving and not self._in_head))

    def _expect(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(REQUEST_TIMEOUT_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        """End what had its time: a head, a body that stalls or comes too slowly, a pause between requests."""
        self._deadline = None
        now_s = self.loop.time()
        if not self._arriving:
            self.transport.close()
        elif self._in_head:
            self._refuse(408, f"Expected the whole head of a request within {REQUEST_TIMEOUT_S:g} s.")
        elif (due_s := self._body_due_s(now_s)) > now_s:
            self._deadline = self.loop.call_at(due_s, self._give_up)
        else:
            self._refuse(408, self._what_is_late(now_s))

    def _body_due_s(self, now_s: float) -> float:
        """When more of the body has to be there than there is now. While it is not read, the client is not to blame."""
        if self.flow.read_paused:
            self._heard_s = self._body_began_s = now_s
        return REQUEST_TIMEOUT_S + min(self._heard_s, self._body_began_s + self._body_bytes / LEAST_BODY_RATE)

    def _what_is_late(self, now_s: float) -> str:
        if self._heard_s + REQUEST_TIMEOUT_S <= now_s:
            return f"Expected the whole request, got nothing more of it for {REQUEST_TIMEOUT_S:g} s."
        return (
            f"Expected {LEAST_BODY_RATE} bytes of the body a second, at the mean, after the first {REQUEST_TIMEOUT_S:g} s; "
            f"got {self._body_bytes} bytes in {now_s - self._body_began_s:.0f} s. "
            "Send it over a faster connection, or several smaller batches."
        )

    def _refuse(self, status: int, detail: str) -> None:
        """Answer and close; in the middle of another answer, only close."""
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            content = msgspec.json.encode({"detail": detail})
            head = b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(content)
            self.transport.write(STATUS_LINE[status] + head + content)
        self.transport.close()


async def cut(scope: Scope) -> None:
    """End a request's connection at once; closing it would wait for its reader to take all that was sent."""
    if transport := scope.get("state", {}).get(_TRANSPORT):
        transport.abort()
        await asyncio.sleep(0)  # uvicorn sees that it is gone


def listen(host: str, port: int) -> socket.socket:
    """A listening TCP socket on the first address of `host`; port 0 takes a free one.

    Raises:
        OSError: the host is not known or the address cannot be taken.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # Linux only, as is most of what follows; elsewhere the send time-out alone has to do.
        for name, value in (
            ("TCP_USER_TIMEOUT", USER_TIMEOUT_MS),
            ("TCP_KEEPIDLE", KEEPALIVE_IDLE_S),
            ("TCP_KEEPINTVL", KEEPALIVE_INTERVAL_S),
            ("TCP_KEEPCNT", KEEPALIVE_PROBES),
        ):
            if hasattr(socket, name):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError:
        sock.close()
        raise
    return sock


def url_of(sock: socket.socket) -> str:
    """Where a listening socket is reached."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
